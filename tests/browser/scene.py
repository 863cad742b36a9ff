"""What the pages show while people look at them: everyday cases, and names that strain a page."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.db.models import F
from django.utils import timezone

from cases import intake
from cases.models import ActionKind, Call, CallerKind, Case, Disposition, Topic
from facilities import rollout
from facilities.models import Activation, Facility, Office, RolloutState
from routing import desk, dispatch
from routing.models import QueueItem
from tests.builders import KROME, STEWART, a_call, a_case, concern, item_of
from tests.cast import Cast

SIXTY = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaf"  # 60 letters, no place to break
ARABIC = intake.ToldDetainee("A000000311", "عبد الرحمن محمد", "الحسيني الهاشمي", date(1990, 2, 3), "Iraq")
KICHE = intake.ToldDetainee("A000000312", "B'alam K'iche'", "Tz'unun Q'anil", date(1988, 7, 9), "Guatemala")
LONG = intake.ToldDetainee(
    "A000000313", "Maria-Guadalupe de los Ángeles", SIXTY, date(1979, 12, 31), "Honduras"
)
SUMMARY = (
    "No insulin for two days. Unit B, bed 14. Told the nurse on Sunday and again on Monday; she wrote it down both times "
    "and said that the pharmacy is closed. He feels dizzy and his feet are numb.\n\nHe asks for a doctor today."
)


@dataclass(frozen=True)
class Scene:
    """The rows that pages are opened for."""

    call: Call
    silent_call: Call
    plain: Case
    medical: Case
    worked: Case
    closed: Case
    accusing: Case
    strained: Case
    emergency: Case


def set_scene(cast: Cast, *, many: int = 0) -> Scene:
    """One of everything, and `many` more for Atlanta."""
    call = a_call(
        concern("MED", SUMMARY),
        concern("TEL", "The phones of unit B have been dead since Friday. Nobody can reach a lawyer."),
        by=cast.operator,
        language="es",
        interpreter=True,
        told=intake.ToldDetainee("A000000310", "Ana", "Flores Reyes", date(1991, 5, 6), "Guatemala"),
        questions=[
            intake.Question(
                Topic.objects.get(code="CAS"), "Asked when the next hearing is: told the number to call."
            )
        ],
    )
    strained = a_case(
        "CON",
        by=cast.operator,
        facility=_longest(),
        summary="W" * 300 + " " + "Cold water only. " * 60,
        told=LONG,
        vulnerabilities=("pregnant", "victim"),
        hearing_on=timezone.localdate() + timedelta(9),
        caller=intake.ToldCaller(
            CallerKind.FAMILY, SIXTY, "555-0101", "Sister-in-law of the detained person", False
        ),
    )
    a_case(
        "REL",
        by=cast.operator,
        told=ARABIC,
        summary="لا يوجد ماء ساخن منذ أسبوع. He asks about his bond.",
        language="ar",
    )
    worked = a_case(
        "LNG", by=cast.operator, told=KICHE, summary="Nobody speaks K'iche' with him.", language="quc"
    )
    closed = a_case("PRP", by=cast.operator2, summary="His wedding ring was not given back after the move.")
    accusing = a_case(
        "CON", by=cast.operator, accuses_staff=True, summary="An officer turned the water off and laughed."
    )
    emergency = a_case(
        "EMR", by=cast.operator, summary="He is on the floor and does not answer. 911 was called."
    )
    a_case("CON", by=cast.operator, facility=KROME, summary="The air conditioning is broken.")
    dispatch.drain()
    _work_on(worked, closed, cast)
    _make_late(strained)
    for number in range(many):
        a_case(
            "CON",
            by=cast.operator,
            routed=False,
            summary=f"Row {number}: the showers of unit {number % 7} are cold.",
        )
    dispatch.drain()
    _roll_out(cast)
    silent = intake.submit(
        intake.Submission(
            key=uuid4(),
            caller=intake.ToldCaller(CallerKind.ANONYMOUS),
            started_at=timezone.now(),
            ending="silent",
        ),
        by=cast.operator,
    )
    cases = {case.topic_id: case for case in Case.objects.filter(call=call)}
    return Scene(call, silent, cases["TEL"], cases["MED"], worked, closed, accusing, strained, emergency)


def _longest() -> str:
    """The facility of Atlanta with the longest name."""
    of_atlanta = Facility.objects.filter(assignments__office__code="ATL", assignments__valid_to=None)
    return max(of_atlanta, key=lambda facility: len(facility.label)).key


def _work_on(worked: Case, closed: Case, cast: Cast) -> None:
    """One case went to another office and is in progress there; one is closed."""
    item = item_of(worked)
    desk.claim(item, by=cast.officer_atl)
    desk.act(
        item, ActionKind.CONTACTED_FACILITY, "The facility has no interpreter this week.", by=cast.officer_atl
    )
    item = item_of(closed)
    desk.claim(item, by=cast.lead_atl)
    desk.transfer(
        item, Office.objects.get(code="MIA"), by=cast.lead_atl, why="He was moved to Krome on Friday."
    )
    item = item_of(closed)
    desk.claim(item, by=cast.officer_mia)
    desk.close(item, Disposition.RESOLVED, "The ring was found and handed over.", by=cast.officer_mia)


def _make_late(case: Case) -> None:
    """Nobody took it up in time."""
    QueueItem.objects.filter(case=case).update(due_at=F("entered_at") - timedelta(hours=26))


def _roll_out(cast: Cast) -> None:
    """Some facilities are live, one was suspended, one is in testing."""
    stewart, krome = (Facility.objects.get(key=key) for key in (STEWART, KROME))
    elsewhere = Activation.objects.filter(state=RolloutState.PLANNED).exclude(facility__in=[stewart, krome])
    planned = [plan.facility for plan in elsewhere.select_related("facility").order_by("facility__key")[:7]]
    for facility in [stewart, krome, *planned[:6]]:
        rollout.activate(facility, by=cast.hq, why="Phone tested from two units; posters are up.")
    rollout.suspend(krome, by=cast.hq, why="The exchange is being replaced until Thursday.")
    rollout.begin_testing(planned[6], by=cast.hq, why="The line is in.")
