"""The taxonomy."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import languages
from cases.access import TAKERS
from cases.api import answers, examples
from cases.api.fields import Shape, Text
from cases.intake import SUMMARY_LIMIT
from cases.models import Topic, TopicProtocol
from cases.topics import search, suggest
from helpline.accounts.models import Role
from helpline.problems import problems

KEPT = ("protocol_version", "steps")


class WishShape(Shape):
    """Words of a caller."""

    text = Text(max_length=SUMMARY_LIMIT)
    language = Text(max_length=10, required=False, default="en", help_text="What the text is written in.")

    def validate_language(self, code: str) -> str:
        """A language of the table; any other reads as English."""
        return code if code in languages.BY_CODE else "en"


class LedToAnswer(serializers.Serializer[Any]):
    """A topic and the words that led to it."""

    topic = serializers.CharField(help_text="The topic's code.")
    words = serializers.ListField(child=serializers.CharField())


class FoundTopicsAnswer(serializers.Serializer[Any]):
    """What a search finds, the best first, and what a whole text suggests, an emergency first."""

    found = LedToAnswer(many=True)
    suggested = LedToAnswer(many=True)


class Topics(APIView):
    """What a concern can be about."""

    roles = frozenset(Role)

    @extend_schema(
        operation_id="list_topics",
        tags=["reference"],
        summary="Every topic, by name",
        responses={200: answers.TopicAnswer(many=True), **problems()},
        examples=[OpenApiExample("A topic", examples.TOPIC, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The whole list; it is short."""
        columns = [name for name in map(str, answers.TopicAnswer().fields) if name not in KEPT]
        newest = {row.topic_id: row for row in TopicProtocol.objects.current()}
        rows = []
        for told in Topic.objects.order_by("name").values(*columns):
            kept = newest.get(told["code"])
            steps = list(kept.steps) if kept else []
            rows.append({**told, "protocol_version": kept.version if kept else 0, "steps": steps})
        return Response(rows)


class TopicSearch(APIView):
    """Topics for words of a caller. Posted, so that the words stay out of addresses; nothing of them is kept."""

    roles = TAKERS

    @extend_schema(
        operation_id="search_topics",
        tags=["reference"],
        summary="Topics for a few words, or for a text",
        request=WishShape,
        responses={200: FoundTopicsAnswer, **problems(400, 413, 415, 422)},
        examples=[
            OpenApiExample("Words", {"text": "no hay insulina", "language": "es"}, request_only=True),
            OpenApiExample("Topics", examples.FOUND_TOPICS, response_only=True),
        ],
    )
    def post(self, request: Request) -> Response:
        """At most eight found and three suggested."""
        shape = WishShape(data=request.data)
        shape.is_valid(raise_exception=True)
        told, topics = shape.validated_data, list(Topic.objects.filter(opens_case=True))
        found = [{"topic": one.topic.code, "words": one.because} for one in search(told["text"], topics)]
        led = suggest(told["text"], told["language"], topics)
        suggested = [{"topic": one.topic.code, "words": one.words} for one in led]
        return Response({"found": found, "suggested": suggested})
