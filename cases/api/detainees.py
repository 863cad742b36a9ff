"""People: finding one, reading one, whose call it was, merging two records, hiding one."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, history, matching, merging, people
from cases.access import READERS_OF_CASES, TAKERS
from cases.api import answers
from cases.api.fields import MISSING, Day, Shape, Text, WholeNumber
from cases.api.known import Known
from cases.forms.finding import SEARCH_NEEDS_ONE
from cases.forms.person import A_NUMBER_MALFORMED, TWO_YEARS, fits_together
from cases.matching import Description
from cases.merging import MERGERS
from cases.models import Call, Case, Detainee, canonical_a_number
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.problems import problems
from helpline.refusals import Refused

NEWEST = 50
LINKERS = TAKERS | {Role.HEADQUARTERS}


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


class LinkShape(Shape):
    """The person on record the call is about."""

    id = Text(max_length=40)


class WhyShape(Shape):
    """A reason, in a sentence."""

    why = Text(max_length=people.WHY_LIMIT)


class MergeShape(WhyShape):
    """The record that is merged into the one addressed, and how it is known that both are one person."""

    merged = Text(max_length=40)


class ReversalShape(Shape):
    """The number of the merge to take back; the latest one where none is sent."""

    merge = WholeNumber(min_value=1, max_value=2**53, required=False, allow_null=True)


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


class MergeAnswer(serializers.Serializer[Any]):
    """A merge: its number, and the record that stands for both now."""

    merge = serializers.IntegerField()
    kept = serializers.UUIDField()


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
        description="Searched for in the body, never in the address. Only people you may see are found; every finding is recorded.",
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


class CallDetainee(APIView):
    """Whose call it was."""

    roles = LINKERS

    @extend_schema(
        operation_id="link_detainee",
        tags=["detainees"],
        summary="Link a person to a call",
        request=LinkShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """The call and its cases are about this person."""
        by, call = self._call(request, reference)
        told = LinkShape().run_validation(request.data)
        try:
            person = Known(by).person(told["id"])
        except serializers.ValidationError as unknown:
            raise serializers.ValidationError({"id": unknown.detail}) from None
        people.link(call, cast(Detainee, person), by=by)
        return Response(status=204)

    @extend_schema(
        operation_id="unlink_detainee",
        tags=["detainees"],
        summary="Take the person off a call",
        request=WhyShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def delete(self, request: Request, reference: str) -> Response:
        """The call and its cases are about nobody on record."""
        by, call = self._call(request, reference)
        people.unlink(call, WhyShape().run_validation(request.data)["why"], by=by)
        return Response(status=204)

    def _call(self, request: Request, reference: str) -> tuple[User, Call]:
        by = cast(User, request.user)
        call = get_object_or_404(Call.objects.visible_to(by), reference=reference)
        if not access.may_link(by, call):
            raise Http404
        return by, call


class Merges(APIView):
    """Records merged into one."""

    roles = MERGERS

    @extend_schema(
        operation_id="merge_detainee",
        tags=["detainees"],
        summary="Merge another record into this one",
        request=MergeShape,
        responses={201: MergeAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Calls and cases of the other record come to this one."""
        by = cast(User, request.user)
        kept = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        told = MergeShape().run_validation(request.data)
        try:
            merged = Detainee.objects.visible_to(by).filter(pk=UUID(told["merged"])).first()
        except ValueError:
            merged = None
        if merged is None:
            raise serializers.ValidationError({"merged": ["That record was not found. Search again."]})
        done = merging.merge(kept, merged, told["why"], by=by)
        return Response({"merge": done.pk, "kept": str(kept.pk)}, status=201)

    @extend_schema(
        operation_id="undo_merge",
        tags=["detainees"],
        summary="Take a merge into this record back",
        request=ReversalShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """What the merge moved, and what still is here, goes back."""
        by = cast(User, request.user)
        kept = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        told = ReversalShape().run_validation(request.data or {})
        done = history.merge_into(kept, str(told.get("merge") or ""), by=by)
        if done is None:
            raise Refused("No such merge is on this record.")
        merging.undo_merge(done, by=by)
        return Response(status=204)


class ProtectionOfDetainee(APIView):
    """Hiding that a record exists (8 U.S.C. 1367)."""

    roles = frozenset({Role.HEADQUARTERS})

    @extend_schema(
        operation_id="protect_detainee",
        tags=["detainees"],
        summary="Protect a record",
        request=WhyShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """From now on only those with need know of it."""
        person, why, by = self._asked(request, key)
        people.protect(person, why, by=by)
        return Response(status=204)

    @extend_schema(
        operation_id="lift_protection",
        tags=["detainees"],
        summary="Lift the protection",
        request=WhyShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """It is seen as any other again."""
        person, why, by = self._asked(request, key)
        people.lift_protection(person, why, by=by)
        return Response(status=204)

    def _asked(self, request: Request, key: UUID) -> tuple[Detainee, str, User]:
        by = cast(User, request.user)
        person = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        return person, WhyShape().run_validation(request.data)["why"], by
