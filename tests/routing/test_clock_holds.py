"""`elapsed(start, due(start, n)) == n` in every office's zone, over clock changes, holidays, closings and pauses."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from facilities.models import Office
from facilities.workdays import holiday_name
from routing.clock import Calendar, Closing, Standstill, after, due, elapsed
from routing.deadlines.counting import explain

SEED = 20261101
ROUNDS = 400
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MINUTES = 4 * 365 * 24 * 60
ZONES_OF_FACILITIES = (
    "America/Phoenix",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "America/St_Thomas",
)
WEEKS = (
    dict.fromkeys(range(5), (time(8), time(17))),
    dict.fromkeys(range(5), (time(8), time(20))),
    {0: (time(9), time(12)), 2: (time(7, 30), time(19)), 5: (time(10), time(11))},
    dict.fromkeys(range(7), (time(0), time(23, 59))),  # through the night of a clock change
    dict.fromkeys(range(7), (time(1, 30), time(3))),  # within it
)
LIMITS = {"min": (0, 5, 90, 9999), "h": (1, 24, 72), "bh": (0, 1, 4, 40, 333), "bd": (0, 1, 2, 5, 10, 45)}


def starts(dice: random.Random) -> datetime:
    """Any instant of four years, often near a clock change; to the microsecond."""
    at = FIRST + timedelta(minutes=dice.randrange(MINUTES), microseconds=dice.randrange(60_000_000))
    change = dice.choice([datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
    return dice.choice([at, change + timedelta(seconds=dice.randrange(-90_000, 180_000))])


def pauses(dice: random.Random, start: datetime) -> Iterator[Standstill]:
    """None to three times in which the clock stands still; they may overlap or lie before the start."""
    for _ in range(dice.randrange(4)):
        begins = start + timedelta(
            minutes=dice.randrange(-3_000, 20_000), microseconds=dice.randrange(1_000_000)
        )
        yield Standstill(begins, begins + timedelta(minutes=dice.randrange(1, 9_000)))


def closings(dice: random.Random, start: datetime) -> Iterator[Closing]:
    """None to two closings somewhere near."""
    for _ in range(dice.randrange(3)):
        first = start.date() + timedelta(days=dice.randrange(-2, 20))
        yield Closing(first, first + timedelta(days=dice.randrange(6)), "Ice storm")


def zones() -> list[str]:
    """The zone of every office, and of every facility that is not in one of these."""
    return sorted({*Office.objects.values_list("timezone", flat=True), *ZONES_OF_FACILITIES})


@pytest.mark.django_db
def test_what_has_passed_at_the_due_time_is_the_limit() -> None:
    dice = random.Random(SEED)
    for zone in zones():
        for _ in range(ROUNDS):
            start = starts(dice)
            calendar = Calendar(
                ZoneInfo(zone), dice.choice(WEEKS), holiday_name, tuple(closings(dice, start))
            )
            still = list(pauses(dice, start))
            unit = dice.choice(list(LIMITS))
            amount = dice.choice(LIMITS[unit])
            ends = due(start, f"{amount}{unit}", calendar, still)
            assert ends is not None
            assert elapsed(start, ends, unit, calendar, still) == amount, (zone, start, amount, unit, still)


@pytest.mark.django_db
def test_the_words_end_with_the_due_time_and_never_fail() -> None:
    dice = random.Random(SEED)
    for zone in zones():
        for _ in range(ROUNDS // 6):
            start = starts(dice)
            calendar = Calendar(
                ZoneInfo(zone), dice.choice(WEEKS), holiday_name, tuple(closings(dice, start))
            )
            limit = dice.choice(["30min", "24h", "4bh", "40bh", "1bd", "10bd", "45bd"])
            told = explain(start, limit, calendar, list(pauses(dice, start)))
            assert told[0].startswith("Received ")
            assert told[-1].startswith("Due ")


@pytest.mark.parametrize("limit", ["15min", "24h"])
def test_wall_clock_limits_neither_pause_nor_close(limit: str) -> None:
    start = datetime(2026, 11, 25, 18, tzinfo=UTC)
    usual = Calendar(ZoneInfo("America/New_York"), WEEKS[0], holiday_name)
    closed = Calendar(
        ZoneInfo("America/New_York"),
        WEEKS[0],
        holiday_name,
        (Closing(date(2026, 11, 1), date(2026, 12, 31)),),
    )
    still = [Standstill(start, start + timedelta(days=9))]
    assert due(start, limit, closed, still) == due(start, limit, usual)


def test_a_pause_moves_the_due_time_by_its_business_time() -> None:
    usual = Calendar(ZoneInfo("UTC"), WEEKS[0], lambda day: "")
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday
    still = [Standstill(start + timedelta(hours=1), start + timedelta(hours=3))]
    assert after(start, "4bh", usual, still) == start + timedelta(hours=6)
    assert after(start, "1bd", usual, still) == start + timedelta(days=1, hours=2)


def test_days_of_unequal_length_are_one_day_each() -> None:
    week = {0: (time(8), time(16)), 1: (time(8), time(12))}
    calendar = Calendar(ZoneInfo("UTC"), week, lambda day: "")
    half_of_monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert due(half_of_monday, "1bd", calendar) == datetime(2026, 11, 24, 10, tzinfo=UTC)
