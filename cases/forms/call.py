"""The call itself: where it came from, who is on the line, whom it is about."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.forms.callback import CallbackFields
from cases.forms.caller import CallerFields
from cases.forms.checking import CheckingFields
from cases.forms.fields import PlainText
from cases.forms.late import LateFields
from cases.forms.person import PersonFields
from cases.forms.place import PlaceForm
from cases.forms.speech import SpeechFields
from cases.intake import NOTE_LIMIT
from cases.models import CallEnding
from facilities.models import Facility, Line
from helpline.accounts.models import User

LONGEST_CALL = timedelta(hours=24)
CLOCK_SLACK = timedelta(minutes=2)
ORDER = [
    "late",
    "late_channel",
    "late_on",
    "late_at",
    "late_zone",
    "late_taken_by",
    "paper_reference",
    "place",
    "submission_key",
    "started_at",
    "caller_kind",
    "caller_name",
    "relationship",
    "caller_phone",
    "safe_to_call_back",
    "may_announce",
    "policy",
    "authority",
    "checks",
    "language",
    "language_told",
    "interpreter",
    "interpreter_number",
    "interpreter_asked",
    "interpreter_joined",
    "a_number",
    "given_names",
    "family_names",
    "born",
    "year_born",
    "country",
    "detainee",
    "callback",
    "callback_at",
    "callback_number",
    "callback_announce",
    "callback_wish",
    "receipt_code",
    "note",
    "ending",
]  # as on the page, so that the summary of problems reads in that order


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


class CallForm(
    CallbackFields, SpeechFields, LateFields, PlaceForm, CallerFields, CheckingFields, PersonFields
):
    """Everything told about the call except its concerns and answers. Only the kind of caller is asked for.

    Each part of the page brings its own fields (`CallerFields` and so on) with their cleaning and what comes of them.
    """

    field_order = ORDER

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "This page had lost its number and has a new one. Send it again.",
            "invalid": "This page had lost its number and has a new one. Send it again.",
        },
    )
    started_at = StartedAt()
    note = PlainText(label="Note on the call", limit=NOTE_LIMIT, lines=2, required=False)
    ending = forms.ChoiceField(
        required=False,
        choices=CallEnding.choices,
        error_messages={"invalid_choice": "Choose how the call ended from the list."},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.candidates = []
        self.fields["place"].label = "Line or facility"
        self.name_takers()
        self.offer_proofs()
        self.show_chosen_language()

    @staticmethod
    def fresh() -> dict[str, str]:
        """What only the server writes into an empty page: the submission's key and the start."""
        return {"submission_key": str(uuid4()), "started_at": timezone.now().isoformat()}

    def origin(self) -> tuple[Line | None, Facility | None]:
        """The line and the facility the call came from, as far as they are known."""
        place = self.cleaned_data["found_place"]
        return (place, place.facility) if isinstance(place, Line) else (None, place)
