"""The lines of an error summary."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import Form


@dataclass(frozen=True)
class Problem:
    """One line: where its link leads and what to mend."""

    anchor: str
    sentence: str


def problems_of(form: Form, prefix: str = "") -> Iterator[Problem]:
    """Every message of a form, each with the field it stands beside."""
    for name, messages in form.errors.items():
        anchor = (form[name].id_for_label or form[name].auto_id) if name in form.fields else "intake"
        for message in messages:
            yield Problem(anchor, f"{prefix}{message}")
