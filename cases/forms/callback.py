"""A call-back agreed on, and the code of the receipt: what is settled before the call ends."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.callbacks import NO_NUMBER, NOT_SAFE, NUMBER_LIMIT, WISH_LIMIT, has_number
from cases.forms.buttons import button
from cases.forms.fields import PlainText, QuietForm
from cases.models import CallerKind
from cases.submission import CallbackWish

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

WANTED = "callback"
FIELDS = ("callback_at", "callback_number", "callback_announce", "callback_wish")
NO_TIME = "Choose when to call back. If no call-back is wanted any more, press “No call-back”."


class SlotField(forms.CharField):
    """The half hour chosen, as its first moment in UTC. Whether it has room is asked when the call is sent."""

    widget = forms.Select

    def clean(self, value: Any) -> datetime | None:
        """The moment, or nothing."""
        text = str(value or "").strip()
        try:
            moment = parse_datetime(text[:40]) if text else None
        except ValueError:
            moment = None
        if text and (moment is None or timezone.is_naive(moment)):
            raise ValidationError("Choose the time to call back from the list.")
        return moment


class CallbackFields(QuietForm):
    """When and where to call back, and what may be said there. Asked for only once a call-back is wanted."""

    callback = PlainText(limit=1, required=False, widget=forms.HiddenInput)
    callback_at = SlotField(label="When", required=False)
    callback_number = PlainText(label="Number for the call-back", limit=NUMBER_LIMIT, required=False)
    callback_announce = forms.TypedChoiceField(
        label="May we say who we are to whoever answers?",
        choices=[("yes", "Yes"), ("", "No, ask for the person only")],
        required=False,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        initial="",
        error_messages={"invalid_choice": "Choose yes or no."},
    )
    callback_wish = PlainText(label="What to know before calling", limit=WISH_LIMIT, required=False)
    receipt_code = forms.BooleanField(
        label="Give the caller a code to ask what became of the report",
        help_text="You read it out after you submit.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A call-back has a time and a number, and is safe."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not told.get(WANTED):
            for name in FIELDS:
                self.errors.pop(name, None)
            return told
        if told.get("safe_to_call_back") is False:
            self.add_error("callback_at", NOT_SAFE)
        elif "callback_at" in told and told["callback_at"] is None:
            self.add_error("callback_at", NO_TIME)
        if "callback_number" in told and not has_number(self._number(told)):
            self.add_error("callback_number", NO_NUMBER)
        return told

    @staticmethod
    def _number(told: dict[str, Any]) -> str:
        """The number written for the call-back, else the caller's; an anonymous caller gives one for this or none."""
        anonymous = told.get("caller_kind") == CallerKind.ANONYMOUS
        return told.get("callback_number") or ("" if anonymous else told.get("caller_phone")) or ""

    def callback_wish_told(self) -> CallbackWish | None:
        """What the verb takes, or None where no call-back is wanted."""
        told = self.cleaned_data
        if not told[WANTED]:
            return None
        return CallbackWish(
            slot_at=told["callback_at"].astimezone(UTC),
            number=self._number(told),
            announce=bool(told["callback_announce"]),
            wish=told["callback_wish"],
        )

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller stays anonymous, as far as the page knows."""
        return str(self["caller_kind"].value()) == CallerKind.ANONYMOUS


@button("add_callback")
def add_callback(page: "IntakePage") -> None:
    """A call-back is wanted: begin with the caller's number and with what may be said there."""
    page.typed[WANTED] = "1"
    if page.typed.get("caller_kind") != CallerKind.ANONYMOUS and not page.typed.get("callback_number"):
        page.typed["callback_number"] = page.typed.get("caller_phone") or ""
    if page.typed.get("may_announce") == "yes":
        page.typed["callback_announce"] = "yes"
    page.show_again("callback_at")


@button("remove_callback")
def remove_callback(page: "IntakePage") -> None:
    """No call-back after all."""
    for name in (WANTED, *FIELDS):
        page.typed.pop(name, None)
    page.show_again("add_callback")
