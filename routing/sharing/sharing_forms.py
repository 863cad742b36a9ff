"""What the pages accept about who else may know of a case: copies, who is accused, who needs to know."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.forms.fields import PlainText
from facilities.models import Office
from helpline.accounts.models import User
from routing.forms import WHY_LIMIT, MoveForm, choice, words
from routing.models import Purpose, Shows
from routing.sharing.copies import SAY_WHAT

NAME_ONE = "Choose the office that is accused, or write the user name of the person. Not both."
NO_SUCH_PERSON = "Nobody here has this user name. Check the spelling."
USERNAME_LIMIT = 150


def office_choices(offices: Sequence[Office], ask: str) -> list[Any]:
    """A list to choose an office from, headquarters units and field offices apart."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for office in offices:
        kinds.setdefault(f"{office.get_kind_display()}s", []).append(
            (office.code, f"{office.name} ({office.code})")
        )
    return [("", ask), *kinds.items()]


class CopyForm(MoveForm):
    """A copy for another office."""

    noun = "copies"
    office = choice("Which office gets a copy?", [], empty="Choose an office from the list.")
    purpose = choice("What for?", Purpose.choices, empty="Choose what the copy is for.")
    shows = choice("How much does it show?", Shows.choices, empty="Choose how much the copy shows.")
    why = words(
        "Why do they get it?",
        limit=WHY_LIMIT,
        empty="Say why the office gets a copy.",
        hint="The other office reads this. Name nobody whom the copy does not show.",
        lines=3,
    )

    def __init__(self, *args: Any, offices: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.code: office for office in offices}
        self.fields["office"].choices = office_choices(offices, "– Choose –")  # type: ignore[attr-defined]

    def clean_office(self) -> Office:
        """The office of the chosen code."""
        return self.offices[self.cleaned_data["office"]]


class AccusedForm(MoveForm):
    """Who is accused: an office or a person."""

    noun = "exclusions"
    office = forms.ChoiceField(
        label="Office", required=False, error_messages={"invalid_choice": "Choose an office from the list."}
    )
    person = PlainText(
        limit=USERNAME_LIMIT, required=False, label="Or one person", help_text="Their user name here."
    )
    why = words(
        "What is the conflict of interest?",
        limit=WHY_LIMIT,
        empty="Say what the conflict of interest is.",
        lines=3,
    )

    def __init__(self, *args: Any, offices: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {office.code: office for office in offices}
        self.fields["office"].choices = office_choices(offices, "– No office –")  # type: ignore[attr-defined]

    def clean_person(self) -> User | None:
        """The person with this user name; None for nobody."""
        username = self.cleaned_data["person"].strip()
        found = User.objects.filter(username__iexact=username).first() if username else None
        if username and found is None:
            raise ValidationError(NO_SUCH_PERSON)
        return found

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = self.cleaned_data
        said["office"] = self.offices.get(said.get("office", ""))
        if not self.errors and (said["office"] is None) == (said.get("person") is None):
            self.add_error("office", NAME_ONE)
        return said


class ReaderForm(MoveForm):
    """Somebody of the office who needs to know."""

    noun = "readers"
    person = choice("Who needs to know?", [], empty="Choose somebody from the list.")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.username: person for person in people}
        names = [(key, person.called) for key, person in self.people.items()]
        self.fields["person"].choices = [("", "– Choose –"), *names]  # type: ignore[attr-defined]

    def clean_person(self) -> User:
        """The person chosen."""
        return self.people[self.cleaned_data["person"]]


class NoteForm(forms.Form):
    """What an office did about a copy that asks it to act."""

    what = words(
        "What did your office do?", limit=WHY_LIMIT, empty=SAY_WHAT, hint="Whoever holds the case reads this."
    )


class LiftForm(forms.Form):
    """Why somebody was shut out by mistake."""

    why = words("Why is there no conflict of interest?", limit=WHY_LIMIT, empty="Say why.", lines=3)
