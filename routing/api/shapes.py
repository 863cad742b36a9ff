"""What is sent to list cases and to move one."""

from typing import Any

from rest_framework import serializers

from cases.api.fields import OneOf, Shape, Text
from cases.api.shapes import CODE_LIMIT
from cases.models import ActionKind, CaseState, Disposition, Topic
from facilities.models import Office
from routing.desk import NOTE_LIMIT, ReturnReason

CURSOR_LIMIT = 200
WORDS_LIMIT = 200


def office_with(code: str) -> Office:
    """The office with this code, in any case."""
    office = Office.objects.filter(code=code.upper()).first()
    if office is None:
        raise serializers.ValidationError("There is no office with this code. GET offices/ lists them.")
    return office


class WishShape(Shape):
    """How to narrow the list of cases."""

    office = Text(max_length=CODE_LIMIT, required=False, help_text="Code of the office that holds the case.")
    state = OneOf(CaseState.choices, required=False)
    topic = Text(max_length=CODE_LIMIT, required=False, help_text="Code of the topic.")
    q = Text(max_length=WORDS_LIMIT, required=False, help_text="Words of the summary.")
    cursor = Text(max_length=CURSOR_LIMIT, required=False, help_text="`next` of the page before.")

    def validate_office(self, code: str) -> Office:
        """An office on the map."""
        return office_with(code)

    def validate_topic(self, code: str) -> str:
        """A topic of the taxonomy."""
        if not Topic.objects.filter(code=code).exists():
            raise serializers.ValidationError("There is no such topic. GET topics/ lists them.")
        return code


class NothingShape(Shape):
    """No body is needed."""


class ActionShape(Shape):
    """One step taken on the case."""

    kind = OneOf(ActionKind.choices)
    note = Text(max_length=NOTE_LIMIT, help_text="What was done.")


class TransferShape(Shape):
    """Where the case goes instead, and why."""

    to = Text(max_length=CODE_LIMIT, help_text="Code of the other office.")
    why = Text(max_length=NOTE_LIMIT)

    def validate_to(self, code: str) -> Office:
        """An office on the map."""
        return office_with(code)


class ReturnShape(Shape):
    """Why the case goes back to headquarters."""

    reason = OneOf(ReturnReason.choices)
    why = Text(max_length=NOTE_LIMIT)


class ClosureShape(Shape):
    """How the case ended, and what was done."""

    disposition = OneOf(Disposition.choices)
    note = Text(max_length=NOTE_LIMIT)


class WhyShape(Shape):
    """Why."""

    why = Text(max_length=NOTE_LIMIT)


def read(shape: type[Shape], body: Any) -> dict[str, Any]:
    """The fields of a body; raises `serializers.ValidationError` with every field to mend."""
    told: dict[str, Any] = shape().run_validation(body)
    return told
