"""People: finding one, and reading one."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import history, matching
from cases.access import READERS_OF_CASES
from cases.api import answers
from cases.api.fields import Day, Shape, Text, WholeNumber
from cases.forms.finding import SEARCH_NEEDS_ONE
from cases.forms.person import A_NUMBER_MALFORMED, TWO_YEARS, fits_together
from cases.matching import Description
from cases.models import Call, Case, Detainee, canonical_a_number
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.problems import problems

NEWEST = 50


def _optional(limit: int) -> Text:
    return Text(max_length=limit, required=False, allow_blank=True, allow_null=True)


class SearchShape(Shape):
    """What is known about the person: an A-number in any spelling, a name as heard, the birth, the country."""

    a_number = _optional(40)
    names = _optional(240)
    date_of_birth = Day(earliest_year=1900, past=True, required=False, allow_null=True)
    year_of_birth = WholeNumber(min_value=1900, max_value=2100, required=False, allow_null=True)
    country_of_birth = _optional(60)

    def validate_a_number(self, text: str | None) -> str:
        """Canonical, or empty."""
        canonical = canonical_a_number(text) if text else ""
        if canonical is None:
            raise serializers.ValidationError(A_NUMBER_MALFORMED)
        return canonical

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to search for, and one year."""
        if not fits_together(attrs.get("date_of_birth"), attrs.get("year_of_birth")):
            raise serializers.ValidationError({"year_of_birth": [TWO_YEARS]})
        if not _description(attrs):
            raise serializers.ValidationError({"a_number": [SEARCH_NEEDS_ONE]})
        return attrs


class FoundPersonAnswer(serializers.Serializer[Any]):
    """Somebody who may be the person, and why."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    a_number = serializers.CharField(allow_blank=True)
    year_of_birth = serializers.IntegerField(allow_null=True)
    country_of_birth = serializers.CharField(allow_blank=True)
    fits = serializers.CharField()


class FoundAnswer(serializers.Serializer[Any]):
    """Who fits, the likeliest first."""

    results = FoundPersonAnswer(many=True)


class DetaineeAnswer(answers.PersonAnswer):
    """A person on record with what the reader may see of their cases and calls, newest first."""

    year_of_birth = serializers.IntegerField(allow_null=True)
    cases = serializers.ListField(child=serializers.CharField(), help_text="Case numbers.")
    calls = serializers.ListField(child=serializers.CharField(), help_text="Call references.")


def _description(told: dict[str, Any]) -> Description:
    return Description(
        a_number=told.get("a_number") or "",
        names=told.get("names") or "",
        born=told.get("date_of_birth"),
        country=told.get("country_of_birth") or "",
        born_year=told.get("year_of_birth"),
    )


def _found(person: Detainee) -> dict[str, Any]:
    return {
        "id": str(person.pk),
        "name": person.full_name,
        "a_number": person.a_number,
        "year_of_birth": person.year_of_birth,
        "country_of_birth": person.country_of_birth,
        "fits": person.fits,
    }


class Detainees(APIView):
    """Finding people."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="find_detainees",
        tags=["detainees"],
        summary="Find a person",
        description="What is searched for travels in the body, never in the address. Every finding is recorded.",
        request=SearchShape,
        responses={200: FoundAnswer, **problems(422)},
    )
    def post(self, request: Request) -> Response:
        """At most eight people, the likeliest first."""
        by = cast(User, request.user)
        found = matching.find(_description(SearchShape().run_validation(request.data)), by=by)
        journal.looked_many(found, by=by, at="api search for a person")
        return Response({"results": [_found(person) for person in found]})


class OneDetainee(APIView):
    """One person."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="read_detainee",
        tags=["detainees"],
        summary="Read a person",
        description="A record merged into another answers as the one that was kept.",
        responses={200: DetaineeAnswer, **problems(404)},
    )
    def get(self, request: Request, key: UUID) -> Response:
        """The record; the reading is journalled."""
        by = cast(User, request.user)
        person = Detainee.objects.visible_to(by).kept_of(key)
        if person is None:
            raise Http404
        these = [person, *history.behind(person, by=by).records]
        cases = Case.objects.visible_to(by).filter(detainee__in=these).newest_first()[:NEWEST]
        calls = Call.objects.visible_to(by).filter(detainee__in=these).newest_first()[:NEWEST]
        journal.looked_many(these, by=by, at="api person")
        return Response(
            {
                **(answers.person(person) or {}),
                "year_of_birth": person.year_of_birth,
                "cases": list(cases.values_list("number", flat=True)),
                "calls": list(calls.values_list("reference", flat=True)),
            }
        )
