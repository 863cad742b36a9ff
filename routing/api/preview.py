"""Where the concerns of a call would go, before it is sent."""

from typing import Any, cast
from uuid import uuid4

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import emergencies
from cases.access import TAKERS
from cases.api import examples as record
from cases.api.shapes import CallShape
from cases.api.submission import read_submission
from cases.models import Call, Urgency
from helpline.accounts.models import User
from helpline.problems import problems
from routing import preview
from routing.api import examples


class DestinationAnswer(serializers.Serializer[Any]):
    """Where one concern would go. Office and due times are null for one that adds to a case on record."""

    topic = serializers.CharField()
    urgency = serializers.ChoiceField(Urgency.choices, help_text="As the rules raise it.")
    office = serializers.CharField(allow_null=True, help_text="The office's code.")
    due_at = serializers.DateTimeField(allow_null=True)
    respond_by = serializers.DateTimeField(allow_null=True)
    why = serializers.CharField()
    copies = serializers.ListField(child=serializers.CharField(), help_text="Offices that get a copy.")
    emergency = serializers.BooleanField(help_text="Somebody who can act has to be told at once.")
    repeats = serializers.CharField(allow_null=True, help_text="The case it adds to.")


class Preview(APIView):
    """What the router would say."""

    roles = TAKERS

    @extend_schema(
        operation_id="preview_call",
        tags=["calls"],
        summary="Where would these concerns go, and by when?",
        description="Takes the body of POST calls/ and saves nothing. The rules, the map and the clock are those of now.",
        request=CallShape,
        responses={200: DestinationAnswer(many=True), **problems(422)},
        examples=[
            OpenApiExample("Two concerns and an answer", record.CALL, request_only=True),
            OpenApiExample("Where one would go", examples.DESTINATION, response_only=True),
        ],
    )
    def post(self, request: Request) -> Response:
        """The destinations, in the order of the concerns."""
        by, now = cast(User, request.user), timezone.now()
        told = read_submission(request.data, uuid4(), by=by)
        facility = told.line.facility if told.line and told.line.facility else told.facility
        call = Call(
            started_at=told.started_at,
            caller_kind=told.caller.kind,
            language=told.language,
            facility=facility,
            detainee=told.found,
            taken_by=by,
        )
        found = preview.destinations(call, told.concerns, by=by, at=now)
        return Response([_answer(goes, emergencies.presses(goes.concern, facility, now)) for goes in found])


def _answer(goes: preview.Destination, emergency: bool) -> dict[str, Any]:
    case = goes.concern.repeats
    return {
        "topic": goes.concern.topic.code,
        "urgency": goes.urgency if case is None else min(goes.told, case.urgency),
        "office": None if case else goes.office.code,
        "due_at": None if case else goes.due_at,
        "respond_by": None if case else goes.respond_by,
        "why": "This call is added to its case; no second one is opened." if case else goes.why,
        "copies": [] if case else list(goes.copies),
        "emergency": emergency,
        "repeats": case.number if case else None,
    }
