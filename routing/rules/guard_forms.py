"""A guard and a cover order as forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from routing.rules.condition_fields import Posted, posted_conditions
from routing.rules.language import FIELD_OFFICES
from routing.rules.named_rows import NamedRow, Row, office_choices
from routing.rules.vocabulary import Vocabulary

SAYS_HINT = (
    "Without a full stop. A case that may not go somewhere gives it as the reason: "
    "“What protected people say never goes to a field office”."
)
SPARE = 2


class GuardForm(NamedRow):
    """What must never be sent somewhere."""

    field_offices = forms.BooleanField(label="Any field office", required=False)
    never_to = forms.MultipleChoiceField(
        label="These offices", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Posted, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        kept = data.getlist("never_to")
        self.fields["never_to"].choices = office_choices(  # type: ignore[attr-defined]
            self.names, timezone.localdate(), places=False, kept=kept
        )
        self.fields["says"].label = "What must never happen, in one sentence"
        self.fields["says"].help_text = SAYS_HINT

    def clean(self) -> dict[str, Any]:
        """It names where such a case never goes."""
        said = super().clean()
        if not said.get("field_offices") and not said.get("never_to") and "never_to" not in self.errors:
            self.add_error("never_to", "Choose where such a case must never go.")
        return said

    def row(self) -> dict[str, Any]:
        """The guard as a draft keeps it. Only of a valid form."""
        said = self.cleaned_data
        offices = [*([FIELD_OFFICES] if said.get("field_offices") else []), *said["never_to"]]
        return {**self.named(), "never_to": offices}


def posted_guard(row: Row) -> dict[str, Any]:
    """A stored guard as its form posts it."""
    offices = [code for code in row["never_to"] if code != FIELD_OFFICES]
    fields: dict[str, Any] = {"says": row["says"], "never_to": offices}
    if FIELD_OFFICES in row["never_to"]:
        fields["field_offices"] = "on"
    return fields | posted_conditions(row["when"])


class CoverForm(forms.Form):
    """Who covers for one unit of headquarters, in order; two more than there are, to fill."""

    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Posted | None, *, unit: str, names: Vocabulary, others: Sequence[str]) -> None:
        super().__init__(data)
        units = [
            (office.code, names.office(office.code))
            for office in names.open_offices(timezone.localdate())
            if office.kind == "headquarters" and office.code != unit
        ]
        known = {code for code, _ in units}
        units += [(code, f"{names.office(code)}: closed or unknown") for code in others if code not in known]
        self.places = [f"other-{number}" for number in range(min(len(others) + SPARE, len(units)))]
        for number, name in enumerate(self.places):
            self.fields[name] = forms.ChoiceField(
                label="First" if number == 0 else "Then",
                required=False,
                choices=[("", "– Nobody –"), *units],
                initial=others[number] if number < len(others) else "",
            )

    def clean(self) -> dict[str, Any]:
        """Nobody covers twice."""
        said, seen = super().clean() or self.cleaned_data, set()
        for name in self.places:
            if said.get(name) in seen:
                self.add_error(name, ValidationError("This one is named already. Choose another, or nobody."))
            elif said.get(name):
                seen.add(said[name])
        return said

    @property
    def order(self) -> list[str]:
        """The units in order. Only of a valid form."""
        return [self.cleaned_data[name] for name in self.places if self.cleaned_data.get(name)]
