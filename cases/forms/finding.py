"""Looking for cases and people. What is typed here is posted, never put into an address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.forms.fields import MemorableDate, PlainText, QuietForm
from cases.forms.person import (
    A_NUMBER_MALFORMED,
    EARLIEST_YEAR,
    TWO_YEARS,
    YEAR_ONLY,
    BirthYear,
    fits_together,
)
from cases.forms.topic import grouped
from cases.matching import Description
from cases.models import CaseState, Topic, canonical_a_number
from facilities.models import Office

SEARCH_NEEDS_ONE = "Type an A-number, a name or a date of birth."


class CaseFilterForm(QuietForm):
    """Which cases a list shows. An unknown value is a message, not an empty list."""

    topic = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose a topic from the list."}
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Any state"), *CaseState.choices],
        error_messages={"invalid_choice": "Choose a state from the list."},
    )
    office = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose an office from the list."}
    )
    words = PlainText(label="Words of the summary, or a case number", limit=200, required=False)

    def __init__(self, *args: Any, topics: Sequence[Topic], offices: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (
            ("topic", [("", "Any topic"), *grouped(topics)[1:]]),
            ("office", [("", "Any office"), *((o.code, str(o)) for o in offices)]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options


class FindDetaineeForm(QuietForm):
    """A person described."""

    a_number = PlainText(
        label="A-number", limit=40, required=False, help_text="7 to 9 digits, in any spelling."
    )
    name = PlainText(
        label="Name",
        limit=240,
        required=False,
        help_text="Any part of it, as it sounds; accents and order do not matter.",
    )
    born = MemorableDate(label="Date of birth", earliest_year=EARLIEST_YEAR, example="March 4, 1985")
    year_born = BirthYear(
        label=YEAR_ONLY, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    )
    country = PlainText(
        label="Country of birth",
        limit=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "countries"}),
    )

    def clean_a_number(self) -> str:
        """Canonical, or empty."""
        text: str = self.cleaned_data["a_number"]
        canonical = canonical_a_number(text) if text else ""
        if canonical is None:
            raise ValidationError(A_NUMBER_MALFORMED)
        return canonical

    def clean(self) -> dict[str, Any]:
        """Something to search for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.description():
            self.add_error("a_number", SEARCH_NEEDS_ONE)
        if not fits_together(cleaned.get("born"), cleaned.get("year_born")):
            self.add_error("year_born", TWO_YEARS)
        return cleaned

    def description(self) -> Description:
        """What the search takes. Only after `is_valid`."""
        told = self.cleaned_data
        return Description(told["a_number"], told["name"], told["born"], told["country"], told["year_born"])
