"""Who is on the line."""

from typing import TYPE_CHECKING

from django import forms

from cases.forms.buttons import button
from cases.forms.fields import PlainText, QuietForm
from cases.models import CallerKind
from cases.submission import ToldCaller

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

CALLER = frozenset({"caller_name", "caller_phone", "relationship", "safe_to_call_back", "may_announce"})
YES_NO = [("yes", "Yes"), ("no", "No"), ("", "Not asked")]


def _asked(label: str) -> forms.TypedChoiceField:
    """A question with yes, no, or not asked."""
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        required=False,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        initial="",
        error_messages={"invalid_choice": "Choose yes, no or not asked."},
    )


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
    safe_to_call_back = _asked("Is it safe to call back?")
    may_announce = _asked("May we say who we are there?")
    kind_before = PlainText(limit=12, required=False, widget=forms.HiddenInput)

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
            may_announce=told["may_announce"],
        )


@button("anonymous")
def anonymous(page: "IntakePage") -> None:
    """Make the caller anonymous, or take that back. What was written about them is hidden, not lost, until it is sent."""
    typed, kind = page.typed, page.typed.get("caller_kind", "")
    if kind == CallerKind.ANONYMOUS:
        before = typed.get("kind_before", "")
        typed["caller_kind"] = before if before in CallerKind.values else CallerKind.DETAINEE
        typed["kind_before"] = ""
    else:
        typed["caller_kind"], typed["kind_before"] = CallerKind.ANONYMOUS, kind
    page.show_again()
