"""Due times: wall clock, business hours, business days, over weekends, holidays and clock changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clock import BadCalendar, BadLimit, Calendar, due, in_words

ATLANTA = ZoneInfo("America/New_York")
THANKSGIVING = date(2026, 11, 26)
EIGHT_TO_FIVE = dict.fromkeys(range(5), (time(8), time(17)))
OFFICE = Calendar(ATLANTA, EIGHT_TO_FIVE, lambda day: "Thanksgiving Day" if day == THANKSGIVING else "")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=ATLANTA))


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment in Atlanta."""
    return datetime(year, month, day, hour, minute, second, tzinfo=ATLANTA)


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        ("15min", at(2026, 11, 23, 23, 50), at(2026, 11, 24, 0, 5)),
        ("24h", at(2026, 11, 1, 0, 30), at(2026, 11, 1, 23, 30)),  # the day has 25 hours
        ("4bh", at(2026, 11, 23, 10, 0), at(2026, 11, 23, 14, 0)),
        ("4bh", at(2026, 11, 23, 15, 0), at(2026, 11, 24, 10, 0)),
        ("4bh", at(2026, 11, 21, 12, 0), at(2026, 11, 23, 12, 0)),  # Saturday
        ("4bh", at(2026, 11, 25, 16, 0), at(2026, 11, 27, 11, 0)),  # over Thanksgiving
        ("1bd", at(2026, 11, 25, 10, 0), at(2026, 11, 27, 10, 0)),
        ("2bd", at(2026, 11, 20, 18, 0), at(2026, 11, 25, 8, 0)),  # Friday after hours counts from Monday
        ("5bd", at(2026, 11, 23, 9, 0), at(2026, 12, 1, 9, 0)),
    ],
)
def test_a_limit_ends_when_people_expect_it(limit: str, start: datetime, expected: datetime) -> None:
    assert due(start, limit, OFFICE) == expected


def test_the_empty_limit_is_never_due() -> None:
    assert due(at(2026, 11, 23, 9), "", OFFICE) is None


@pytest.mark.parametrize("limit", ["4", "h", "-1h", "4 bh", "1w", "99999h"])
def test_an_unreadable_limit_is_refused(limit: str) -> None:
    with pytest.raises(BadLimit):
        due(at(2026, 11, 23, 9), limit, OFFICE)


def test_a_calendar_without_a_working_day_is_refused() -> None:
    never = Calendar(ATLANTA, EIGHT_TO_FIVE, lambda day: "Closed for good")
    with pytest.raises(BadCalendar):
        due(at(2026, 11, 23, 9), "1bh", never)
    with pytest.raises(BadCalendar):
        Calendar(ATLANTA, {}, lambda day: "")


@given(moments, st.integers(0, 60))
def test_wall_hours_are_hours_also_over_clock_changes(start: datetime, hours: int) -> None:
    ends = due(start, f"{hours}h", OFFICE)
    assert ends is not None
    assert ends - start.astimezone(ZoneInfo("UTC")) == timedelta(hours=hours)


@given(moments, st.integers(1, 40))
def test_business_time_ends_while_the_office_is_open(start: datetime, hours: int) -> None:
    ends = due(start, f"{hours}bh", OFFICE)
    assert ends is not None
    local = ends.astimezone(ATLANTA)
    assert OFFICE.works_on(local.date())
    assert time(8) <= local.time() <= time(17)


@given(moments, st.integers(1, 10), st.integers(1, 10))
def test_business_hours_add_up(start: datetime, one: int, other: int) -> None:
    first = due(start, f"{one}bh", OFFICE)
    assert first is not None
    assert due(first, f"{other}bh", OFFICE) == due(start, f"{one + other}bh", OFFICE)


def test_limits_are_read_out_in_words() -> None:
    assert [in_words(limit) for limit in ("1bh", "2bd", "24h", "")] == [
        "1 business hour",
        "2 business days",
        "24 hours",
        "no set time",
    ]
