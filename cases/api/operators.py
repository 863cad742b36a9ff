"""Who may take which topics alone, and who is learning, in the API."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, certifications, traineeships
from cases.access import TAKERS
from cases.api.fields import Instant, Shape, Text
from cases.models import Certification, Topic, Traineeship
from helpline.accounts.models import Role, User
from helpline.problems import invalid, problems

WATCH = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})
LONGEST = timedelta(days=5 * 366)


class CertificationAnswer(serializers.Serializer[Any]):
    """One certification that was not taken away."""

    id = serializers.IntegerField()
    operator = serializers.CharField(help_text="User name.")
    topic = serializers.CharField()
    granted_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    valid = serializers.BooleanField()


class CertificationShape(Shape):
    """Somebody may take a topic alone until a moment to come, within five years."""

    operator = Text(max_length=150, help_text="User name.")
    topic = Text(max_length=80)
    expires_at = Instant()

    def validate_expires_at(self, moment: datetime) -> datetime:
        """To come, and not for ever."""
        now = timezone.now()
        if not now < moment < now + LONGEST:
            raise serializers.ValidationError("Send a moment to come, within five years.")
        return moment


class RevocationShape(Shape):
    """Why it is taken away."""

    why = Text(max_length=400)


class TraineeShape(Shape):
    """Who."""

    operator = Text(max_length=150, help_text="User name.")


class TraineeAnswer(serializers.Serializer[Any]):
    """Somebody who is learning."""

    operator = serializers.CharField(help_text="User name.")
    began_at = serializers.DateTimeField()


def certification(row: Certification) -> dict[str, Any]:
    """One as the API says it."""
    return {
        "id": row.pk,
        "operator": row.operator.username,
        "topic": row.topic_id,
        "granted_at": row.granted_at,
        "expires_at": row.expires_at.astimezone(UTC),
        "valid": row.expires_at > timezone.now(),
    }


def _taker(username: str) -> User:
    who = access.call_takers().filter(username=username).first()
    if who is None:
        raise invalid(("operator",), "Nobody with this user name takes calls.")
    return who


class Certifications(APIView):
    """The certifications."""

    roles = TAKERS | WATCH

    @extend_schema(
        operation_id="list_certifications",
        tags=["supervising"],
        summary="One's own certifications; supervisors and headquarters: everybody's",
        responses={200: CertificationAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """The one that ends first stands first."""
        rows = Certification.objects.visible_to(cast(User, request.user)).standing()
        rows = rows.select_related("operator").order_by("expires_at", "id")
        return Response([certification(row) for row in rows])


class Granting(APIView):
    """Certifying somebody."""

    roles = WATCH

    @extend_schema(
        operation_id="certify",
        tags=["supervising"],
        summary="Let somebody take a topic alone until a day",
        request=CertificationShape,
        responses={201: CertificationAnswer, **problems(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """Replaces what they held for the topic."""
        told = CertificationShape().run_validation(request.data)
        who, topic = _taker(told["operator"]), Topic.objects.filter(code=told["topic"]).first()
        if topic is None or not topic.needs_certification:
            raise invalid(("topic",), "No topic with this code needs a certification.")
        row = certifications.grant(who, topic, told["expires_at"], by=cast(User, request.user))
        return Response(certification(Certification.objects.get(pk=row.pk)), status=201)


class Revocation(APIView):
    """Taking one away."""

    roles = WATCH

    @extend_schema(
        operation_id="revoke_certification",
        tags=["supervising"],
        summary="Take a certification away",
        request=RevocationShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, certification: int) -> Response:
        """With a reason."""
        by = cast(User, request.user)
        rows = Certification.objects.visible_to(by).standing().select_related("operator")
        row = get_object_or_404(rows, pk=certification)
        certifications.revoke(row, RevocationShape().run_validation(request.data)["why"], by=by)
        return Response(status=204)


class Trainees(APIView):
    """Who is learning."""

    roles = WATCH

    @extend_schema(
        operation_id="list_trainees",
        tags=["supervising"],
        summary="Who is learning",
        responses={200: TraineeAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """By user name."""
        rows = Traineeship.objects.current().select_related("operator").order_by("operator__username")
        return Response([{"operator": r.operator.username, "began_at": r.began_at} for r in rows])

    @extend_schema(
        operation_id="begin_training",
        tags=["supervising"],
        summary="From now on somebody reads every case this person opens",
        request=TraineeShape,
        responses={201: TraineeAnswer, **problems(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """Begin."""
        who = _taker(TraineeShape().run_validation(request.data)["operator"])
        row = traineeships.begin(who, by=cast(User, request.user))
        row.refresh_from_db()
        return Response({"operator": who.username, "began_at": row.began_at}, status=201)


class TrainingEnd(APIView):
    """Somebody has learnt it."""

    roles = WATCH

    @extend_schema(
        operation_id="end_training",
        tags=["supervising"],
        summary="This person's cases are not read any more",
        request=TraineeShape,
        responses={204: None, **problems(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """End."""
        who = _taker(TraineeShape().run_validation(request.data)["operator"])
        traineeships.end(who, by=cast(User, request.user))
        return Response(status=204)
