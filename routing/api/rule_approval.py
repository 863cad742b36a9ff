"""A draft of the rules on its way to a second person and into force, in the API. Headquarters only."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpline.accounts.models import User
from helpline.problems import problems
from helpline.refusals import Overtaken
from routing.api import rule_shapes as shapes
from routing.api.preconditions import must_match_draft
from routing.api.rule_drafts import ETAG, HEADQUARTERS, IF_MATCH, find_draft, raced, told, version_or
from routing.api.shapes import NothingShape, read
from routing.checks.checking import Unsound
from routing.rules import drafts, publishing


class DraftSubmission(APIView):
    """A draft waits for a second person."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="submit_rule_draft",
        tags=["rules"],
        summary="Ask a second person to publish the draft",
        parameters=[IF_MATCH, ETAG],
        request=shapes.RuleReasonShape,
        responses={200: shapes.DraftAnswer, **problems(404, 409, 412, 422, 428)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The draft; 422 names each row with an error."""
        draft = find_draft(key)
        must_match_draft(request, draft)
        why = read(shapes.RuleReasonShape, request.data)["why"]
        try:
            return told(drafts.submit(draft, why, by=cast(User, request.user)))
        except Unsound as refusal:
            raise shapes.refused(refusal, draft) from refusal
        except Overtaken as overtaken:
            raise raced(overtaken) from overtaken


class DraftReversal(APIView):
    """Its writers take a submitted draft back."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="take_back_rule_draft",
        tags=["rules"],
        summary="Take a submitted draft back, to change it",
        parameters=[IF_MATCH, ETAG],
        request=NothingShape,
        responses={200: shapes.DraftAnswer, **problems(404, 409, 412, 422, 428)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The draft, open for changes."""
        draft = find_draft(key)
        must_match_draft(request, draft)
        read(NothingShape, request.data)
        return told(drafts.take_back(draft, by=cast(User, request.user)))


class DraftReturn(APIView):
    """The second person asks for changes first."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="send_back_rule_draft",
        tags=["rules"],
        summary="Send a submitted draft back to its writers",
        parameters=[IF_MATCH, ETAG],
        request=shapes.RuleReasonShape,
        responses={200: shapes.DraftAnswer, **problems(404, 409, 412, 422, 428)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The draft, open for changes."""
        draft = find_draft(key)
        must_match_draft(request, draft)
        why = read(shapes.RuleReasonShape, request.data)["why"]
        return told(drafts.send_back(draft, why, by=cast(User, request.user)))


class DraftPublication(APIView):
    """A draft becomes the next version."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="publish_rule_draft",
        tags=["rules"],
        summary="Publish a submitted draft, now or at a time to come",
        description="By somebody who wrote none of it. It is checked again on the map of now and of that day.",
        parameters=[IF_MATCH],
        request=shapes.PublicationShape,
        responses={201: shapes.PublicationAnswer, **problems(404, 409, 412, 422, 428)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The publication; 409 where somebody else published meanwhile, and the rules stay as they were."""
        draft = find_draft(key)
        must_match_draft(request, draft)
        wish: dict[str, Any] = read(shapes.PublicationShape, request.data)
        expected = version_or("expected", wish.get("expected"), draft.base)
        try:
            made = publishing.publish(
                draft, draft.rev, expected=expected, effective_at=wish.get("effective_at"),
                by=cast(User, request.user),
            )  # fmt: skip
        except Unsound as refusal:
            raise shapes.refused(refusal, draft) from refusal
        return Response(shapes.PublicationAnswer(shapes.publication_told(made)).data, status=201)
