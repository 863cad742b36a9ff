"""The taxonomy."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api import answers, examples
from cases.models import Topic
from helpline.accounts.models import Role
from helpline.problems import problems


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
        columns = list(answers.TopicAnswer().fields)
        return Response(list(Topic.objects.order_by("name").values(*columns)))
