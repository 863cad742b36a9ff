"""Notices that did not go out, in the API."""

from typing import Any, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import Shape, WholeNumber
from helpline.accounts.models import User
from helpline.problems import problems
from routing.api.shapes import read
from routing.models import NoticeChannel, NoticeKind, Notification
from routing.notices import delivery
from routing.notices.failures import read_failed


class BeforeShape(Shape):
    """Where the page begins."""

    before = WholeNumber(min_value=1, max_value=2**53, required=False)


class NoticeAnswer(serializers.Serializer[Any]):
    """One notice that failed. It says nothing of the case."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(NoticeKind.choices)
    channel = serializers.ChoiceField(NoticeChannel.choices)
    office = serializers.CharField(help_text="Code of the office.")
    made_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    error = serializers.CharField()


class NoticePageAnswer(serializers.Serializer[Any]):
    """One page, the newest first. `next` is the `before` of the page after it."""

    failed = serializers.IntegerField()
    waiting = serializers.IntegerField()
    results = NoticeAnswer(many=True)
    next = serializers.IntegerField(allow_null=True)


class Notices(APIView):
    """What did not go out, or may not have."""

    roles = delivery.SENDERS

    @extend_schema(
        operation_id="list_notices",
        tags=["mail room"],
        summary="Notices that failed",
        parameters=[OpenApiParameter("before", int, description="`next` of the page before.")],
        responses={200: NoticePageAnswer, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Those of the reader's offices, for headquarters all; 50 a page."""
        asked = request.query_params.get("before", "")
        told = read(BeforeShape, {"before": int(asked)} if asked.isascii() and asked.isdigit() else {})
        found = read_failed(cast(User, request.user), told.get("before"))
        rows = [
            {
                "id": notice.pk,
                "kind": notice.kind,
                "channel": notice.channel,
                "office": notice.office.code,
                "made_at": notice.made_at,
                "attempts": notice.attempts,
                "error": notice.last_error_code,
            }
            for notice in found.rows
        ]
        page = {"failed": found.failed, "waiting": found.waiting, "results": rows}
        return Response(NoticePageAnswer({**page, "next": found.older or None}).data)


class Resending(APIView):
    """Sending one again."""

    roles = delivery.SENDERS

    @extend_schema(
        operation_id="resend_notice",
        tags=["mail room"],
        summary="Send a failed notice again",
        request=None,
        responses={204: None, **problems(404, 409)},
    )
    def post(self, request: Request, key: int) -> Response:
        """It is on its way again; 409 where it does not stand as failed any more."""
        by = cast(User, request.user)
        notice = get_object_or_404(Notification.objects.visible_to(by), pk=key)
        delivery.send_again(notice, by=by)
        return Response(status=204)
