"""The clock: when something is due, and how much of a limit has passed. Pure: it is told the time, it never asks.

A limit is written `15min`, `2h` (wall clock), `4bh` (business hours), `2bd` (business days); the empty limit has no
due time. Wall-clock limits never pause and never close. Business time runs while the office is open, in the office's
own zone, and not in a pause. A business day is the whole opening time of one working day, however long that day is:
received when a third of Monday had passed, two days later is when a third of Wednesday has passed; with equal hours
that is the same time of day. What a day ends with is the beginning of the next one. So `elapsed(start, due(start, n))`
is n for every unit, business days being told to the millionth (less than a tenth of a second).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

LIMIT = re.compile(r"^(?P<amount>\d{1,4})(?P<unit>min|h|bh|bd)$")
FARTHEST_DAYS = 3_660
LIMIT_OF_EVERY_CASE = "10bd"  # where a topic has none of its own
WALL_UNITS = frozenset({"min", "h"})
UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "bh": timedelta(hours=1)}
MILLION = 1_000_000
MICROSECOND = timedelta(microseconds=1)
SHORTEST_DAY = timedelta(minutes=1)
UTC = ZoneInfo("UTC")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Hours = tuple[time, time]
Span = tuple[datetime, datetime]


class BadLimit(ValueError):
    """A limit that is not written as this module reads them."""


class BadCalendar(ValueError):
    """A calendar by which nothing could ever be due; the message says what to mend."""


@dataclass(frozen=True)
class Closing:
    """Days on which an office does not work, both included, and why."""

    starts_on: date
    ends_on: date
    why: str = ""


@dataclass(frozen=True)
class Standstill:
    """A time (aware) in which business time does not run, and why."""

    begins: datetime
    ends: datetime
    why: str = ""


@dataclass(frozen=True)
class Calendar:
    """When an office works: its zone, its hours by weekday (0 is Monday), holidays by name ("" for none), closings.

    A calendar without a working weekday, or with hours that end before they begin, is refused when it is made; one
    whose closings never end is refused by `first_working_day`.
    """

    zone: ZoneInfo
    hours: Mapping[int, Hours]
    holiday: Callable[[date], str]
    closings: Sequence[Closing] = ()
    _days: dict[date, Span | None] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.hours:
            raise BadCalendar("The office has no working day. Give it hours on at least one weekday.")
        for weekday, (opens, closes) in sorted(self.hours.items()):
            if datetime.combine(date.min, closes) - datetime.combine(date.min, opens) < SHORTEST_DAY:
                raise BadCalendar(f"{WEEKDAYS[weekday]} ends before it begins.")

    def works_on(self, day: date) -> bool:
        """A weekday with hours, no holiday, no closing."""
        return self.span_of(day) is not None

    def off(self, day: date) -> str:
        """Why the office does not work on this day, in a word or two; empty where it does."""
        if day.weekday() not in self.hours:
            return "Weekend" if day.weekday() > 4 else f"No hours on {WEEKDAYS[day.weekday()]}s"
        closed = (c.why or "Closed" for c in self.closings if c.starts_on <= day <= c.ends_on)
        return self.holiday(day) or next(closed, "")

    def span_of(self, day: date) -> Span | None:
        """Opening and closing of a day as instants (UTC); None where the office does not work."""
        if day not in self._days:
            self._days[day] = None if self.off(day) else self._span(day)
        return self._days[day]

    def _span(self, day: date) -> Span | None:
        opens, closes = (
            datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC) for at in self.hours[day.weekday()]
        )
        return (opens, closes) if opens < closes else None  # the hours a clock change leaves out

    def spans_from(self, instant: datetime) -> Iterator[Span]:
        """The days of the office from the one of `instant` on, without end; `BadCalendar` where none comes."""
        day, empty = instant.astimezone(self.zone).date(), 0
        while empty < FARTHEST_DAYS:
            span = self.span_of(day)
            empty = 0 if span else empty + 1
            if span:
                yield span
            day += timedelta(days=1)
        raise BadCalendar("The office has no working day in the next ten years.")

    def first_working_day(self, day: date, *, within: int = FARTHEST_DAYS) -> date:
        """The first day from `day` on at which the office works; `BadCalendar` where none is `within` so many days."""
        for ahead in range(within):
            if self.works_on(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise BadCalendar(f"The office would not work on any of the {within} days from {said(day)} on.")


class _Open(NamedTuple):
    """A stretch of business time within one day; `day` is how long that day is in all."""

    begins: datetime
    ends: datetime
    day: timedelta
    ends_day: bool


def said(day: date) -> str:
    """A day as people write it: `Nov 23, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"


def parts(limit: str) -> tuple[int, str]:
    """Amount and unit of a limit; `BadLimit` for anything else."""
    found = LIMIT.match(limit)
    if not found:
        raise BadLimit(limit)
    return int(found["amount"]), found["unit"]


def by_the_wall(limit: str) -> bool:
    """The limit runs day and night."""
    return parts(limit)[1] in WALL_UNITS


def due(
    start: datetime, limit: str, calendar: Calendar, pauses: Sequence[Standstill] = ()
) -> datetime | None:
    """The instant (UTC) at which `limit` has passed since `start`; None for the empty limit."""
    return after(start, limit, calendar, pauses) if limit else None


def after(
    start: datetime,
    limit: str,
    calendar: Calendar,
    pauses: Sequence[Standstill] = (),
    *,
    share: Fraction = Fraction(1),
) -> datetime:
    """The instant (UTC) at which this share of a limit has passed since `start`."""
    amount, unit = parts(limit)
    begins = start.astimezone(UTC)
    if unit in WALL_UNITS:
        return begins + _round(amount * share * Fraction(UNITS[unit] // MICROSECOND))
    if unit == "bh":
        return _after_hours(
            begins, _round(amount * share * Fraction(UNITS[unit] // MICROSECOND)), calendar, pauses
        )
    return _after_days(begins, amount if share == 1 else amount * share, calendar, pauses)


def elapsed(
    start: datetime, at: datetime, unit: str, calendar: Calendar, pauses: Sequence[Standstill] = ()
) -> Fraction:
    """How much has passed from `start` to `at`, in `min`, `h`, `bh` or `bd`; nothing before `start`."""
    begins, ends = start.astimezone(UTC), at.astimezone(UTC)
    if ends <= begins:
        return Fraction(0)
    if unit in WALL_UNITS:
        return Fraction((ends - begins) // MICROSECOND, UNITS[unit] // MICROSECOND)
    passed = Fraction(0)
    for stretch in _open_time(begins, calendar, pauses):
        if stretch.begins >= ends:
            break
        counted = (min(ends, stretch.ends) - stretch.begins) // MICROSECOND
        passed += Fraction(counted, (stretch.day if unit == "bd" else UNITS[unit]) // MICROSECOND)
    return passed if unit == "bh" else Fraction(round(passed * MILLION), MILLION)


def in_words(limit: str) -> str:
    """A limit as people read it: `4 business hours`."""
    if not LIMIT.match(limit):
        return "no set time"
    amount, unit = parts(limit)
    noun = {"min": "minute", "h": "hour", "bh": "business hour", "bd": "business day"}[unit]
    return f"{amount} {noun}{'' if amount == 1 else 's'}"


def _round(microseconds: Fraction | int) -> timedelta:
    return timedelta(microseconds=round(microseconds))


def _open_time(start: datetime, calendar: Calendar, pauses: Sequence[Standstill]) -> Iterator[_Open]:
    """Business time from `start` on: the office's days without the pauses, in order."""
    still = sorted((p.begins, p.ends) for p in pauses if p.ends > max(start, p.begins))
    for opens, closes in calendar.spans_from(start):
        at = max(start, opens)
        for begins, ends in still:
            if begins >= closes:
                break
            if at < begins:
                yield _Open(at, begins, closes - opens, ends_day=False)
            at = max(at, ends)
        if at < closes:
            yield _Open(at, closes, closes - opens, ends_day=True)


def _after_hours(
    start: datetime, left: timedelta, calendar: Calendar, pauses: Sequence[Standstill]
) -> datetime:
    for stretch in _open_time(start, calendar, pauses):
        if left <= stretch.ends - stretch.begins:
            return stretch.begins + left
        left -= stretch.ends - stretch.begins
    raise BadCalendar("The office never works that long.")


def _after_days(
    start: datetime, left: Fraction | int, calendar: Calendar, pauses: Sequence[Standstill]
) -> datetime:
    for stretch in _open_time(start, calendar, pauses):
        length = stretch.ends - stretch.begins
        whole = length == stretch.day
        holds = 1 if whole else Fraction(length // MICROSECOND, stretch.day // MICROSECOND)
        if left < holds or (left == holds and not stretch.ends_day):
            return stretch.begins + _round(left * (stretch.day // MICROSECOND))
        left -= holds
    raise BadCalendar("The office never works that long.")
