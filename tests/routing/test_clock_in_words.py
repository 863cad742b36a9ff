"""How a due time was counted, step by step, as the page of the case tells it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from routing.clock import Calendar, Closing, Standstill
from routing.deadlines.counting import explain

ATLANTA = ZoneInfo("America/New_York")
THANKSGIVING = date(2026, 11, 26)
OFFICE = Calendar(
    ATLANTA,
    dict.fromkeys(range(5), (time(8), time(17))),
    lambda day: "Thanksgiving Day" if day == THANKSGIVING else "",
    (Closing(date(2026, 11, 30), date(2026, 11, 30), "Ice storm"),),
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Atlanta."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ATLANTA)


def test_hours_are_counted_day_by_day() -> None:
    assert explain(at(25, 16, 30), "20bh", OFFICE) == [
        "Received Wednesday, Nov 25, 2026 at 4:30 p.m. The time is 20 business hours.",
        "Wednesday, Nov 25: 30 minutes counted.",
        "Thursday, Nov 26, does not count: Thanksgiving Day.",
        "Friday, Nov 27: 9 hours counted.",
        "Saturday and Sunday, Nov 28 and 29, do not count.",
        "Monday, Nov 30, does not count: Ice storm.",
        "Tuesday, Dec 1: 9 hours counted.",
        "Wednesday, Dec 2: 1 hour 30 minutes counted.",
        "Due Wednesday, Dec 2, 2026 at 9:30 a.m.",
    ]


def test_a_pause_is_told_where_it_falls() -> None:
    paused = [Standstill(at(23, 10), at(25, 12), "Waiting for the facility")]
    assert explain(at(21, 10), "2bd", OFFICE, paused) == [
        "Received Saturday, Nov 21, 2026 at 10 a.m., on a day that does not count; counting begins Monday, Nov 23 "
        "at 8 a.m. The time is 2 business days.",
        "Saturday and Sunday, Nov 21 and 22, do not count.",
        "From Monday, Nov 23, 10 a.m., to Wednesday, Nov 25, noon, the clock stands still: waiting for the facility.",
        "Thursday, Nov 26, does not count: Thanksgiving Day.",
        "Friday, Nov 27, 10 a.m.: 1 business day has passed.",
        "Saturday and Sunday, Nov 28 and 29, do not count.",
        "Monday, Nov 30, does not count: Ice storm.",
        "Due Tuesday, Dec 1, 2026 at 10 a.m.",
    ]


def test_the_wall_clock_needs_no_days() -> None:
    assert explain(at(25, 16, 30), "24h", OFFICE) == [
        "Received Wednesday, Nov 25, 2026 at 4:30 p.m.",
        "The time is 24 hours, counted day and night.",
        "Due Thursday, Nov 26, 2026 at 4:30 p.m.",
    ]
