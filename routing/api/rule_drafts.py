"""Drafts of the rules in the API: begin, change, check. Headquarters only."""

from typing import cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpline.accounts.models import Role, User
from helpline.problems import InItsOwnWords, invalid, problems
from helpline.refusals import Overtaken
from routing.api import rule_shapes as shapes
from routing.api.preconditions import etag_of_draft, must_match_draft
from routing.api.shapes import read
from routing.checks.checking import findings_of
from routing.models import RuleDraft, RuleSet
from routing.rules import drafts, publishing

HEADQUARTERS = frozenset({Role.HEADQUARTERS})
MOST_SHOWN = 100
PEOPLE = ("base", "became", "begun_by", "changed_by", "submitted_by")
NO_VERSION = "There is no such version. GET rules/versions/ lists them."
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The draft's ETag."
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201])


def find_draft(key: int) -> RuleDraft:
    """A draft with whoever wrote it."""
    return get_object_or_404(RuleDraft.objects.select_related(*PEOPLE), pk=key)


def version_or(path: str, number: int | None, otherwise: RuleSet | None) -> RuleSet:
    """The version with this number, or the other one where none was told; 422 where there is none."""
    found = otherwise if number is None else RuleSet.objects.filter(version=number).first()
    if found is None:
        raise invalid((path,), NO_VERSION)
    return found


def told(draft: RuleDraft, status: int = 200) -> Response:
    """The whole draft with its tag."""
    row = find_draft(draft.pk)
    answer = shapes.DraftAnswer({**shapes.draft_line(row), **shapes.parts(row)}).data
    return Response(answer, status=status, headers={"ETag": etag_of_draft(row)})


def raced(overtaken: Overtaken) -> InItsOwnWords:
    """412 with the words of the verb: who was faster."""
    return InItsOwnWords(412, str(overtaken))


class Drafts(APIView):
    """Drafts of the rules."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="list_rule_drafts",
        tags=["rules"],
        summary="The newest drafts",
        responses={200: shapes.DraftLineAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """The hundred newest, whatever became of them."""
        rows = RuleDraft.objects.select_related(*PEOPLE).defer("rules", "guards", "cover", "truth")
        newest = rows.order_by("-id")[:MOST_SHOWN]
        return Response(shapes.DraftLineAnswer([shapes.draft_line(row) for row in newest], many=True).data)

    @extend_schema(
        operation_id="begin_rule_draft",
        tags=["rules"],
        summary="Begin a draft from a version",
        parameters=[ETAG],
        request=shapes.DraftShape,
        responses={201: shapes.DraftAnswer, **problems(422)},
    )
    def post(self, request: Request) -> Response:
        """The draft, holding what the version holds."""
        wish = read(shapes.DraftShape, request.data)
        base = version_or("base", wish.get("base"), publishing.newest())
        return told(drafts.begin(wish["name"], base, by=cast(User, request.user)), status=201)


class OneDraft(APIView):
    """One draft."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="read_rule_draft",
        tags=["rules"],
        summary="A draft with everything in it",
        parameters=[ETAG],
        responses={200: shapes.DraftAnswer, **problems(404)},
    )
    def get(self, request: Request, key: int) -> Response:
        """The draft with its ETag."""
        return told(find_draft(key))

    @extend_schema(
        operation_id="change_rule_draft",
        tags=["rules"],
        summary="Put other rules, guards, cover order, truth table or name in place of the draft's",
        description="Rows that cannot be read are refused, each with its reason; then nothing changes.",
        parameters=[IF_MATCH, ETAG],
        request=shapes.DraftChangeShape,
        responses={200: shapes.DraftAnswer, **problems(404, 409, 412, 422, 428)},
    )
    def patch(self, request: Request, key: int) -> Response:
        """The draft as it is now."""
        draft = find_draft(key)
        must_match_draft(request, draft)
        wish = read(shapes.DraftChangeShape, request.data)
        try:
            return told(drafts.change(draft, draft.rev, by=cast(User, request.user), **wish))
        except drafts.BadDraft as refusal:
            raise shapes.refused(refusal, draft) from refusal
        except Overtaken as overtaken:
            raise raced(overtaken) from overtaken

    @extend_schema(
        operation_id="withdraw_rule_draft",
        tags=["rules"],
        summary="Withdraw a draft",
        parameters=[IF_MATCH],
        responses={200: shapes.DraftAnswer, **problems(404, 409, 412, 428)},
    )
    def delete(self, request: Request, key: int) -> Response:
        """The draft, which stays on record."""
        draft = find_draft(key)
        must_match_draft(request, draft)
        return told(drafts.withdraw(draft, by=cast(User, request.user)))


class DraftFindings(APIView):
    """What a check of a draft finds."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="check_rule_draft",
        tags=["rules"],
        summary="What a check of the draft finds on today's map",
        parameters=[ETAG],
        responses={200: shapes.FindingAnswer(many=True), **problems(404)},
    )
    def get(self, request: Request, key: int) -> Response:
        """Errors first. A draft with errors is neither submitted nor published."""
        draft = find_draft(key)
        found = [shapes.finding_told(one) for one in findings_of(draft, publishing.newest())]
        answer = shapes.FindingAnswer(found, many=True).data
        return Response(answer, headers={"ETag": etag_of_draft(draft)})
