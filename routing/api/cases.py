"""Reading cases: the list, one case, why it is where it is, its story. Every reading is journalled."""

from typing import cast

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.access import READERS_OF_CASES
from cases.models import Case
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.problems import problems
from routing import casefile
from routing.api import answers, examples
from routing.api.listing import read_cursor, read_page
from routing.api.preconditions import etag_of, is_known
from routing.api.shapes import WishShape, read
from routing.casefile import CaseFile

ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200], description="The version of the case, for If-Match."
)


def open_file(user: User, number: str, at: str) -> CaseFile:
    """The file of a case this person may see, with the reading on record; 404 for any other."""
    file = casefile.read(user, number)
    if file is not None:
        journal.looked_many(file.records_read(), by=user, at=at)
    if file is None:
        raise Http404
    return file


class Cases(APIView):
    """The cases."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="list_cases",
        tags=["cases"],
        summary="Cases, the newest first",
        description="Only cases the reader may see, 50 at a time. No word of a summary and nothing about persons.",
        parameters=[WishShape],
        responses={200: answers.CasePageAnswer, **problems(422)},
        examples=[OpenApiExample("A page", examples.PAGE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """One page."""
        by = cast(User, request.user)
        wish = read(WishShape, request.query_params.dict())
        after = read_cursor(wish["cursor"], by) if "cursor" in wish else None
        page = read_page(by, wish, after)
        journal.looked_many(page.cases, by=by, at="api cases")
        return Response({"results": [answers.case_row(*row) for row in page.rows], "next": page.next})


class OneCase(APIView):
    """One case."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="read_case",
        tags=["cases"],
        summary="Read a case",
        parameters=[OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER), ETAG],
        responses={
            200: answers.CaseAnswer,
            304: OpenApiResponse(description="The case is as you last read it."),
            **problems(404),
        },
        examples=[OpenApiExample("A case", examples.CASE, response_only=True, status_codes=["200"])],
    )
    def get(self, request: Request, number: str) -> Response:
        """The case with its ETag, or 304."""
        by = cast(User, request.user)
        if "If-None-Match" in request.headers:
            known = Case.objects.visible_to(by).only("number", "version").filter(number=number).first()
            if known is not None and is_known(request, known):
                return Response(status=304, headers={"ETag": etag_of(known)})
        file = open_file(by, number, "api case")
        return Response(answers.whole_case(file), headers={"ETag": etag_of(file.case)})


class Decisions(APIView):
    """Why a case is where it is."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="list_decisions",
        tags=["cases"],
        summary="Why the case is here",
        description="Every decision that sent the case somewhere, the newest first, with its rule, version, facts and "
        "what else the rules said. Which offices are shut out or have copies is for headquarters only.",
        responses={200: answers.DecisionAnswer(many=True), **problems(404)},
        examples=[OpenApiExample("A decision", examples.DECISION, response_only=True)],
    )
    def get(self, request: Request, number: str) -> Response:
        """The decisions."""
        by = cast(User, request.user)
        file = open_file(by, number, "api decisions")
        leads = by.role == Role.HEADQUARTERS
        return Response(
            [answers.decision(stay, file.reads_words, file.knows_caller, leads) for stay in file.stays]
        )


class Timeline(APIView):
    """The story of a case."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="read_timeline",
        tags=["cases"],
        summary="What happened, the newest first",
        description="Operators and supervisors read that an office took a step, not the office's words about it.",
        responses={200: answers.MomentAnswer(many=True), **problems(404)},
        examples=[OpenApiExample("A moment", examples.MOMENT, response_only=True)],
    )
    def get(self, request: Request, number: str) -> Response:
        """The moments."""
        file = open_file(cast(User, request.user), number, "api timeline")
        return Response([answers.moment(happened) for happened in file.moments])
