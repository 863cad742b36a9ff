"""Searching the library of answers, and reading one again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.forms.fields import MemorableDate, PlainText
from cases.models import LineAnswer

USUAL_REVIEW = timedelta(days=182)


class FindAnswerForm(forms.Form):
    """Words of an answer."""

    words = PlainText(label="Find an answer", limit=200, required=False)


class ReviewForm(forms.Form):
    """The texts of an answer and until when they hold. `seen` is the review the page showed."""

    seen = PlainText(limit=40, required=False, widget=forms.HiddenInput)
    title = PlainText(label="Title", limit=120, error_messages={"required": "An answer has a title."})
    says = PlainText(
        label="What to say", limit=2_000, lines=6, error_messages={"required": "An answer says something."}
    )
    says_es = PlainText(label="What to say in Spanish", limit=2_000, lines=6, required=False)
    words = PlainText(label="Words to find it by, English and Spanish", limit=1_000, lines=2, required=False)
    until = MemorableDate(
        label="Read it again by",
        earliest_year=2020,
        example="April 9, 2027",
        error_messages={"required": "Say by when it is to be read again."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True

    @classmethod
    def of(cls, answer: LineAnswer) -> "ReviewForm":
        """The form with what the answer says now, to be read again in half a year."""
        return cls(
            initial={
                "seen": answer.reviewed_at.isoformat() if answer.reviewed_at else "",
                "until": timezone.localdate() + USUAL_REVIEW,
                **{name: getattr(answer, name) for name in ("title", "says", "says_es", "words")},
            }
        )

    def clean_seen(self) -> Any:
        """When it had been reviewed last, or None."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def texts(self) -> dict[str, str]:
        """What it is to say."""
        return {name: self.cleaned_data[name] for name in ("title", "says", "says_es", "words")}
