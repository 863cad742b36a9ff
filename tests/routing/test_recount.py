"""An office works at other times: every open case it counts for is due at another time, at once or after a crash."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case
from facilities import workweek
from facilities.models import ClosedDays, Office, OpeningHours
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from routing import clock
from routing.deadlines import ladder, recount
from routing.deadlines.calendars import calendar_of
from routing.models import Escalation
from tests.builders import KROME, a_case, item_of, violations
from tests.cast import Cast
from tests.routing.laddered import begun

LONGER = {day: (time(6), time(22)) for day in range(6)}


def atlanta() -> Office:
    """The office of Stewart."""
    return Office.objects.get(code="ATL")


def expected(case: Case) -> Any:
    """When the clock says this case is due."""
    item = item_of(case)
    return clock.due(item.counted_from, case.topic.resolve_within, calendar_of(item.office))


def next_working_day(office: Office) -> date:
    """A day on which the office works soon, but not today."""
    return calendar_of(office).first_working_day(timezone.localdate() + timedelta(days=1))


def test_new_hours_move_what_this_office_counts_and_nothing_else(cast: Cast) -> None:
    here, there = a_case("CON", by=cast.operator), a_case("CON", by=cast.operator, facility=KROME)
    urgent = a_case("AST", by=cast.operator)
    before = {case.pk: item_of(case).due_at for case in (here, there, urgent)}
    week = {0: (time(8), time(12))}
    counted = workweek.set_hours(atlanta(), week, seen=workweek.version_of(atlanta()), by=cast.hq)
    assert counted == 2
    assert item_of(here).due_at == expected(here) > before[here.pk]
    assert item_of(there).due_at == before[there.pk]
    assert item_of(urgent).due_at == before[urgent.pk]
    assert Entry.objects.get(verb="set_week").details["cases"] == 2
    assert violations() == []


def test_a_closing_of_every_office_moves_them_all_and_comes_back(cast: Cast) -> None:
    cases = [a_case("CON", by=cast.operator), a_case("CON", by=cast.operator, facility=KROME)]
    before = [item_of(case).due_at for case in cases]
    day = next_working_day(atlanta())
    made = workweek.close_days(None, day, day, "Day of mourning", by=cast.hq)
    assert made.counted == 2
    moved = [item_of(case).due_at for case in cases]
    assert all(now > was for now, was in zip(moved, before, strict=True))
    assert workweek.withdraw_closing(ClosedDays.objects.get(), by=cast.hq) == 2
    assert [item_of(case).due_at for case in cases] == before
    with pytest.raises(Overtaken):
        workweek.withdraw_closing(ClosedDays.objects.get(), by=cast.hq)


def test_many_are_counted_by_the_ladder_also_after_a_crash(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case("CON", by=cast.operator)
    ladder.climb_all()
    before = item_of(case).due_at
    monkeypatch.setattr(recount, "AT_ONCE", 0)
    day = next_working_day(atlanta())
    workweek.close_days(atlanta(), day, day, "Ice storm", by=cast.lead_atl)
    assert item_of(case).due_at == before
    ladder.climb_all()
    assert item_of(case).due_at == expected(case) > before


def test_steps_that_were_taken_stay_taken_once(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    begun(case, timedelta(days=40))
    workweek.set_hours(atlanta(), LONGER, seen=workweek.version_of(atlanta()), by=cast.hq)
    ladder.climb_all()
    assert Escalation.objects.filter(case=case).count() == 3


@pytest.mark.parametrize(
    ("week", "says"),
    [
        ({}, "at least one weekday"),
        ({1: (time(9), time(9, 30))}, "Tuesday: the office opens for an hour"),
        ({1: (time(17), time(9))}, "Tuesday: the office opens for an hour"),
    ],
)
def test_hours_that_cannot_be_are_refused(cast: Cast, week: Any, says: str) -> None:
    with pytest.raises(Refused, match=says):
        workweek.set_hours(atlanta(), week, seen=workweek.version_of(atlanta()), by=cast.hq)
    assert not OpeningHours.objects.exists()


def test_closings_without_a_working_day_between_them_are_refused(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    before = item_of(case).due_at
    today = timezone.localdate()
    workweek.close_days(atlanta(), today, today + timedelta(days=30), "Flood", by=cast.hq)
    moved = item_of(case).due_at
    assert moved > before
    with pytest.raises(Refused, match="would not work on any of the 45 days"):
        workweek.close_days(
            atlanta(), today + timedelta(days=31), today + timedelta(days=60), "Flood", by=cast.hq
        )
    assert item_of(case).due_at == moved
    assert ClosedDays.objects.count() == 1


def test_who_may_change_a_calendar(cast: Cast) -> None:
    day = next_working_day(atlanta())
    seen = workweek.version_of(atlanta())
    with pytest.raises(Refused, match="Only headquarters sets"):
        workweek.set_hours(atlanta(), LONGER, seen=seen, by=cast.lead_atl)
    for office, who in (
        (None, cast.lead_atl),
        (Office.objects.get(code="MIA"), cast.lead_atl),
        (atlanta(), cast.officer_atl),
    ):
        with pytest.raises(Refused, match="Only headquarters and the lead"):
            workweek.close_days(office, day, day, "Ice storm", by=who)
    workweek.close_days(atlanta(), day, day, "Ice storm", by=cast.lead_atl)
    with pytest.raises(Overtaken):
        workweek.set_hours(atlanta(), LONGER, seen=seen, by=cast.hq)
