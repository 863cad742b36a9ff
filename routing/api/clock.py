"""The clock of a case in the API: how it was counted, pauses, and the steps of the ladder."""

from typing import Any, cast

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.access import READERS_OF_CASES
from cases.api.fields import Day, OneOf, Shape, Text, TrueFalse
from cases.models import Case
from helpline import cursors
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.problems import problems
from routing import casefile
from routing.access import DESK_ROLES
from routing.api import shapes
from routing.api.desk import Move, documented, stay_of
from routing.casefile import CaseFile
from routing.deadlines import escalations, pauses
from routing.models import Escalation, PauseReason, Promise, Step

PAGE = 50
LIST = "escalations"
FIRST_YEAR = 2024


class PauseShape(Shape):
    """Why the clock stands still, and until when."""

    reason = OneOf(PauseReason.choices)
    note = Text(max_length=pauses.NOTE_LIMIT, help_text="What exactly the case waits for, and from whom.")
    until = Day(earliest_year=FIRST_YEAR, help_text="The day on which the clock runs again by itself.")


class PlanShape(Shape):
    """What the person who takes a step on will do."""

    plan = Text(max_length=escalations.PLAN_LIMIT, help_text="What you will do, and by when.")


class WishShape(Shape):
    """Which steps to list."""

    waiting = TrueFalse(
        required=False, help_text="Only those that nobody has taken on and that are still owed."
    )
    cursor = Text(max_length=shapes.CURSOR_LIMIT, required=False, help_text="`next` of the page before.")


class EscalationAnswer(serializers.Serializer[Any]):
    """One step of the ladder that was taken for a case."""

    id = serializers.IntegerField()
    case = serializers.CharField(help_text="The case's number.")
    promise = serializers.ChoiceField(Promise.choices)
    step = serializers.ChoiceField(Step.choices)
    due_at = serializers.DateTimeField(help_text="When the promise was due as the step was taken.")
    taken_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_null=True, help_text="User name.")
    plan = serializers.CharField(allow_blank=True)


class EscalationPageAnswer(serializers.Serializer[Any]):
    """Some steps, the newest first. `next` is the cursor of what follows, null at the end."""

    results = EscalationAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class PauseAnswer(serializers.Serializer[Any]):
    """A time in which the clock of a case stood still, or stands still."""

    reason = serializers.ChoiceField(PauseReason.choices)
    began_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(help_text="When the clock ran again, or will.")
    note = serializers.CharField(allow_null=True, help_text="Null where the words are for offices only.")


class ClockAnswer(serializers.Serializer[Any]):
    """How the due time of a case was counted; null and empty while the router has not placed the case yet."""

    due_at = serializers.DateTimeField(allow_null=True)
    respond_by = serializers.DateTimeField(allow_null=True)
    counted_from = serializers.DateTimeField(allow_null=True)
    counted_by = serializers.CharField(allow_blank=True, help_text="Name of the office whose hours count.")
    steps = serializers.ListField(child=serializers.CharField(), help_text="The arithmetic in words.")
    pauses = PauseAnswer(many=True)
    cannot_pause = serializers.CharField(allow_blank=True, help_text="Why the clock may not stand still.")


ESCALATION: dict[str, Any] = {
    "id": 17,
    "case": "9QRT-VW34-X",
    "promise": "resolve",
    "step": "breach",
    "due_at": "2026-03-06T22:00:00Z",
    "taken_at": "2026-03-06T22:00:04Z",
    "acknowledged_at": None,
    "acknowledged_by": None,
    "plan": "",
}


@documented("pause_case", "Let the clock of the case stand still", PauseShape)
class Pause(Move):
    """Only business time pauses, until a day that is named."""

    shape = PauseShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Pause it."""
        pauses.pause(stay_of(case, by), PauseReason(told["reason"]), told["note"], told["until"], by=by)


@documented("resume_case", "Let the clock of the case run again", None)
class Resumption(Move):
    """The clock runs again from now."""

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Resume it."""
        pauses.resume(stay_of(case, by), by=by)


class Clock(APIView):
    """How the due time was counted."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="read_clock",
        tags=["desk"],
        summary="How the due time of a case was counted",
        responses={200: ClockAnswer, **problems(404)},
    )
    def get(self, request: Request, number: str) -> Response:
        """The arithmetic in words, with the pauses."""
        reader = cast(User, request.user)
        file = casefile.read(reader, number)
        if file is None:
            raise Http404
        journal.looked(file.case, by=reader, at="api clock")
        return Response(clock_of(file))


class Escalations(APIView):
    """The steps of the ladder."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="list_escalations",
        tags=["desk"],
        summary="Escalations of the cases you work on, the newest first",
        parameters=[WishShape],
        responses={200: EscalationPageAnswer, **problems(422)},
        examples=[OpenApiExample("Escalations", {"results": [ESCALATION], "next": None}, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """Those of cases that wait in a queue of yours, 50 a page."""
        reader = cast(User, request.user)
        asked: dict[str, Any] = dict(request.query_params.items())
        if asked.get("waiting") in {"true", "false"}:
            asked["waiting"] = asked["waiting"] == "true"
        wish = shapes.read(WishShape, asked)
        found = Escalation.objects.visible_to(reader)
        if "waiting" in wish:
            waiting = Escalation.objects.waiting().values("pk")
            found = found.filter(pk__in=waiting) if wish["waiting"] else found.exclude(pk__in=waiting)
        if after := _after(wish.get("cursor", ""), reader):
            found = found.filter(pk__lt=after)
        rows = list(found.select_related("case", "acknowledged_by").order_by("-id")[: PAGE + 1])
        shown = rows[:PAGE]
        journal.looked_many(
            {row.case_id: row.case for row in shown}.values(), by=reader, at="api escalations"
        )
        more = cursors.write([shown[-1].pk], of=LIST, reader=reader.pk) if len(rows) > PAGE else None
        return Response({"results": [answer_of(row) for row in shown], "next": more})


class Acknowledgement(APIView):
    """Taking a step on."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="acknowledge_escalation",
        tags=["desk"],
        summary="Take a step of the ladder on",
        request=PlanShape,
        responses={200: EscalationAnswer, **problems(404, 409, 422)},
        examples=[OpenApiExample("A plan", {"plan": "I call the unit at noon."}, request_only=True)],
    )
    def post(self, request: Request, key: int) -> Response:
        """The ladder stops. 409 when somebody was first, or when it is not yours to answer."""
        by = cast(User, request.user)
        step = Escalation.objects.visible_to(by).select_related("case").filter(pk=key).first()
        if step is None:
            raise Http404
        escalations.acknowledge(step, shapes.read(PlanShape, request.data)["plan"], by=by)
        return Response(answer_of(Escalation.objects.select_related("case", "acknowledged_by").get(pk=key)))


def clock_of(file: CaseFile) -> dict[str, Any]:
    """The clock of a case as the API tells it."""
    due, clock = file.deadline, file.clock
    return {
        "due_at": due.due_at if due else None,
        "respond_by": due.respond_by if due else None,
        "counted_from": due.counted_from if due else None,
        "counted_by": clock.counted_by if clock else "",
        "steps": clock.steps if clock else [],
        "pauses": [
            {
                "reason": stop.pause.reason,
                "began_at": stop.pause.began_at,
                "ends_at": stop.ends,
                "note": stop.pause.note if file.reads_words else None,
            }
            for stop in (clock.stops if clock else [])
        ],
        "cannot_pause": clock.cannot_pause if clock else "",
    }


def answer_of(step: Escalation) -> dict[str, Any]:
    """One step as the API tells it."""
    return {
        "id": step.pk,
        "case": step.case.number,
        "promise": step.promise,
        "step": step.step,
        "due_at": step.due_at,
        "taken_at": step.taken_at,
        "acknowledged_at": step.acknowledged_at,
        "acknowledged_by": step.acknowledged_by.username if step.acknowledged_by else None,
        "plan": step.plan,
    }


def _after(text: str, reader: User) -> int | None:
    """After which step the page begins; None for anything not written for this person."""
    match cursors.read(text, of=LIST, reader=reader.pk) if text else None:
        case [int(pk)]:
            return pk
    return None
