"""The clock of a case stands still with a reason, until a day; what cannot wait is not paused."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.models import Case, Disposition
from facilities.models import Office
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import clock, desk
from routing.clock import Standstill
from routing.deadlines import ladder, pauses, reckoning
from routing.deadlines.calendars import calendar_of
from routing.models import Pause, PauseReason
from tests.builders import a_case, item_of, violations
from tests.cast import Cast

NOTE = "Asked the facility for the repair slip."
ATLANTA = ZoneInfo("America/New_York")


def in_days(days: int) -> date:
    """A day from today."""
    return timezone.localdate() + timedelta(days=days)


def claimed(cast: Cast, topic: str = "CON") -> Case:
    """A case an officer of its office holds."""
    case = a_case(topic, by=cast.operator)
    item = item_of(case)
    desk.claim(item, by=cast.officer_atl if item.office.code == "ATL" else cast.hq)
    return case


def test_the_due_time_moves_by_what_the_clock_stands_still(cast: Cast) -> None:
    case = claimed(cast)
    before = item_of(case)
    made = pauses.pause(item_of(case), PauseReason.FACILITY, NOTE, in_days(10), by=cast.officer_atl)
    after = item_of(case)
    runs_again = datetime.combine(in_days(10), time(0), tzinfo=ATLANTA)
    still = [Standstill(made.began_at, runs_again)]
    calendar = calendar_of(Office.objects.get(code="ATL"))
    assert after.due_at == clock.due(before.counted_from, "5bd", calendar, still)
    assert after.due_at > before.due_at
    assert after.case.version == before.case.version + 1
    assert Entry.objects.get(verb="paused").details == {
        "reason": "facility",
        "until": in_days(10).isoformat(),
        "pause": made.pk,
    }
    assert violations() == []


def test_it_runs_again_when_somebody_says_so(cast: Cast) -> None:
    case = claimed(cast)
    before = item_of(case)
    pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(10), by=cast.officer_atl)
    with pytest.raises(Refused, match="still already"):
        pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(9), by=cast.officer_atl)
    pauses.resume(item_of(case), by=cast.officer_atl)
    made = Pause.objects.get()
    assert made.ended_by == cast.officer_atl
    assert item_of(case).due_at - before.due_at < timedelta(days=1)
    with pytest.raises(Refused, match="runs already"):
        pauses.resume(item_of(case), by=cast.officer_atl)


def test_it_runs_again_by_itself_on_the_day_that_was_named(cast: Cast) -> None:
    case = claimed(cast)
    pauses.pause(item_of(case), PauseReason.COURT, NOTE, in_days(10), by=cast.officer_atl)
    week = timedelta(days=14)
    Pause.objects.update(began_at=timezone.now() - week, until=in_days(-4))
    known = reckoning.reckoning_of(item_of(case))
    assert pauses.lasting(known.pauses, known) is None
    pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(3), by=cast.officer_atl)
    first = Pause.objects.order_by("began_at")[0]
    assert first.ended_at == datetime.combine(in_days(-4), time(0), tzinfo=ATLANTA)
    assert first.ended_by is None


@pytest.mark.parametrize(
    ("topic", "says"),
    [("MED", "An urgent case cannot be paused"), ("SUI", "An urgent case cannot be paused")],
)
def test_what_cannot_wait_is_not_paused(cast: Cast, topic: str, says: str) -> None:
    case = claimed(cast, topic)
    with pytest.raises(Refused, match=says):
        pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(3), by=cast.hq)
    assert not Pause.objects.exists()


def test_a_limit_by_the_wall_clock_is_not_paused(cast: Cast) -> None:
    case = claimed(cast)
    item_of(case).case.topic.__class__.objects.filter(code="CON").update(resolve_within="72h")
    with pytest.raises(Refused, match="within 72 hours, and that runs day and night"):
        pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(3), by=cast.officer_atl)


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_the_day_comes_soon_but_not_today(cast: Cast, days: int) -> None:
    case = claimed(cast)
    with pytest.raises(Refused):
        pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(days), by=cast.officer_atl)


def test_only_who_may_finish_the_case_pauses_it(cast: Cast) -> None:
    case = claimed(cast)
    with pytest.raises(OutOfReach):
        pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(3), by=cast.officer_mia)
    pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(3), by=cast.lead_atl)


def test_a_case_that_changed_meanwhile_is_looked_at_again_first(cast: Cast) -> None:
    case = claimed(cast)
    seen = item_of(case)
    desk.act(item_of(case), "noted", "Called the unit.", by=cast.officer_atl)  # type: ignore[arg-type]
    with pytest.raises(Overtaken):
        pauses.pause(seen, PauseReason.CALLER, NOTE, in_days(3), by=cast.officer_atl)


def test_closing_ends_the_pause(cast: Cast) -> None:
    case = claimed(cast)
    pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(3), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    assert Pause.objects.get().ended_at is not None


def test_the_ladder_stands_still_too(cast: Cast) -> None:
    case = claimed(cast)
    ladder.climb_all()
    before = item_of(case).next_step_at
    pauses.pause(item_of(case), PauseReason.CALLER, NOTE, in_days(10), by=cast.officer_atl)
    ladder.climb_all()
    after = item_of(case).next_step_at
    assert before is not None
    assert after is not None
    assert after > before
