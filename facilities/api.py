"""The map in the API: offices, facilities, phases, and the steps of the roll-out. Mounted by `helpline.api`."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404
from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilities import access, directory, rollout
from facilities.addresses import KEY
from facilities.directory import Found
from facilities.listing import chosen_facilities
from facilities.models import Activation, Facility, Office, Phase
from facilities.progress import read_progress
from facilities.serializers import (
    FacilityInFullSerializer,
    FacilityPageSerializer,
    MoveSerializer,
    OfficeSerializer,
    PhaseSerializer,
    QuestionSerializer,
    ScheduleSerializer,
)
from facilities.views import calendar_api
from helpline.problems import problems

ROWS = 50


class OfficesView(APIView):
    """Field offices and headquarters units."""

    roles = access.READERS

    @extend_schema(
        operation_id="list_offices",
        tags=["map"],
        summary="Offices",
        responses={200: OfficeSerializer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """Every office, with its hours and what belongs there."""
        return Response(OfficeSerializer(Office.objects.all(), many=True).data)


class PhasesView(APIView):
    """The steps of the roll-out."""

    roles = access.READERS

    @extend_schema(
        operation_id="list_phases",
        tags=["map"],
        summary="Phases of the roll-out",
        responses={200: PhaseSerializer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """Every phase, with its offices and how many facilities stand where."""
        counts = {phase.pk: tally.facilities for phase, tally in read_progress().phases if phase}
        phases = Phase.objects.prefetch_related("offices")
        return Response(PhaseSerializer(phases, many=True, context={"counts": counts}).data)


class FacilitiesView(APIView):
    """Places where people are held."""

    roles = access.READERS

    @extend_schema(
        operation_id="list_facilities",
        tags=["map"],
        summary="Facilities",
        parameters=[QuestionSerializer],
        responses={200: FacilityPageSerializer, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Facilities by key, 50 a page; a search that fits no name gives look-alikes."""
        question = QuestionSerializer(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked: dict[str, Any] = question.validated_data
        chosen: dict[str, str] = {name: str(asked[name]) for name in ("phase", "state") if name in asked}
        if "office" in asked:
            chosen["office"] = asked["office"].code
        facilities = chosen_facilities(chosen)
        if text := asked.get("q"):
            named = facilities.named_like(text)
            alike = Facility.objects.resembling(text).values("pk")
            facilities = named if named.exists() else facilities.filter(pk__in=alike)
        if cursor := asked.get("cursor"):
            facilities = facilities.filter(key__gt=cursor.upper())
        found = directory.describe(facilities.in_full().order_by("key")[: ROWS + 1])
        more = found[ROWS - 1].facility.key if len(found) > ROWS else None
        page = FacilityPageSerializer({"results": found[:ROWS], "next": more})
        return Response(page.data)


class FacilityView(APIView):
    """One facility."""

    roles = access.READERS

    @extend_schema(
        operation_id="read_facility",
        tags=["map"],
        summary="One facility",
        responses={200: FacilityInFullSerializer, **problems(404)},
    )
    def get(self, request: Request, key: str) -> Response:
        """The facility with its address, lines, populations, and offices day by day."""
        return Response(FacilityInFullSerializer(_find(key)).data)


class _MoveView(APIView):
    """A step of one facility in the roll-out: headquarters only, with a reason."""

    roles = access.CHANGERS
    verb: ClassVar[Callable[..., Activation]]

    def take(self, request: Request, key: str) -> Response:
        """Take the step; the facility as it is afterwards."""
        said = MoveSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        found = _find(key)
        type(self).verb(found.facility, by=access.doer(request.user), **said.validated_data)
        return Response(FacilityInFullSerializer(_find(key)).data)


class ActivationView(_MoveView):
    """Making a facility live."""

    verb = rollout.activate

    @extend_schema(
        operation_id="activate_facility",
        tags=["map"],
        summary="Make a facility live",
        request=MoveSerializer,
        responses={200: FacilityInFullSerializer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: str) -> Response:
        """People held there may call from now on. 409 when it is live already or has changed."""
        return self.take(request, key)


class SuspensionView(_MoveView):
    """Suspending a facility's line."""

    verb = rollout.suspend

    @extend_schema(
        operation_id="suspend_facility",
        tags=["map"],
        summary="Suspend a facility's line",
        request=MoveSerializer,
        responses={200: FacilityInFullSerializer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: str) -> Response:
        """The line is out of service for now. 409 when it is not live or in testing, or has changed."""
        return self.take(request, key)


class TestingView(_MoveView):
    """Beginning test calls."""

    verb = rollout.begin_testing

    @extend_schema(
        operation_id="test_facility",
        tags=["map"],
        summary="Begin testing a facility's line",
        request=MoveSerializer,
        responses={200: FacilityInFullSerializer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: str) -> Response:
        """Test calls begin. 409 when it is live or in testing, or has changed."""
        return self.take(request, key)


class ScheduleView(APIView):
    """Putting a facility into a phase: headquarters only, with a reason."""

    roles = access.CHANGERS

    @extend_schema(
        operation_id="schedule_facility",
        tags=["map"],
        summary="Put a facility into a phase",
        request=ScheduleSerializer,
        responses={200: FacilityInFullSerializer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: str) -> Response:
        """The facility belongs to the phase from now on. 409 unless it is only planned so far."""
        said = ScheduleSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        found = _find(key)
        rollout.schedule(
            found.facility,
            said.validated_data["phase"],
            by=access.doer(request.user),
            why=said.validated_data["why"],
        )
        return Response(FacilityInFullSerializer(_find(key)).data)


def _find(key: str) -> Found:
    facilities = Facility.objects.in_full().filter(key=key)
    found = directory.describe(facilities.prefetch_related("lines", "assignments__office"))
    if not found:
        raise Http404
    return found[0]


api_urlpatterns: list[URLPattern] = [
    path("offices/", OfficesView.as_view(), name="offices"),
    path("phases/", PhasesView.as_view(), name="phases"),
    path("facilities/", FacilitiesView.as_view(), name="facilities"),
    path(f"facilities/{KEY}/", FacilityView.as_view(), name="facility"),
    path(f"facilities/{KEY}/activation/", ActivationView.as_view(), name="activation"),
    path(f"facilities/{KEY}/suspension/", SuspensionView.as_view(), name="suspension"),
    path(f"facilities/{KEY}/testing/", TestingView.as_view(), name="testing"),
    path(f"facilities/{KEY}/schedule/", ScheduleView.as_view(), name="schedule"),
    *calendar_api.api_urlpatterns,
]
