"""The state of the mail room in the API."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpline.accounts.models import User
from helpline.problems import problems
from routing.mailroom import WATCHERS, read_state


class MailRoomAnswer(serializers.Serializer[Any]):
    """What waits, what fails, and what makes it go. Ages are in seconds; null where nothing was seen."""

    waiting = serializers.IntegerField(help_text="Cases that wait for their office.")
    oldest_seconds = serializers.FloatField()
    late = serializers.BooleanField(help_text="The oldest has waited for more than a minute.")
    failing = serializers.IntegerField(help_text="Of those that wait, tried without success.")
    fell_last_hour = serializers.IntegerField(help_text="Cases that no rule could place.")
    unplaced = serializers.IntegerField(
        help_text="Of today, those that nobody has taken up and the reader may see."
    )
    notices_waiting = serializers.IntegerField()
    notices_failed = serializers.IntegerField()
    escalations_unanswered = serializers.IntegerField()
    rules_version = serializers.IntegerField(allow_null=True)
    redis = serializers.BooleanField()
    worker_seconds = serializers.FloatField(allow_null=True)
    sweep_seconds = serializers.FloatField(allow_null=True)


class MailRoom(APIView):
    """The state of the mail room."""

    roles = WATCHERS

    @extend_schema(
        operation_id="read_mail_room",
        tags=["mail room"],
        summary="What waits and what fails",
        responses={200: MailRoomAnswer, **problems()},
    )
    def get(self, request: Request) -> Response:
        """Now."""
        state = read_state(cast(User, request.user))
        now, machinery = state.figures, state.machinery
        told = {
            "waiting": now.waiting,
            "oldest_seconds": now.oldest_seconds,
            "late": now.is_late,
            "failing": now.failing,
            "fell_last_hour": now.fell,
            "unplaced": state.unplaced,
            "notices_waiting": now.notices_waiting,
            "notices_failed": now.notices_failed,
            "escalations_unanswered": now.escalations,
            "rules_version": state.version,
            "redis": machinery.redis,
            "worker_seconds": machinery.worker_seconds,
            "sweep_seconds": machinery.sweep_seconds,
        }
        return Response(MailRoomAnswer(told).data)
