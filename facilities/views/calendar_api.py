"""When the offices work, in the API: hours by weekday with If-Match, closings, and the federal holidays."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilities import access, workweek
from facilities.addresses import CODE
from facilities.models import ClosedDays, Office
from facilities.workdays import holidays_between
from helpline.problems import ChangedMeanwhile, MissingPrecondition, problems
from helpline.refusals import Overtaken

A_YEAR = timedelta(days=365)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="ETag of the calendar as you last read it.",
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200], description="Its version.")
TWICE = "Give every weekday once."


class HoursShape(serializers.Serializer[Any]):
    """The hours of one weekday, local time of the office. 0 is Monday."""

    weekday = serializers.IntegerField(min_value=0, max_value=6)
    opens_at = serializers.TimeField(format="%H:%M")
    closes_at = serializers.TimeField(format="%H:%M")


class ClosingAnswer(serializers.Serializer[Any]):
    """Days on which an office is closed, both included. Without an office: every office."""

    id = serializers.IntegerField()
    office = serializers.CharField(allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    why = serializers.CharField()


class HolidayAnswer(serializers.Serializer[Any]):
    """A federal holiday."""

    day = serializers.DateField()
    name = serializers.CharField()


class CalendarAnswer(serializers.Serializer[Any]):
    """When an office works: its week, closings and the federal holidays of the next 12 months."""

    office = serializers.CharField()
    timezone = serializers.CharField()
    week = HoursShape(many=True)
    closings = ClosingAnswer(many=True)
    holidays = HolidayAnswer(many=True)


class WeekShape(serializers.Serializer[Any]):
    """The whole week; weekdays left out have no hours."""

    week = HoursShape(many=True)

    def validate_week(self, week: list[dict[str, Any]]) -> dict[int, Any]:
        """Hours that can be, each weekday once, and a day on which the office works."""
        found = {row["weekday"]: (row["opens_at"], row["closes_at"]) for row in week}
        if len(found) < len(week):
            raise serializers.ValidationError(TWICE)
        if wrong := list(workweek.problems_of(found).values()):
            raise serializers.ValidationError(wrong)
        return found


class ClosingShape(serializers.Serializer[Any]):
    """Days to close, both included, and why."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    why = serializers.CharField(max_length=workweek.WHY_LIMIT)


EXAMPLE = {"starts_on": "2026-12-24", "ends_on": "2026-12-24", "why": "Ice storm"}


class CalendarView(APIView):
    """The calendar of one office."""

    roles = access.READERS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Everybody reads; only headquarters writes."""
        self.roles = access.READERS if request.method in {"GET", "HEAD", "OPTIONS"} else access.CHANGERS
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="read_calendar",
        tags=["map"],
        summary="When an office works",
        parameters=[ETAG],
        responses={200: CalendarAnswer, **problems(404)},
    )
    def get(self, request: Request, code: str) -> Response:
        """Its week, closings, and the holidays to come."""
        return _answer(_office(code))

    @extend_schema(
        operation_id="set_hours",
        tags=["map"],
        summary="Set the hours of an office",
        parameters=[IF_MATCH, ETAG],
        request=WeekShape,
        responses={200: CalendarAnswer, **problems(404, 409, 412, 422, 428)},
    )
    def put(self, request: Request, code: str) -> Response:
        """The week as a whole. Open cases that this calendar counts for are counted again."""
        office = _office(code)
        seen = _seen(request, office)
        told = WeekShape(data=request.data)
        told.is_valid(raise_exception=True)
        try:
            workweek.set_hours(office, told.validated_data["week"], seen=seen, by=access.doer(request.user))
        except Overtaken as overtaken:
            raise ChangedMeanwhile(str(overtaken)) from overtaken
        return _answer(office)


class ClosingsView(APIView):
    """Closing every office."""

    roles = access.CHANGERS

    @extend_schema(
        operation_id="close_every_office",
        tags=["map"],
        summary="Close every office on some days",
        request=ClosingShape,
        responses={201: ClosingAnswer, **problems(409, 422)},
        examples=[OpenApiExample("A closing", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """409 with a sentence for days that cannot be."""
        return _close(request, None)


class OfficeClosingsView(APIView):
    """Closing one office."""

    roles = access.CLOSERS

    @extend_schema(
        operation_id="close_office",
        tags=["map"],
        summary="Close an office on some days",
        request=ClosingShape,
        responses={201: ClosingAnswer, **problems(404, 409, 422)},
        examples=[OpenApiExample("A closing", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request, code: str) -> Response:
        """Headquarters any office, a lead their own. 409 with a sentence for days that cannot be."""
        office = _office(code)
        if not access.may_close(access.doer(request.user), office):
            raise Http404
        return _close(request, office)


class WithdrawalView(APIView):
    """Taking a closing back."""

    roles = access.CLOSERS

    @extend_schema(
        operation_id="withdraw_closing",
        tags=["map"],
        summary="Take a closing back",
        request=None,
        responses={200: ClosingAnswer, **problems(404, 409)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The office works on these days after all. 409 when it was taken back already."""
        closing = ClosedDays.objects.select_related("office").filter(pk=key).first()
        by = access.doer(request.user)
        if closing is None or not access.may_close(by, closing.office):
            raise Http404
        workweek.withdraw_closing(closing, by=by)
        return Response(_told(closing))


def _close(request: Request, office: Office | None) -> Response:
    told = ClosingShape(data=request.data)
    told.is_valid(raise_exception=True)
    said = told.validated_data
    starts_on, ends_on = said["starts_on"], said["ends_on"]
    made = workweek.close_days(office, starts_on, ends_on, said["why"], by=access.doer(request.user))
    return Response(_told(made), status=201)


def _office(code: str) -> Office:
    office = Office.objects.filter(code=code).first()
    if office is None:
        raise Http404
    return office


def _seen(request: Request, office: Office) -> str:
    """The version If-Match names."""
    tags = parse_etags(request.headers.get("If-Match", "").strip())
    if not tags:
        raise MissingPrecondition
    return workweek.version_of(office) if tags == ["*"] else tags[0].strip('"')


def _told(closing: ClosedDays) -> dict[str, Any]:
    return {
        "id": closing.pk,
        "office": closing.office.code if closing.office else None,
        "starts_on": closing.starts_on,
        "ends_on": closing.ends_on,
        "why": closing.why,
    }


def _answer(office: Office) -> Response:
    today: date = timezone.localdate()
    week = sorted(workweek.week_of(office).items())
    answer = {
        "office": office.code,
        "timezone": office.timezone,
        "week": [{"weekday": day, "opens_at": opens, "closes_at": closes} for day, (opens, closes) in week],
        "closings": [_told(one) for one in workweek.closings_of(office).order_by("starts_on", "pk")],
        "holidays": [{"day": day, "name": name} for day, name in holidays_between(today, today + A_YEAR)],
    }
    return Response(CalendarAnswer(answer).data, headers={"ETag": f'"{workweek.version_of(office)}"'})


api_urlpatterns: list[URLPattern] = [
    path(f"offices/{CODE}/calendar/", CalendarView.as_view(), name="calendar"),
    path(f"offices/{CODE}/closures/", OfficeClosingsView.as_view(), name="office_closures"),
    path("closures/", ClosingsView.as_view(), name="closures"),
    path("closures/<int:key>/withdrawal/", WithdrawalView.as_view(), name="closure_withdrawal"),
]
