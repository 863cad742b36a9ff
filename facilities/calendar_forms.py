"""What the pages of an office's calendar accept. Shapes only: which calendar can be, the verbs say."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from facilities import workweek
from facilities.workweek import WEEKDAYS, Week

A_TIME = "Give a time of the day, such as 08:00."
BOTH = "Give both times, or leave both empty if the office is closed that day."
A_DAY = "Give a day, such as 2026-12-03."


def time_field(label: str) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": A_TIME},
    )


class WeekForm(forms.Form):
    """The hours of every weekday; a day left empty has none. `seen` is the version the person had before them."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, week: Week | None = None, seen: str = ""
    ) -> None:
        super().__init__(data, auto_id="week-%s", initial={"seen": seen})
        for day, name in enumerate(WEEKDAYS):
            opens, closes = (week or {}).get(day, (None, None))
            for part, label, at in (("opens", "from", opens), ("closes", "until", closes)):
                self.fields[f"{part}_{day}"] = time_field(f"{name} {label}")
                self.initial[f"{part}_{day}"] = at

    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Each weekday with its two fields."""
        for day, name in enumerate(WEEKDAYS):
            yield name, self[f"opens_{day}"], self[f"closes_{day}"]

    def clean(self) -> dict[str, Any]:
        """Both times or none, hours that can be, and a day on which the office works."""
        week: dict[int, tuple[time, time]] = {}
        for day in range(7):
            opens, closes = (self.cleaned_data.get(f"{part}_{day}") for part in ("opens", "closes"))
            if opens and closes:
                week[day] = (opens, closes)
            elif (opens or closes) and not {f"opens_{day}", f"closes_{day}"} & self.errors.keys():
                self.add_error(f"closes_{day}" if opens else f"opens_{day}", BOTH)
        for wrong, problem in workweek.problems_of(week).items():
            if wrong is not None:
                self.add_error(f"closes_{wrong}", problem)
            elif not self.errors:
                raise ValidationError(problem)
        self.cleaned_data["week"] = week
        return self.cleaned_data


class ClosingForm(forms.Form):
    """Days on which an office is closed."""

    starts_on = forms.DateField(
        label="First day",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": A_DAY, "invalid": A_DAY},
    )
    ends_on = forms.DateField(
        label="Last day",
        help_text="That day included. For one day, the same as the first.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": A_DAY, "invalid": A_DAY},
    )
    why = forms.CharField(
        label="Why",
        help_text="Everybody reads this, also on the pages of cases. Do not name people.",
        error_messages={"required": "Say why the office is closed."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="closing-%s")

    def clean_why(self) -> str:
        """A reason that can be kept."""
        why: str = self.cleaned_data["why"]
        if "\x00" in why or any("\ud800" <= sign <= "\udfff" for sign in why):
            raise ValidationError("This text holds a sign that cannot be kept. Type it again.")
        if len(why) > workweek.WHY_LIMIT:
            raise ValidationError(f"Shorten this to {workweek.WHY_LIMIT} characters. It has {len(why)}.")
        return why
