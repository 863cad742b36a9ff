"""What became of a report, for whoever holds its code; the same verb as the public page."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import status
from cases.api.fields import Shape, Text
from helpline.accounts.doors import PUBLIC
from helpline.problems import invalid, problems

CODE_LIMIT = 80
ASKED: dict[str, Any] = {"code": "2345-6789-ABCD-EFGH"}
REPORT: dict[str, Any] = {
    "known": True,
    "concerns": [{"standing": "with_an_office", "week": "2026-03-02"}],
}
MISTYPED = "This is no code of ours. A sign is missing or wrong; check it."
TOO_MANY = "Too many tries from here. Wait fifteen minutes."


class CodeShape(Shape):
    """The code of a receipt, in any spelling."""

    code = Text(max_length=CODE_LIMIT)


class StandingAnswer(serializers.Serializer[Any]):
    """Where one concern stands."""

    standing = serializers.ChoiceField([one.value for one in status.Standing])
    week = serializers.DateField(help_text="The Monday of the week of its last change.")


class ReportAnswer(serializers.Serializer[Any]):
    """What became of a report; `known` is false where no report has the code."""

    known = serializers.BooleanField()
    concerns = StandingAnswer(many=True)


class StatusOfReport(APIView):
    """The status of one report."""

    roles = PUBLIC
    authentication_classes = ()

    @extend_schema(
        operation_id="ask_status",
        tags=["status"],
        summary="What became of a report",
        description=(
            "Open to everybody, without signing in. Says how many concerns a report had and where each stands, and"
            " nothing else. Ten tries in fifteen minutes from one address; then 429 with Retry-After."
        ),
        auth=[],
        request=CodeShape,
        responses={200: ReportAnswer, **problems(422, 429)},
        examples=[
            OpenApiExample("A code", ASKED, request_only=True),
            OpenApiExample("A report", REPORT, response_only=True),
        ],
    )
    def post(self, request: Request) -> Response:
        """Ask."""
        code = CodeShape().run_validation(request.data)["code"]
        try:
            report = status.ask(code, request.META.get("REMOTE_ADDR", ""))
        except status.Mistyped:
            raise invalid(("code",), MISTYPED) from None
        except status.TooManyTries:
            wait = int(status.WINDOW.total_seconds())
            raise exceptions.Throttled(wait, TOO_MANY) from None
        concerns = [{"standing": one.standing.value, "week": one.week} for one in report.concerns]
        return Response({"known": report.known, "concerns": concerns})
