"""Moving a facility to another office, and handing over the cases that go along, in the API."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import custody
from cases.api.fields import Day, Many, Shape, Text
from cases.api.shapes import CODE_LIMIT
from cases.models import Custody, Detainee
from facilities import access as map_access
from facilities import moving
from facilities.forms import WHY_LIMIT
from facilities.models import Facility, Office
from facilities.serializers import AssignmentSerializer
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.problems import problems
from helpline.refusals import Refused
from routing.access import DESK_ROLES
from routing.api.shapes import office_with, read
from routing.desk import NOTE_LIMIT
from routing.moves import handing_over, left_behind
from routing.moves.handing_over import CASES_AT_MOST, NO_OFFICE, Outcome
from routing.moves.left_behind import Offer


class AssignmentShape(Shape):
    """Another office for a facility."""

    to = Text(max_length=CODE_LIMIT, help_text="Code of the field office.")
    from_day = Day(earliest_year=2000, help_text="The first day on which it answers; today or later.")
    why = Text(max_length=WHY_LIMIT)
    seen = Text(
        max_length=CODE_LIMIT,
        required=False,
        help_text="Code of the office that answered when you looked; 409 where another one does by now.",
    )

    def validate_to(self, code: str) -> Office:
        """An office on the map."""
        return office_with(code)


class HandOverShape(Shape):
    """Which cases go along, and why."""

    cases = Many(most=CASES_AT_MOST, child=Text(max_length=20), help_text="Case numbers.")
    why = Text(max_length=NOTE_LIMIT)


class HandedOverAnswer(serializers.Serializer[Any]):
    """What became of one case."""

    case = serializers.CharField()
    outcome = serializers.ChoiceField(
        [(one.value, one.value) for one in Outcome],
        help_text="moved, refused, or not_found for a case that is unknown or not yours to see.",
    )
    detail = serializers.CharField(allow_blank=True)


class HandedOverListAnswer(serializers.Serializer[Any]):
    """What became of each, in the order sent."""

    to = serializers.CharField(help_text="Code of the office.")
    results = HandedOverAnswer(many=True)


class OfferedCaseAnswer(serializers.Serializer[Any]):
    """One open case."""

    case = serializers.CharField()
    topic = serializers.CharField()
    urgency = serializers.CharField()
    office = serializers.CharField(help_text="Code of the office that holds it.")
    due_at = serializers.DateTimeField()
    stays_because = serializers.CharField(allow_null=True, help_text="Null for a case that can go along.")


class OfferAnswer(serializers.Serializer[Any]):
    """Open cases that can go along, and of a person those that stay."""

    to = serializers.CharField(allow_null=True, help_text="Code of the office that answers now.")
    total = serializers.IntegerField(help_text="How many can go along; 500 at most are listed.")
    cases = OfferedCaseAnswer(many=True)


class Assignments(APIView):
    """Which office answers for a facility."""

    roles = map_access.CHANGERS

    @extend_schema(
        operation_id="move_facility",
        tags=["map"],
        summary="Move a facility to another office",
        description="The present assignment ends the day before. Open cases stay until they are handed over.",
        request=AssignmentShape,
        responses={201: AssignmentSerializer(many=True), **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: str) -> Response:
        """Every assignment of the facility, the last one first."""
        told, by = read(AssignmentShape, request.data), cast(User, request.user)
        facility = get_object_or_404(Facility, key=key)
        moving.move_facility(
            facility, told["to"], told["from_day"], told["why"], by=by, seen=told.get("seen")
        )
        rows = facility.assignments.select_related("office")
        return Response(AssignmentSerializer(rows, many=True).data, status=201)


class FacilityHandover(APIView):
    """Open cases left with an office that answered for the facility before."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="list_left_behind",
        tags=["desk"],
        summary="Cases a moved facility left behind",
        responses={200: OfferAnswer, **problems(404)},
    )
    def get(self, request: Request, key: str) -> Response:
        """Those the reader may see."""
        by = cast(User, request.user)
        return _offered(left_behind.offer_of_facility(get_object_or_404(Facility, key=key), by), by)

    @extend_schema(
        operation_id="hand_over_facility",
        tags=["desk"],
        summary="Hand over cases of a moved facility",
        request=HandOverShape,
        responses={200: HandedOverListAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: str) -> Response:
        """To the office that answers now."""
        facility = get_object_or_404(Facility, key=key)
        to = left_behind.office_now(facility)
        return _hand_over(request, left_behind.of_facility(facility), to)


class DetaineeHandover(APIView):
    """Open cases about a person who was moved."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="list_following",
        tags=["detainees"],
        summary="Cases of a person who was moved",
        responses={200: OfferAnswer, **problems(404)},
    )
    def get(self, request: Request, key: UUID) -> Response:
        """Which follow the person, and which stay and why."""
        by = cast(User, request.user)
        person, now = self._asked(by, key)
        return _offered(left_behind.offer_of_person(person, now, by) if now else Offer(None), by)

    @extend_schema(
        operation_id="hand_over_detainee",
        tags=["detainees"],
        summary="Hand over cases that follow a person",
        request=HandOverShape,
        responses={200: HandedOverListAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """To the office of the place where the person is now."""
        by = cast(User, request.user)
        person, now = self._asked(by, key)
        to = left_behind.office_now(now.facility) if now and now.facility else None
        return _hand_over(request, left_behind.of_person(person, to) if to else Q(pk__in=[]), to)

    def _asked(self, by: User, key: UUID) -> tuple[Detainee, Custody | None]:
        person = Detainee.objects.visible_to(by).filter(pk=key).first()
        if person is None:
            raise Http404
        journal.looked(person, by=by, at="api handover")
        return person, custody.present(person)


def _hand_over(request: Request, among: Q, to: Office | None) -> Response:
    told, by = read(HandOverShape, request.data), cast(User, request.user)
    if to is None:
        raise Refused(NO_OFFICE)
    results = handing_over.hand_over(told["cases"], among, to, told["why"], by=by)
    rows = [{"case": one.number, "outcome": one.outcome.value, "detail": one.says} for one in results]
    return Response({"to": to.code, "results": rows})


def _offered(offer: Offer, by: User) -> Response:
    rows: list[tuple[Any, str | None]] = [(stay, None) for stay in offer.stays]
    rows += [(one.stay, one.why) for one in offer.staying]
    journal.looked_many([stay.case for stay, _ in rows], by=by, at="api handover")
    cases = [
        {
            "case": stay.case.number,
            "topic": stay.case.topic_id,
            "urgency": stay.case.urgency,
            "office": stay.office.code,
            "due_at": stay.due_at,
            "stays_because": why,
        }
        for stay, why in rows
    ]
    to = offer.to.code if offer.to else None
    return Response(OfferAnswer({"to": to, "total": offer.total, "cases": cases}).data)
