"""What the pages of the map accept. Shapes only: which move is legal, the roll-out says."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError

from facilities.models import Office, Phase, RolloutState

WHY_LIMIT = 2_000
WHY_HINT = "Everybody who may see this facility can read it. Do not name people."


class FilterForm(forms.Form):
    """Which facilities to list. What makes no sense filters nothing."""

    q = forms.CharField(
        label="Name, city or code",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "maxlength": 100}),
    )
    office = forms.ChoiceField(label="Office", required=False)
    phase = forms.ChoiceField(label="Phase", required=False)
    state = forms.ChoiceField(
        label="Roll-out", required=False, choices=[("", "Every state"), *RolloutState.choices]
    )
    use = forms.ChoiceField(
        label="Use",
        required=False,
        choices=[("", "In use or not"), ("now", "In use today"), ("before", "No longer in use")],
    )

    def __init__(
        self, data: Mapping[str, Any], *, offices: Iterable[Office], phases: Iterable[Phase]
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        names = [(office.code, f"{office.name} ({office.code})") for office in offices]
        cast(forms.ChoiceField, self.fields["office"]).choices = [("", "Every office"), *names]
        numbers = [(str(phase.number), phase.name) for phase in phases]
        cast(forms.ChoiceField, self.fields["phase"]).choices = [("", "Every phase"), *numbers]

    def chosen(self) -> dict[str, str]:
        """The filters that make sense and are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class WhyField(forms.CharField):
    """A reason in a person's words: always asked for, never cut."""

    def __init__(self) -> None:
        super().__init__(
            label="Why",
            help_text=WHY_HINT,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": "Say why, so that others can follow the decision."},
        )

    def run_validators(self, value: str) -> None:
        """Refuse what cannot be kept, with a sentence that says what to do."""
        if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValidationError("This text holds a sign that cannot be kept. Type it again.")
        if len(value) > WHY_LIMIT:
            raise ValidationError(f"Shorten this to {WHY_LIMIT:,} characters. It has {len(value):,}.")


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, *, label: str, help_text: str) -> None:
        asked = "Give a day, such as 2026-12-03."
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"required": asked, "invalid": asked},
        )


class MoveForm(forms.Form):
    """One step of a facility in the roll-out. `seen` is the state the person had before them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    why = WhyField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, noun: str, seen: str = "") -> None:
        super().__init__(data, auto_id=f"{noun}-%s", initial={"seen": seen})
        self.noun = noun


class ScheduleForm(forms.Form):
    """Planning a facility for a phase."""

    phase = forms.ModelChoiceField(
        Phase.objects.all(),
        to_field_name="number",
        empty_label="– Choose –",
        error_messages={
            "required": "Choose a phase.",
            "invalid_choice": "There is no such phase. Choose one of the list.",
        },
    )
    why = WhyField()

    noun = "schedule"

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="schedule-%s")


class SeenForm(forms.Form):
    """Something that changes who answers for a facility. `seen` is the office the person had before them."""

    noun: ClassVar[str]
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"{self.noun}-%s", initial=initial)


class AssignmentForm(SeenForm):
    """Another office for a facility, from a day on."""

    noun = "assignments"
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label="To which office?",
        to_field_name="code",
        empty_label="– Choose –",
        error_messages={
            "required": "Choose an office.",
            "invalid_choice": "This office cannot answer for a facility. Choose one of the list.",
        },
    )
    from_day = DayField(label="From which day on?", help_text="That day included; today or later.")
    why = WhyField()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        offices = Office.objects.field().filter(closed_on__isnull=True).order_by("name")
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = offices


class AssignmentEndForm(SeenForm):
    """The last day on which the office answers."""

    noun = "assignment_end"
    last_day = DayField(label="Until which day?", help_text="That day included; today or later.")
    why = WhyField()


class PlannedMoveForm(SeenForm):
    """Calling off what was planned."""

    noun = "planned_move"
    why = WhyField()
