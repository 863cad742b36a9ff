"""The clock: when something is due. Pure: it is told the time, it never asks.

A limit is written `15min`, `2h` (wall clock), `4bh` (business hours), `2bd` (business days); the empty limit
has no due time. Business time runs while the office is open, Monday to Friday without federal holidays, in the
office's own zone. A business day is a whole day of opening hours: received at 10:00, one day later is 10:00 on
the next working day.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LIMIT = re.compile(r"^(?P<amount>\d{1,4})(?P<unit>min|h|bh|bd)$")
FARTHEST_DAYS = 3_660
LIMIT_OF_EVERY_CASE = "10bd"  # where a topic has none of its own


class BadLimit(ValueError):
    """A limit that is not written as this module reads them."""


@dataclass(frozen=True)
class Calendar:
    """When an office works: its zone, its daily hours, and which dates are off (weekends apart)."""

    zone: ZoneInfo
    opens: time
    closes: time
    is_holiday: Callable[[date], bool]

    def works_on(self, day: date) -> bool:
        """Monday to Friday, no holiday."""
        return day.weekday() < 5 and not self.is_holiday(day)

    def hours_of(self, day: date) -> tuple[datetime, datetime]:
        """Opening and closing of a working day as instants."""
        return (
            datetime.combine(day, self.opens, tzinfo=self.zone),
            datetime.combine(day, self.closes, tzinfo=self.zone),
        )


UTC = ZoneInfo("UTC")


def due(start: datetime, limit: str, calendar: Calendar) -> datetime | None:
    """The instant (UTC) at which `limit` has passed since `start`; None for the empty limit."""
    if not limit:
        return None
    found = LIMIT.match(limit)
    if not found:
        raise BadLimit(limit)
    amount, unit = int(found["amount"]), found["unit"]
    if unit == "min":
        return start.astimezone(UTC) + timedelta(minutes=amount)
    if unit == "h":
        return start.astimezone(UTC) + timedelta(hours=amount)
    if unit == "bh":
        return _after_open_time(start, timedelta(hours=amount), calendar)
    return _after_working_days(start, amount, calendar)


def _opening_at_or_after(instant: datetime, calendar: Calendar) -> datetime:
    """The first instant at or after `instant` (UTC) at which the office is open."""
    day = instant.astimezone(calendar.zone).date()
    for _ in range(FARTHEST_DAYS):
        if calendar.works_on(day):
            opens, closes = (moment.astimezone(UTC) for moment in calendar.hours_of(day))
            if instant < closes:
                return max(instant, opens)
        day += timedelta(days=1)
    raise BadLimit("this calendar has no working day")


def _after_open_time(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    at = _opening_at_or_after(start.astimezone(UTC), calendar)
    while True:
        closes = calendar.hours_of(at.astimezone(calendar.zone).date())[1].astimezone(UTC)
        if left <= closes - at:
            return at + left
        left -= closes - at
        at = _opening_at_or_after(closes, calendar)


def _after_working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    at = _opening_at_or_after(start.astimezone(UTC), calendar).astimezone(calendar.zone)
    day, hour = at.date(), at.timetz()
    while days:
        day += timedelta(days=1)
        if calendar.works_on(day):
            days -= 1
    return datetime.combine(day, hour).astimezone(UTC)


def in_words(limit: str) -> str:
    """A limit as people read it: `4 business hours`."""
    found = LIMIT.match(limit)
    if not found:
        return "no set time"
    amount, unit = int(found["amount"]), found["unit"]
    noun = {"min": "minute", "h": "hour", "bh": "business hour", "bd": "business day"}[unit]
    return f"{amount} {noun}{'' if amount == 1 else 's'}"
