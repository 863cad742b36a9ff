"""What a supervisor says to a case or a call, and what whoever took it answers."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from cases import quality, reviews
from cases.forms.fields import PlainText
from cases.models import CaseReviewVerdict, Scorecard
from cases.quality import FULL, NOT, PARTLY

SCORES = [(str(FULL), "Yes"), (str(PARTLY), "Partly"), (str(NOT), "No"), ("none", "Did not come up")]


class VerdictForm(forms.Form):
    """What was found in the case of a trainee."""

    verdict = forms.ChoiceField(
        label="What did you find?",
        choices=CaseReviewVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found.", "invalid_choice": "Choose one of the two."},
    )
    note = PlainText(
        label="To the trainee",
        limit=reviews.NOTE_LIMIT,
        lines=4,
        required=False,
        help_text="Needed where there is something to talk over. The trainee reads it and can answer once.",
    )

    def clean(self) -> dict[str, Any]:
        """Something to talk over is written down."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == CaseReviewVerdict.TALK and not cleaned.get("note", "-"):
            self.add_error("note", "Write down what you want to talk over.")
        return cleaned


class ReplyForm(forms.Form):
    """One answer to a review. `about` names the review, so that a page can hold many of these."""

    answer = PlainText(
        label="Your answer",
        limit=quality.WORDS_LIMIT,
        lines=3,
        help_text="You can answer once. Supervisors read it.",
        error_messages={"required": "Write your answer first."},
    )

    def __init__(self, typed: MultiValueDict[str, str] | None = None, *, about: str) -> None:
        super().__init__(typed, auto_id=f"{about}-%s")
        self.about = about


class ScoreForm(forms.Form):
    """Every question of a card, and a sentence to whoever took the call."""

    comment = PlainText(
        label="To whoever took the call",
        limit=quality.WORDS_LIMIT,
        lines=4,
        help_text="What was good, what to try next time. Do not write down who called.",
        error_messages={"required": "Write at least one sentence to whoever took the call."},
    )

    def __init__(self, *args: Any, card: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        for question in card.questions:
            self.fields[f"q_{question['key']}"] = forms.ChoiceField(
                label=question["asks"],
                choices=SCORES,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choose yes, partly, no, or that it did not come up.",
                    "invalid_choice": "Choose yes, partly, no, or that it did not come up.",
                },
            )
        self.order_fields([f"q_{question['key']}" for question in card.questions])

    def questions(self) -> Iterator[BoundField]:
        """The fields of the card."""
        for question in self.card.questions:
            yield self[f"q_{question['key']}"]

    def scores(self) -> dict[str, int | None]:
        """What was scored, by the keys of the card. Validate first."""
        told = {
            question["key"]: self.cleaned_data[f"q_{question['key']}"] for question in self.card.questions
        }
        return {key: None if value == "none" else int(value) for key, value in told.items()}
