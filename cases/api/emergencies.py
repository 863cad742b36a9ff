"""Emergencies in the API: who was told, the alarms, and answering them."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import emergencies
from cases.api import examples
from cases.api.fields import Instant, Shape, Text
from cases.emergencies import WATCHERS, AlarmRow
from cases.models import Alarm
from cases.submission import Told
from helpline.accounts.models import User
from helpline.problems import problems

NAME_LIMIT = 120


class ToldShape(Shape):
    """A named person who can act and was told of an emergency."""

    name = Text(max_length=NAME_LIMIT)
    position = Text(max_length=NAME_LIMIT, help_text="What they are, such as shift supervisor.")
    at = Instant(help_text="When they were told.")

    def validate_at(self, moment: Any) -> Any:
        """Not in the future."""
        if moment > timezone.now() + emergencies.CLOCK_SLACK:
            raise serializers.ValidationError("This time is in the future. Check the date and the offset.")
        return moment


def read_told(told: dict[str, Any] | None) -> Told | None:
    """What the verb takes, from a validated body."""
    return Told(told["name"], told["position"], told["at"]) if told else None


class NoBodyShape(Shape):
    """No body is needed."""


class AlarmAnswer(serializers.Serializer[Any]):
    """One alarm. It names neither the caller nor the person; `case` is there where the reader sees the case."""

    id = serializers.UUIDField()
    topic = serializers.CharField()
    facility = serializers.CharField(allow_null=True)
    raised_at = serializers.DateTimeField()
    raised_by = serializers.CharField(help_text="User name of the operator.")
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_null=True)
    on_record = serializers.BooleanField(help_text="The call is handed in.")
    told = serializers.BooleanField(help_text="It is written down who was told.")
    open = serializers.BooleanField(help_text="Something is left to do.")
    case = serializers.CharField(allow_null=True)


def alarm(row: AlarmRow) -> dict[str, Any]:
    """One alarm as it is answered."""
    one = row.alarm
    return {
        "id": str(one.pk),
        "topic": one.topic_id,
        "facility": one.facility.key if one.facility else None,
        "raised_at": one.raised_at,
        "raised_by": one.raised_by.username,
        "acknowledged_at": one.acknowledged_at,
        "acknowledged_by": one.acknowledged_by.username if one.acknowledged_by else None,
        "on_record": row.on_record,
        "told": row.told,
        "open": row.open,
        "case": row.number or None,
    }


class Alarms(APIView):
    """The alarms."""

    roles = WATCHERS

    @extend_schema(
        operation_id="list_alarms",
        tags=["emergencies"],
        summary="Alarms, what is open first",
        description="Every alarm still open and those of the last seven days; at most 50.",
        responses={200: AlarmAnswer(many=True), **problems()},
        examples=[OpenApiExample("An alarm", examples.ALARM, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The list."""
        rows = emergencies.alarm_list(cast(User, request.user), timezone.now())
        return Response([alarm(row) for row in rows])


class _OneAlarm(APIView):
    roles = WATCHERS

    def find(self, request: Request, key: UUID) -> Alarm:
        """The alarm, 404 for one that is not there."""
        found = Alarm.objects.visible_to(cast(User, request.user)).filter(pk=key).first()
        if found is None:
            raise Http404
        return found

    def afterwards(self, request: Request, key: UUID) -> Response:
        """The alarm as it stands now."""
        return Response(alarm(emergencies.alarm_row(key, cast(User, request.user))))


class AlarmAcknowledgement(_OneAlarm):
    """Saying “I am on it”."""

    @extend_schema(
        operation_id="acknowledge_alarm",
        tags=["emergencies"],
        summary="I am on it",
        description="One person wins; 409 names whoever was first. Said twice by the same person it is said once.",
        request=NoBodyShape,
        responses={200: AlarmAnswer, **problems(404, 409)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Acknowledge it."""
        emergencies.acknowledge(self.find(request, key), by=cast(User, request.user))
        return self.afterwards(request, key)


class AlarmTold(_OneAlarm):
    """Who was told, where the call came without a name."""

    @extend_schema(
        operation_id="name_person_told",
        tags=["emergencies"],
        summary="Write down who was told",
        request=ToldShape,
        responses={200: AlarmAnswer, **problems(404, 409, 422)},
        examples=[OpenApiExample("Somebody who can act", examples.TOLD, request_only=True)],
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Keep the name."""
        found = self.find(request, key)
        told = read_told(ToldShape().run_validation(request.data))
        if told is not None:
            emergencies.name_person_for(found, told, by=cast(User, request.user))
        return self.afterwards(request, key)
