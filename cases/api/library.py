"""The library of short answers, and what was answered how often."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import library
from cases.answer_counts import counts_by_topic
from helpline.accounts.models import Role
from helpline.problems import problems

ANSWER: dict[str, Any] = {
    "key": "g-28",
    "title": "Attorneys: Form G-28",
    "topic": "LEG",
    "says": "An attorney shows a signed Form G-28.",
    "says_es": "El abogado presenta el formulario G-28 firmado.",
    "source": "dhs.gov/myoido",
    "review_on": "2027-05-15",
    "review_is_due": False,
}
COUNT: dict[str, Any] = {"topic": "CAS", "month": "2026-03", "answered": 12}


class LibraryAnswer(serializers.Serializer[Any]):
    """A short answer with the day on which it is to be read again."""

    key = serializers.CharField()
    title = serializers.CharField()
    topic = serializers.CharField()
    says = serializers.CharField()
    says_es = serializers.CharField(allow_blank=True)
    source = serializers.CharField()  # type: ignore[assignment]
    review_on = serializers.DateField()
    review_is_due = serializers.BooleanField()


class AnsweredCount(serializers.Serializer[Any]):
    """How many questions of a topic were answered on the line in a month."""

    topic = serializers.CharField()
    month = serializers.CharField(help_text="YYYY-MM")
    answered = serializers.IntegerField()


class LibraryAnswers(APIView):
    """The library."""

    roles = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS, Role.AUDITOR})

    @extend_schema(
        operation_id="list_answers",
        tags=["reference"],
        summary="Short answers for the line, all or those with the words of `q`",
        parameters=[OpenApiParameter("q", str, description="Words, English or Spanish.")],
        responses={200: LibraryAnswer(many=True), **problems()},
        examples=[OpenApiExample("An answer", ANSWER, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The best first; without words by title."""
        today = timezone.localdate()
        found = library.search(request.query_params.get("q", "")[:200])
        return Response(
            [
                {
                    "key": one.key,
                    "title": one.title,
                    "topic": one.topic_id,
                    "says": one.says,
                    "says_es": one.says_es,
                    "source": one.source,
                    "review_on": one.review_on,
                    "review_is_due": library.is_due(one, today),
                }
                for one in found
            ]
        )


class AnswerCounts(APIView):
    """What was answered how often."""

    roles = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS, Role.ANALYST})

    @extend_schema(
        operation_id="count_answers",
        tags=["reference"],
        summary="Questions answered on the line, by topic and month",
        description="The last six months; months without an answer are left out, and calls about protected people.",
        responses={200: AnsweredCount(many=True), **problems()},
        examples=[OpenApiExample("A count", COUNT, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """Topic by topic."""
        table = counts_by_topic(timezone.localdate())
        return Response(
            [
                {"topic": line.topic, "month": f"{month:%Y-%m}", "answered": many}
                for line in table.lines
                for month, many in line.months
                if many
            ]
        )
