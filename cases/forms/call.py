"""The call itself: where it came from, who is on the line, whom it is about."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases import languages
from cases.countries import COUNTRIES
from cases.forms.fields import MemorableDate, PlainText
from cases.forms.place import PlaceForm
from cases.intake import ANOTHER_PERSON, NOTE_LIMIT, ToldCaller, ToldDetainee
from cases.matching import Description
from cases.models import CallEnding, CallerKind, Detainee, canonical_a_number
from facilities.models import Facility, Line
from helpline.accounts.models import User

CALLER = frozenset({"caller_name", "caller_phone", "relationship", "safe_to_call_back"})
LONGEST_CALL = timedelta(hours=24)
CLOCK_SLACK = timedelta(minutes=2)
NEW_PERSON = "new"
PERSON_NOT_FOUND = "That record was not found. Search again."
A_NUMBER_MALFORMED = (
    "Check the A-number: it has 7 to 9 digits, such as A000-000-123. Leave it empty if not known."
)


class StartedAt(forms.CharField):
    """When the page was opened, as the server wrote it; a moment of the last day."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime:
        """The aware moment, or a sentence."""
        try:
            moment = parse_datetime(str(value or ""))
        except ValueError:
            moment = None
        if moment is None or timezone.is_naive(moment):
            raise ValidationError("The time this call started was lost. It is now; send the page again.")
        if moment > timezone.now() + CLOCK_SLACK:
            raise ValidationError("This call starts in the future. The start is now; send the page again.")
        if moment < timezone.now() - LONGEST_CALL:
            raise ValidationError(
                "This page was opened more than a day ago. The start is now; send the page again."
            )
        return moment


class CallForm(PlaceForm):
    """Everything told about the call except its concerns and answers. Only the kind of caller is asked for."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "This page had lost its number and has a new one. Send it again.",
            "invalid": "This page had lost its number and has a new one. Send it again.",
        },
    )
    started_at = StartedAt()
    caller_kind = forms.ChoiceField(
        label="Who is calling?",
        choices=CallerKind.choices,
        initial=CallerKind.DETAINEE,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who is calling.",
            "invalid_choice": "Choose who is calling from the list.",
        },
    )
    caller_name = PlainText(label="Caller's name", limit=120, required=False)
    caller_phone = PlainText(label="Number to call back", limit=40, required=False)
    relationship = PlainText(label="Relationship to the detained person", limit=60, required=False)
    safe_to_call_back = forms.TypedChoiceField(
        label="Is it safe to call back?",
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not asked")],
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        initial="",
        error_messages={"invalid_choice": "Choose yes, no or not asked."},
    )
    language = forms.ChoiceField(
        label="Language spoken",
        choices=languages.choices,
        initial=languages.DEFAULT,
        error_messages={
            "required": "Choose the language spoken.",
            "invalid_choice": "Choose a language from the list; “Another language” is at its end.",
        },
    )
    interpreter = forms.BooleanField(label="An interpreter is on the line", required=False)
    a_number = PlainText(
        label="A-number", limit=40, required=False, help_text="7 to 9 digits, in any spelling."
    )
    given_names = PlainText(label="First names", limit=120, required=False)
    family_names = PlainText(label="Last names", limit=120, required=False)
    born = MemorableDate(label="Date of birth", earliest_year=1900, example="March 4, 1985")
    country = PlainText(
        label="Country of birth",
        limit=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "countries"}),
    )
    detainee = forms.CharField(required=False)
    note = PlainText(label="Note on the call", limit=NOTE_LIMIT, lines=2, required=False)
    ending = forms.ChoiceField(
        required=False,
        choices=CallEnding.choices,
        error_messages={"invalid_choice": "Choose how the call ended from the list."},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.countries = COUNTRIES
        self.candidates: list[Detainee] = []
        self.fields["place"].label = "Line or facility"

    @staticmethod
    def fresh() -> dict[str, str]:
        """What only the server writes into an empty page: the submission's key and the start."""
        return {"submission_key": str(uuid4()), "started_at": timezone.now().isoformat()}

    @property
    def names_caller(self) -> bool:
        """Whether who is calling is written somewhere else than in "whom it is about"."""
        kind = self["caller_kind"].value()
        return kind not in {CallerKind.DETAINEE, CallerKind.ANONYMOUS} or not CALLER.isdisjoint(
            {*self.changed_data, *self.errors}
        )

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
        cleaned = super().clean()
        chosen: Detainee | None = cleaned.get("detainee")
        if chosen and chosen.is_another_than(cleaned.get("a_number", "")):
            self.add_error("a_number", ANOTHER_PERSON)
        return cleaned

    def person(self, chosen: str) -> Detainee | None:
        """The person with this key whom the taker of the call may see."""
        try:
            key = UUID(chosen)
        except ValueError:
            return None
        return Detainee.objects.visible_to(self.by).filter(pk=key).first()

    def caller(self) -> ToldCaller:
        """Who is calling; an anonymous caller leaves nothing behind."""
        told = self.cleaned_data
        if told["caller_kind"] == CallerKind.ANONYMOUS:
            return ToldCaller(CallerKind.ANONYMOUS)
        return ToldCaller(
            kind=CallerKind(told["caller_kind"]),
            name=told["caller_name"],
            phone=told["caller_phone"],
            relationship=told["relationship"],
            safe_to_call_back=told["safe_to_call_back"],
        )

    def told(self) -> ToldDetainee:
        """Whom it is about, in the caller's words."""
        told = self.cleaned_data
        return ToldDetainee(
            a_number=told["a_number"],
            given_names=told["given_names"],
            family_names=told["family_names"],
            date_of_birth=told["born"],
            country_of_birth=told["country"],
        )

    def description(self) -> Description:
        """What to search for, from whatever of it is well-formed. Validate first."""
        told = self.cleaned_data
        return Description(
            a_number=told.get("a_number", ""),
            names=f"{told.get('given_names', '')} {told.get('family_names', '')}",
            born=told.get("born"),
            country=told.get("country", ""),
        )

    def origin(self) -> tuple[Line | None, Facility | None]:
        """The line and the facility the call came from, as far as they are known."""
        place = self.cleaned_data["found_place"]
        return (place, place.facility) if isinstance(place, Line) else (None, place)
