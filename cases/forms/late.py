"""A call written down later: how it came, when it really was, who really took it, its reference on paper."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import access, paper
from cases.forms.fields import MemorableDate, PlainText, QuietForm
from cases.forms.people import PersonChoice
from cases.models import Channel
from cases.references import canonical_call_reference
from helpline.accounts.models import User

EARLIEST_YEAR = 2000
LATE = "1"
CHANNELS = [
    (Channel.VOICEMAIL, "Voicemail"),
    (Channel.PAPER, "Paper form"),
    (Channel.WEB, "Web form"),
    (Channel.PHONE, "Phone, taken during an outage"),
]
ZONES = [
    ("America/New_York", "Eastern time"),
    ("America/Chicago", "Central time"),
    ("America/Denver", "Mountain time"),
    ("America/Phoenix", "Arizona time"),
    ("America/Los_Angeles", "Pacific time"),
    ("America/Anchorage", "Alaska time"),
    ("Pacific/Honolulu", "Hawaii time"),
    ("America/Puerto_Rico", "Puerto Rico time"),
    ("Pacific/Guam", "Guam time"),
]
WHEN = "Write the time as hours and minutes of the 24-hour clock, such as 14:05."
Later = dict[str, Any]


class LateFields(QuietForm):
    """Asked only on a page that says `late`; a page about the call on the line has none of it."""

    by: User
    late = forms.CharField(required=False, widget=forms.HiddenInput)
    late_channel = forms.ChoiceField(
        label="How it reached us",
        choices=CHANNELS,
        required=False,
        error_messages={"invalid_choice": "Choose how the call reached us from the list."},
    )
    late_on = MemorableDate(label="Day of the call", earliest_year=EARLIEST_YEAR, example="March 4, 2026")
    late_at = PlainText(label="Time of the call", limit=20, required=False, help_text="24-hour clock: 14:05")
    late_zone = forms.ChoiceField(
        label="By which clock",
        choices=ZONES,
        required=False,
        error_messages={"invalid_choice": "Choose the time zone from the list."},
    )
    late_taken_by = PersonChoice(
        label="Who took it",
        to_field_name="username",
        queryset=User.objects.none(),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": "Choose who took the call from the list."},
    )
    paper_reference = PlainText(
        label="Reference on the paper form",
        limit=40,
        required=False,
        help_text="Such as C-260304-7KQ2. Empty if it has none.",
    )

    @property
    def is_late(self) -> bool:
        """Whether this page is about a call that is over."""
        return bool(self["late"].value() == LATE)

    def name_takers(self) -> None:
        """Offer the call takers, oneself first chosen; only a late page asks for them."""
        if self.is_late:
            field = self.fields["late_taken_by"]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
            field.queryset = access.call_takers()
            field.initial = self.by.username

    def clean_late_at(self) -> time | None:
        """A time of day, or None for nothing written."""
        text = self.cleaned_data["late_at"].strip()
        if not text:
            return None
        try:
            return time.fromisoformat(text if len(text) == 5 else f"0{text}" if len(text) == 4 else "")
        except ValueError:
            raise ValidationError(WHEN) from None

    def clean_paper_reference(self) -> str:
        """One that was handed out, and neither used nor struck out; or empty."""
        text: str = self.cleaned_data["paper_reference"].strip()
        if not text or not self.is_late:
            return ""
        if problem := paper.why_not(text, _key(self["submission_key"].value())):
            raise ValidationError(problem)
        return canonical_call_reference(text) or ""

    def clean(self) -> dict[str, Any]:
        """On a late page day and time are asked for, and lie between 2000 and now."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_late:
            return cleaned
        day, at = cleaned.get("late_on"), cleaned.get("late_at")
        if day is None and "late_on" not in self.errors:
            self.add_error("late_on", "Fill in the day of the call.")
        if at is None and "late_at" not in self.errors:
            self.add_error("late_at", WHEN)
        if day and at and "late_zone" in cleaned:
            self._check(day, at, cleaned)
        return cleaned

    def _check(self, day: date, at: time, cleaned: dict[str, Any]) -> None:
        zone = ZoneInfo(cleaned["late_zone"] or ZONES[0][0])
        moment = datetime.combine(day, at, tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
            self.add_error("late_at", "There was no such time that night: clocks went forward. Check it.")
        elif moment > timezone.now():
            field = "late_on" if day > timezone.localdate(timezone=zone) else "late_at"
            self.add_error(field, "This is in the future. Check the day, the time and the time zone.")
        cleaned["late_moment"] = moment.astimezone(UTC)

    def later(self) -> Later:
        """What of it the submission takes; nothing for a call on the line."""
        told = self.cleaned_data
        if not self.is_late:
            return {"started_at": told["started_at"]}
        taker = told["late_taken_by"]
        return {
            "started_at": told["late_moment"],
            "channel": told["late_channel"] or Channel.VOICEMAIL,
            "taken_by": taker if taker and taker.pk != self.by.pk else None,
            "paper_reference": told["paper_reference"],
        }


def _key(text: Any) -> UUID | None:
    try:
        return UUID(str(text or ""))
    except ValueError:
        return None
