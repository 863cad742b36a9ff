"""What is written down of a try to call back, and the hours in which we call."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cases.callback_hours import MOST_PLACES, NOT_HALF_HOURS, USUAL, WEEKDAYS, Opening, opened
from cases.forms.callback import SlotField
from cases.forms.fields import PlainText
from cases.models import AttemptOutcome

NOTE_LIMIT = 1_000


class AttemptForm(forms.Form):
    """One try. `seen` is how many there were when the page was opened."""

    seen = forms.IntegerField(min_value=0, max_value=99, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="How did it go?",
        choices=AttemptOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how the try went.",
            "invalid_choice": "Choose how the try went from the list.",
        },
    )
    note = PlainText(label="Note", limit=NOTE_LIMIT, lines=2, required=False)
    again_at = SlotField(label="If not reached: try again", required=False)


class EndingForm(forms.Form):
    """Ending a call-back that is no longer wanted."""

    seen = forms.IntegerField(min_value=0, max_value=99, widget=forms.HiddenInput)


class ClockTime(forms.TimeField):
    """A time of day on a half hour, such as 8:00."""

    default_error_messages = {"invalid": "Write a time such as 8:00 or 17:30."}
    widget = forms.TimeInput(format="%H:%M", attrs={"size": 6})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M"], required=False, **kwargs)

    def clean(self, value: Any) -> time | None:
        """A time on the half hour, or nothing."""
        at: time | None = super().clean(value)
        if at is not None and at.minute % 30:
            raise ValidationError(NOT_HALF_HOURS)
        return at


class HoursForm(forms.Form):
    """The hours of a week: three fields for every weekday; a day with 0 places, or left empty, has no call-backs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = opened()
        for day, name in enumerate(WEEKDAYS):
            there = now.get(day)
            for field, label in (("opens", "from"), ("closes", "until")):
                first = getattr(there, field) if there else None
                self.fields[f"{field}_{day}"] = ClockTime(label=f"{name} {label}", initial=first)
            self.fields[f"places_{day}"] = forms.IntegerField(
                label=f"{name} places",
                min_value=0,
                max_value=MOST_PLACES,
                required=False,
                initial=there.places if there else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
                error_messages={"invalid": "Write a whole number, such as 4."},
            )

    def rows(self) -> list[tuple[str, list[Any]]]:
        """The weekdays with their fields."""
        return [
            (name, [self[f"{field}_{day}"] for field in ("opens", "closes", "places")])
            for day, name in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, Any]:
        """A day has all three or none, and ends after it begins."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for day, name in enumerate(WEEKDAYS):
            opens, closes = told.get(f"opens_{day}"), told.get(f"closes_{day}")
            if not told.get(f"places_{day}"):
                continue
            if opens is None and f"opens_{day}" in told:
                self.add_error(f"opens_{day}", f"Write when {name} begins, such as {USUAL['opens']:%H:%M}.")
            elif closes is None and f"closes_{day}" in told:
                self.add_error(f"closes_{day}", f"Write when {name} ends, such as {USUAL['closes']:%H:%M}.")
            elif opens and closes and opens >= closes:
                self.add_error(f"closes_{day}", NOT_HALF_HOURS)
        return told

    def openings(self) -> list[Opening]:
        """What the verb takes. Only after `is_valid`."""
        told = self.cleaned_data
        return [
            Opening(day, told[f"opens_{day}"], told[f"closes_{day}"], told[f"places_{day}"])
            for day in range(len(WEEKDAYS))
            if told[f"places_{day}"]
        ]
