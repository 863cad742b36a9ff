"""What people say when rules come into force, stay out of it, or go back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.forms.fields import MemorableDate, PlainText
from routing.forms import words
from routing.rules.drafts import NAME_LIMIT, WHY_LIMIT

AT_ONCE, LATER = "now", "later"
EXAMPLE_TIME = "such as 06:00 or 17:30"


class BeginForm(forms.Form):
    """A new draft."""

    name = PlainText(
        label="What will it change?",
        limit=NAME_LIMIT,
        help_text="A short name for the draft, such as “Hunger strikes to the medical desk first”.",
        error_messages={"required": "Give the draft a short name that says what it will change."},
    )


class WhyForm(forms.Form):
    """A reason, and the `rev` or version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SubmissionForm(WhyForm):
    """What a draft changes, for the second person."""

    why = words(
        "What changes, and for whom?",
        limit=WHY_LIMIT,
        empty="Say what these rules change, and for whom.",
        hint="The second person reads this first. It stays with the version for ever.",
    )


class SendBackForm(WhyForm):
    """What its writers should mend."""

    why = words("What should be changed first?", limit=WHY_LIMIT, empty="Say what should be changed first.")


class CallOffForm(WhyForm):
    """Why a version does not come into force."""

    why = words(
        "Why is it called off?", limit=WHY_LIMIT, empty="Say why this version does not come into force."
    )


class RollbackForm(WhyForm):
    """Why an earlier version comes back."""

    why = words(
        "Why do the earlier rules come back?",
        limit=WHY_LIMIT,
        empty="Say why the earlier rules come back.",
        hint="Everybody who asks later why cases went where they went reads this.",
    )


class PublicationForm(WhyForm):
    """When a draft comes into force, and the newest version its publisher saw."""

    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    when = forms.ChoiceField(
        label="When do these rules take effect?",
        choices=[(AT_ONCE, "Now, as soon as you publish"), (LATER, "Later, at the day and time below")],
        widget=forms.RadioSelect,
        initial=AT_ONCE,
        error_messages={"required": "Choose now or later."},
    )
    day = MemorableDate(earliest_year=2020, example="11 / 30 / 2026", label="Day, if it is later")
    time = PlainText(label="Time, if it is later", limit=8, required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].help_text = f"By the clock of {zone}, from 00:00 to 23:59, {EXAMPLE_TIME}."

    def clean(self) -> dict[str, Any]:
        """`effective_at`: None for now, else the instant named; each part complains beside itself."""
        said = super().clean() or self.cleaned_data
        said["effective_at"] = None
        if said.get("when") != LATER:
            for name in ("day", "time"):
                self.errors.pop(name, None)
            return said
        if "day" in said and not said["day"]:
            self.add_error("day", "Choose the day on which the rules take effect.")
        hour = self._hour(said.get("time", ""))
        if said.get("day") and hour:
            said["effective_at"] = self._instant(said["day"], hour)
        return said

    def _hour(self, text: str) -> datetime | None:
        try:
            return datetime.strptime(text.strip(), "%H:%M")
        except ValueError:
            self.add_error("time", ValidationError(f"Write the time with hours and minutes, {EXAMPLE_TIME}."))
            return None

    def _instant(self, day: Any, hour: datetime) -> datetime:
        zone = timezone.get_current_timezone()
        assert isinstance(zone, ZoneInfo)  # noqa: S101  (the middleware sets it)
        return datetime.combine(day, hour.time(), tzinfo=zone)
