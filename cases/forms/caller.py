"""Who is on the line."""

from django import forms

from cases.forms.fields import PlainText, QuietForm
from cases.models import CallerKind
from cases.submission import ToldCaller

CALLER = frozenset({"caller_name", "caller_phone", "relationship", "safe_to_call_back"})


class CallerFields(QuietForm):
    """Who is calling. Only the kind is asked for."""

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

    @property
    def names_caller(self) -> bool:
        """Whether who is calling is written somewhere else than in "whom it is about"."""
        kind = self["caller_kind"].value()
        return kind not in {CallerKind.DETAINEE, CallerKind.ANONYMOUS} or not CALLER.isdisjoint(
            {*self.changed_data, *self.errors}
        )

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
