"""The rules in force, every version, and taking back in the API. Headquarters only."""

from typing import cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpline.accounts.models import User
from helpline.problems import problems
from routing.api import rule_shapes as shapes
from routing.api.rule_drafts import HEADQUARTERS, MOST_SHOWN, version_or
from routing.api.shapes import read
from routing.models import Publication, RuleSet
from routing.rules import publishing
from routing.rules.in_force import rules_in_force

PEOPLE = ("published_by", "proposed_by")


class RulesInForce(APIView):
    """The rules in force."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="read_rules",
        tags=["rules"],
        summary="The rules in force, and those that wait for their time",
        responses={200: shapes.InForceAnswer, **problems(404)},
    )
    def get(self, request: Request) -> Response:
        """By the database's clock."""
        current, newest = rules_in_force(), publishing.newest()
        if current is None or newest is None:
            raise Http404
        current = RuleSet.objects.select_related(*PEOPLE).get(pk=current.pk)
        ahead = [shapes.publication_told(row) for row in publishing.scheduled()]
        whole = {**shapes.version_line(current), **shapes.parts(current)}
        return Response(shapes.InForceAnswer({**whole, "newest": newest.version, "scheduled": ahead}).data)


class Versions(APIView):
    """Every version."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="list_rule_versions",
        tags=["rules"],
        summary="The newest versions",
        responses={200: shapes.VersionLineAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """The hundred newest."""
        rows = RuleSet.objects.select_related(*PEOPLE).defer("rules", "guards", "cover", "truth")
        newest = rows.order_by("-version")[:MOST_SHOWN]
        lines = [shapes.version_line(row) for row in newest]
        return Response(shapes.VersionLineAnswer(lines, many=True).data)


class OneVersion(APIView):
    """One version."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="read_rule_version",
        tags=["rules"],
        summary="A version with everything in it",
        responses={200: shapes.VersionAnswer, **problems(404)},
    )
    def get(self, request: Request, number: int) -> Response:
        """It never changes."""
        found = get_object_or_404(RuleSet.objects.select_related(*PEOPLE), version=number)
        return Response(shapes.VersionAnswer({**shapes.version_line(found), **shapes.parts(found)}).data)


class Rollback(APIView):
    """A version that was in force once is in force again."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="roll_back_rules",
        tags=["rules"],
        summary="Put a version in force that was in force before, at once",
        request=shapes.RollbackShape,
        responses={201: shapes.PublicationAnswer, **problems(409, 422)},
    )
    def post(self, request: Request) -> Response:
        """The publication. What waited for its time is called off."""
        wish = read(shapes.RollbackShape, request.data)
        to = version_or("version", wish["version"], None)
        expected = version_or("expected", wish["expected"], None) if "expected" in wish else None
        made = publishing.roll_back(to, wish["why"], by=cast(User, request.user), expected=expected)
        return Response(shapes.PublicationAnswer(shapes.publication_told(made)).data, status=201)


class PublicationWithdrawal(APIView):
    """A version whose time has not come does not come into force."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="call_off_rules",
        tags=["rules"],
        summary="Call off a version that waits for its time",
        request=shapes.RuleReasonShape,
        responses={200: shapes.PublicationAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The publication, called off."""
        rows = Publication.objects.select_related("ruleset", "made_by")
        why = read(shapes.RuleReasonShape, request.data)["why"]
        made = publishing.call_off(get_object_or_404(rows, pk=key), why, by=cast(User, request.user))
        return Response(shapes.PublicationAnswer(shapes.publication_told(made)).data)
