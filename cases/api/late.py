"""A call written down later, in a body: who really took it, and its reference on paper."""

from typing import Any, cast

from rest_framework import serializers

from cases import access, paper
from cases.api.fields import Shape, Text
from cases.api.known import Known
from cases.references import canonical_call_reference
from helpline.accounts.models import User


class LateShape(Shape):
    """Both are optional; the real time goes into `started_at`, the way it came into `channel`."""

    taken_by = Text(
        max_length=150,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="User name of who took the call, where that is not who sends it.",
    )
    paper_reference = Text(
        max_length=40,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="A reference handed out on paper; it becomes the reference of the call.",
    )

    def validate_taken_by(self, username: str | None) -> User | None:
        """Somebody who takes calls; None for the sender."""
        if not username or username == cast(Known, self.context["known"]).by.username:
            return None
        taker = access.call_takers().filter(username=username).first()
        if taker is None:
            raise serializers.ValidationError("Nobody with this user name takes calls.")
        return taker

    def validate_paper_reference(self, text: str | None) -> str:
        """Handed out, and neither struck out nor used by another call."""
        if not text:
            return ""
        if problem := paper.why_not(text, self.context.get("key")):
            raise serializers.ValidationError(problem)
        return canonical_call_reference(text) or ""


def later(told: dict[str, Any]) -> dict[str, Any]:
    """What of it a submission takes."""
    return {"taken_by": told.get("taken_by"), "paper_reference": told.get("paper_reference") or ""}
