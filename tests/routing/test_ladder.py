"""The ladder tells the office, its leads and headquarters, once a step, until a named person takes it on."""

from datetime import timedelta

import pytest

from cases.models import Disposition
from facilities.models import Office
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from routing import desk
from routing.deadlines import escalations, ladder
from routing.models import Escalation, Notification, QueueItem
from tests.builders import KROME, a_case, item_of, violations
from tests.cast import Cast
from tests.routing.laddered import begun, look_again, steps

TOLD = ("step", "notices__office__code", "notices__person__username", "notices__channel")
LONG = timedelta(days=40)


def told(promise: str = "resolve") -> list[tuple[str | None, ...]]:
    """Who was told of each step, by what way."""
    return sorted(Escalation.objects.filter(promise=promise).values_list(*TOLD))


def test_a_new_case_gets_an_appointment_and_no_step(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    assert ladder.climb_all() == 1
    item = item_of(case)
    assert item.next_step_at is not None
    assert item.counted_from < item.next_step_at < item.due_at
    assert steps(case) == []
    assert ladder.climb_all() == 0


def test_a_case_long_overdue_is_told_to_everybody_once_but_not_warned_of(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    item = begun(case, LONG)
    look_again(item)
    assert told() == [
        ("breach", "ATL", None, "page"),
        ("headquarters", "OPA", None, "mail"),
        ("headquarters", "OPA", None, "page"),
        ("lead", "ATL", "lead.atl", "mail"),
        ("lead", "ATL", "lead.atl", "page"),
    ]
    assert item_of(case).next_step_at is None
    assert Entry.objects.filter(verb="escalated", subject_key=str(case.pk)).count() == 3
    assert violations() == []


def test_a_nearly_due_case_is_told_to_the_office(cast: Cast) -> None:
    case = a_case("MED", by=cast.operator)
    desk.claim(item_of(case), by=cast.officer_ihsc)
    begun(case, timedelta(hours=19))
    assert told() == [("warn", "IHSC", None, "page")]


def test_an_urgent_case_nobody_takes_up_climbs_quicker(cast: Cast) -> None:
    case = a_case("SUI", by=cast.operator)
    begun(case, timedelta(minutes=11))
    assert steps(case) == [("take_up", "breach"), ("take_up", "lead")]


def test_whoever_takes_it_up_stops_that_ladder(cast: Cast) -> None:
    case = a_case("SUI", by=cast.operator)
    begun(case, timedelta(minutes=6))
    desk.claim(item_of(case), by=cast.officer_ihsc)
    begun(case, timedelta(minutes=14))
    assert steps(case) == [("take_up", "breach")]
    assert not Escalation.objects.waiting().exists()


def test_a_plan_stops_the_ladder_and_answers_the_steps_below(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    begun(case, LONG)
    top = Escalation.objects.get(case=case, step="headquarters")
    with pytest.raises(Refused):
        escalations.acknowledge(top, "  ", by=cast.hq)
    with pytest.raises(Refused):
        escalations.acknowledge(top, "I call the facility today.", by=cast.lead_atl)
    escalations.acknowledge(top, "I call the facility today.", by=cast.hq)
    assert not Escalation.objects.waiting().exists()
    assert set(Escalation.objects.values_list("acknowledged_by__username", flat=True)) == {"hq"}
    with pytest.raises(Overtaken):
        escalations.acknowledge(top, "So do I.", by=cast.hq)
    look_again(item_of(case))
    assert len(steps(case)) == 3


def test_an_answered_step_keeps_the_next_one_away(cast: Cast) -> None:
    case = a_case("MED", by=cast.operator)
    desk.claim(item_of(case), by=cast.officer_ihsc)
    begun(case, timedelta(hours=24, minutes=5))
    assert steps(case) == [("resolve", "breach")]
    escalations.acknowledge(Escalation.objects.get(), "A nurse sees him at noon.", by=cast.officer_ihsc)
    begun(case, timedelta(hours=5))
    assert [step for _, step in steps(case) if step != "breach"] == []


def test_a_transfer_keeps_the_ladder_where_it_is(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    begun(case, LONG)
    desk.transfer(item_of(case), Office.objects.get(code="MIA"), by=cast.hq, why="They hold the person.")
    ladder.climb_all()
    assert len(steps(case)) == 3
    assert Escalation.objects.visible_to(cast.officer_mia).waiting().count() == 3
    assert not Escalation.objects.visible_to(cast.officer_atl).exists()


def test_a_closed_case_owes_nothing(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    begun(case, LONG)
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    assert not Escalation.objects.waiting().exists()
    assert ladder.climb_all() == 0


def test_others_do_not_see_it(cast: Cast) -> None:
    begun(a_case("CON", by=cast.operator), LONG)
    begun(a_case("CON", by=cast.operator, facility=KROME), LONG)
    seen = {
        who: Escalation.objects.visible_to(getattr(cast, who)).count()
        for who in ("lead_atl", "hq", "analyst")
    }
    assert seen == {"lead_atl": 3, "hq": 6, "analyst": 0}


def test_many_cases_cost_what_one_costs(cast: Cast, django_assert_max_num_queries: object) -> None:
    for _ in range(12):
        a_case("CON", by=cast.operator)
    QueueItem.objects.update(counted_from="2026-01-02T10:00Z")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        ladder.climb()
    assert Escalation.objects.count() == 36
    assert Notification.objects.filter(kind="escalated").count() == 60
