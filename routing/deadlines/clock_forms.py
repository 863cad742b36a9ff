"""What the pages accept about the clock of a case: pausing it, letting it run, taking on a step of the ladder."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from helpline.refusals import Refused
from routing.deadlines import pauses
from routing.deadlines.escalations import PLAN_LIMIT
from routing.forms import MoveForm, choice, words
from routing.models import PauseReason

SAY_A_DAY = "Choose the day on which the clock runs again, such as 2026-12-03."


class PauseForm(MoveForm):
    """Why the clock stands still, and until when."""

    noun = "pause"
    reason = choice("What do you wait for?", PauseReason.choices, empty="Choose what the case waits for.")
    note = words(
        "What exactly, and from whom?", limit=pauses.NOTE_LIMIT, empty="Say what the case waits for.", lines=3
    )
    until = forms.DateField(
        label="The clock runs again on",
        help_text="It runs again by itself as this day begins. You can let it run sooner.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": SAY_A_DAY, "invalid": SAY_A_DAY},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        bounds = {"min": today + timedelta(days=1), "max": today + pauses.LONGEST}
        self.fields["until"].widget.attrs |= {name: day.isoformat() for name, day in bounds.items()}

    def clean_until(self) -> date:
        """A day soon, but not today."""
        until: date = self.cleaned_data["until"]
        try:
            pauses.must_be_soon(until)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return until


class ResumptionForm(MoveForm):
    """Letting the clock run again; nothing to write."""

    noun = "resumption"


class PlanForm(forms.Form):
    """What the person who takes a step of the ladder on will do."""

    plan = words(
        "What will you do, and by when?",
        limit=PLAN_LIMIT,
        empty="Say what you will do, and by when.",
        hint="Everybody who works on the case reads this.",
        lines=3,
    )

    def __init__(self, *args: Any, key: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"plan-{key}-%s"
