"""Whom a call is about: found on record or described."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import matching
from cases.countries import COUNTRIES
from cases.forms.buttons import button
from cases.forms.fields import MemorableDate, PlainText, QuietForm
from cases.intake import ANOTHER_PERSON
from cases.matching import Description
from cases.models import Detainee, canonical_a_number
from cases.submission import ToldDetainee
from helpline.accounts.models import User

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

NEW_PERSON = "new"
EARLIEST_YEAR = 1900
YEAR_ONLY = "Or birth year only"
TWO_YEARS = "The year and the date of birth are not of the same year. Check both, or leave one empty."
PERSON_NOT_FOUND = "That record was not found. Search again."
SOUGHT = ("a_number", "born", "year_born")  # what must be well-formed to search with it
SEARCH_NEEDS = "Type an A-number, a name or a date of birth first, then search."
A_NUMBER_MALFORMED = (
    "Check the A-number: it has 7 to 9 digits, such as A000-000-123. Leave it empty if not known."
)


class BirthYear(forms.CharField):
    """A year of birth in four digits, for when the day is not known; None where nothing is typed."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """The year, or a sentence."""
        text = str(value or "").strip()
        if not text:
            return None
        if not (
            text.isascii() and text.isdigit() and EARLIEST_YEAR <= int(text[:6]) <= timezone.localdate().year
        ):
            raise ValidationError(
                "Write the year with four digits, such as 1985. Leave it empty if not known."
            )
        return int(text)

    def run_validators(self, value: Any) -> None:
        """A year has passed all checks."""


def fits_together(born: Any, year: int | None) -> bool:
    """Whether a date of birth and a year of birth can be the same person's."""
    return not born or not year or born.year == year


class PersonFields(QuietForm):
    """The person as told, and the record chosen. `by` takes the call and sees only what is theirs to see."""

    by: User
    candidates: list[Detainee] = []
    countries = COUNTRIES
    a_number = PlainText(
        label="A-number", limit=40, required=False, help_text="7 to 9 digits, in any spelling."
    )
    given_names = PlainText(label="First names", limit=120, required=False)
    family_names = PlainText(label="Last names", limit=120, required=False)
    born = MemorableDate(label="Date of birth", earliest_year=EARLIEST_YEAR, example="March 4, 1985")
    year_born = BirthYear(
        label=YEAR_ONLY,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
    )
    country = PlainText(
        label="Country of birth",
        limit=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "countries"}),
    )
    detainee = forms.CharField(required=False)

    def clean_a_number(self) -> str:
        """Canonical, or empty."""
        text: str = self.cleaned_data["a_number"]
        canonical = canonical_a_number(text) if text else ""
        if canonical is None:
            raise ValidationError(A_NUMBER_MALFORMED)
        return canonical

    def clean_born(self) -> Any:
        """Not after today."""
        born = self.cleaned_data["born"]
        if born and born > timezone.localdate():
            raise ValidationError("This date of birth is in the future. Check the year.")
        return born

    def clean_detainee(self) -> Detainee | None:
        """The record chosen, if this person may see it; nothing tells an unseen record from an unknown one."""
        chosen: str = self.cleaned_data["detainee"]
        person = self.person(chosen)
        if person is None and chosen not in {"", NEW_PERSON}:
            raise ValidationError(PERSON_NOT_FOUND)
        return person

    def clean(self) -> dict[str, Any]:
        """One person: the record chosen and the A-number typed are not two people's."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen: Detainee | None = cleaned.get("detainee")
        if chosen and chosen.is_another_than(cleaned.get("a_number", "")):
            self.add_error("a_number", ANOTHER_PERSON)
        if not fits_together(cleaned.get("born"), cleaned.get("year_born")):
            self.add_error("year_born", TWO_YEARS)
        return cleaned

    def person(self, chosen: str) -> Detainee | None:
        """The person with this key whom the taker of the call may see; of a record merged meanwhile, the one kept."""
        try:
            key = UUID(chosen)
        except ValueError:
            return None
        return Detainee.objects.visible_to(self.by).kept_of(key)

    @property
    def chosen_person(self) -> Detainee | None:
        """The person chosen, where nobody else is offered beside."""
        one = self.candidates[0] if len(self.candidates) == 1 else None
        return one if one and str(one.pk) == self["detainee"].value() else None

    def told(self) -> ToldDetainee:
        """Whom it is about, in the caller's words."""
        told = self.cleaned_data
        return ToldDetainee(
            a_number=told["a_number"],
            given_names=told["given_names"],
            family_names=told["family_names"],
            date_of_birth=told["born"],
            country_of_birth=told["country"],
            year_of_birth=None if told["born"] else told["year_born"],
        )

    def description(self) -> Description:
        """What to search for, from whatever of it is well-formed. Validate first."""
        told = self.cleaned_data
        return Description(
            a_number=told.get("a_number", ""),
            names=f"{told.get('given_names', '')} {told.get('family_names', '')}",
            born=told.get("born"),
            country=told.get("country", ""),
            born_year=told.get("year_born"),
        )


@button("find_detainee")
def find_detainee(page: "IntakePage") -> None:
    """Offer the people on record who fit; one found by A-number is chosen already. A choice before is gone."""
    page.typed["detainee"] = ""
    page.bind()
    page.call.full_clean()
    malformed = {name: page.call.errors[name] for name in SOUGHT if name in page.call.errors}
    wanted = page.call.description()
    found = matching.find(wanted, by=page.by) if wanted and not malformed else []
    one = found[0] if len(found) == 1 and wanted.a_number and found[0].a_number == wanted.a_number else None
    page.typed["detainee"] = str(one.pk) if one else ""
    page.show_again(next(iter(malformed)) if malformed else "detainee")
    page.call.errors.update(malformed)
    page.call.candidates, page.searched = found, bool(wanted) and not malformed
    if not wanted and not malformed:
        page.call.complain("a_number", SEARCH_NEEDS)
        page.point("a_number")


@button("drop_detainee")
def drop_detainee(page: "IntakePage") -> None:
    """It is somebody else: nobody is chosen; what was told stays."""
    page.typed["detainee"] = ""
    page.show_again("a_number")
