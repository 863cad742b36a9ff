"""What rules and guards share as forms: a key made from a name, a sentence, conditions, offices to choose from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from cases.forms.fields import PlainText
from routing.checks.written import SAYS_LIMIT
from routing.rules.condition_fields import ConditionFields, Posted
from routing.rules.vocabulary import PLACES, Vocabulary

Row = Mapping[str, Any]
KEY_LENGTH = 40
EXAMPLE_NAME = "Such as “Hunger strikes”. Its key is made from it and never changes."
SAYS_HINT = (
    "Without a full stop. The case page gives it as the reason: "
    "“A hunger strike goes to the medical desk first”."
)


def office_choices(names: Vocabulary, on: date, *, places: bool, kept: Sequence[str] = ()) -> list[Any]:
    """Open offices in their kinds, the offices of places first; `kept` stand in the list although they are closed."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for office in names.open_offices(on):
        kinds.setdefault(f"{office.get_kind_display()}s", []).append((office.code, names.office(office.code)))
    known = {code for offices in kinds.values() for code, _ in offices} | set(PLACES)
    gone = [(code, f"{names.office(code)}: closed or unknown") for code in kept if code and code not in known]
    first = [(code, name[:1].upper() + name[1:]) for code, name in PLACES.items()] if places else []
    return [*first, *kinds.items(), *([("Not to be chosen again", gone)] if gone else [])]


class NamedRow(ConditionFields):
    """What rules and guards share: a key made from a name, a sentence, conditions."""

    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = PlainText(
        label="Short name",
        limit=60,
        help_text=EXAMPLE_NAME,
        error_messages={"required": "Give it a short name, such as “Hunger strikes”."},
    )
    says = PlainText(
        label="The rule in one sentence",
        limit=SAYS_LIMIT,
        lines=2,
        help_text=SAYS_HINT,
        error_messages={
            "required": "Say in one sentence what it does. The case page gives it as the reason."
        },
    )

    def __init__(
        self, data: Posted, *, names: Vocabulary, taken: Sequence[str], key: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, names=names, **kwargs)
        self.key, self.taken = key, taken
        if key:
            del self.fields["name"]

    def clean_name(self) -> str:
        """A name that makes a key which no other row has."""
        name = str(self.cleaned_data["name"])
        if not slugify(name):
            raise ValidationError("Use some letters or digits in the short name.")
        if slugify(name)[:KEY_LENGTH].strip("-") in self.taken:
            raise ValidationError("Another one has this short name. Choose a different one.")
        return name

    def clean_says(self) -> str:
        """Without the full stop that every page puts behind it."""
        return " ".join(str(self.cleaned_data["says"]).split()).rstrip(".")

    @property
    def made_key(self) -> str:
        """The key of the row. Only of a valid form."""
        return self.key or slugify(self.cleaned_data["name"])[:KEY_LENGTH].strip("-")

    def named(self) -> dict[str, Any]:
        """What every row has. Only of a valid form."""
        return {"key": self.made_key, "says": self.cleaned_data["says"], "when": self.when()}
