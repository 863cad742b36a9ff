"""What goes on now, for supervisors."""

from dataclasses import asdict
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import board
from cases.models import Doing
from helpline.accounts.models import Role, User
from helpline.problems import problems


class OnTheLineAnswer(serializers.Serializer[Any]):
    """A call that is being taken."""

    who = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    facility = serializers.CharField(allow_blank=True, help_text="As far as the exchange knows it.")
    on_phone = serializers.BooleanField(help_text="Told by the exchange; false: somebody is writing.")


class LeftAnswer(serializers.Serializer[Any]):
    """A call begun and left."""

    who = serializers.CharField()
    begun = serializers.DateTimeField()
    saved = serializers.DateTimeField()


class AtTheDeskAnswer(serializers.Serializer[Any]):
    """Somebody who takes calls."""

    who = serializers.CharField()
    doing = serializers.ChoiceField(Doing.choices, allow_blank=True, help_text="Empty: their page is closed.")
    seen = serializers.DateTimeField()


class UnwrittenAnswer(serializers.Serializer[Any]):
    """A phone call that ended, and nothing is on record."""

    reference = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    facility = serializers.CharField(allow_blank=True)
    ended = serializers.DateTimeField()


class BoardAnswer(serializers.Serializer[Any]):
    """The board at one moment. Nothing of what was said on any call."""

    at = serializers.DateTimeField()
    on_the_line = OnTheLineAnswer(many=True)
    ringing = serializers.IntegerField()
    ringing_since = serializers.DateTimeField(allow_null=True)
    callbacks_due = serializers.IntegerField()
    callbacks_overdue = serializers.IntegerField()
    left = LeftAnswer(many=True)
    desk = AtTheDeskAnswer(many=True)
    alarms = serializers.IntegerField(help_text="Emergencies nobody has answered.")
    unwritten = UnwrittenAnswer(many=True)
    reviews = serializers.IntegerField(help_text="Cases of trainees that wait to be read.")
    paper_open = serializers.IntegerField(help_text="References on paper open for more than three days.")


class Board(APIView):
    """The live board."""

    roles = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})

    @extend_schema(
        operation_id="read_board",
        tags=["supervising"],
        summary="What goes on now",
        responses={200: BoardAnswer, **problems()},
    )
    def get(self, request: Request) -> Response:
        """Nothing of it is personal but the names of colleagues."""
        told = asdict(board.read(cast(User, request.user), timezone.now()))
        del told["sees_quality"]
        return Response(told)
