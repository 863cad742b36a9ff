"""The arithmetic of a due time in words, step by step. Pure: it is told the time, it never asks.

Times are those of the office that counts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby

from routing.clock import UTC, WALL_UNITS, Calendar, Standstill, after, elapsed, in_words, parts, said

MOST_MILESTONES = 10
DAY = timedelta(days=1)
Told = tuple[datetime, str]


def explain(start: datetime, limit: str, calendar: Calendar, pauses: Sequence[Standstill] = ()) -> list[str]:
    """How the clock came from `start` to the due time, as sentences in order; the last one says when it is due."""
    unit = parts(limit)[1]
    begins = start.astimezone(calendar.zone)
    due_at = after(start, limit, calendar, pauses).astimezone(calendar.zone)
    received = f"Received {_full(begins)} at {clock_time(begins)}"
    due = _stop(f"Due {_full(due_at)} at {clock_time(due_at)}")
    if unit in WALL_UNITS:
        return [_stop(received), f"The time is {in_words(limit)}, counted day and night.", due]
    told = [*_days_off(begins, due_at, calendar), *_pauses(begins, due_at, calendar, pauses)]
    told += (_milestones if unit == "bd" else _hours)(begins, due_at, limit, calendar, pauses)
    opening = f"{_stop(received + _when_it_begins(begins, calendar))} The time is {in_words(limit)}."
    return [opening, *(sentence for _, sentence in sorted(told, key=lambda one: one[0])), due]


def clock_time(at: datetime) -> str:
    """A time as people write it: `8 a.m.`, `4:30 p.m.`, `noon`."""
    if (at.hour, at.minute) in {(0, 0), (12, 0)}:
        return "noon" if at.hour else "midnight"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'a.m.' if at.hour < 12 else 'p.m.'}"


def length(hours: Fraction) -> str:
    """A length of time: `30 minutes`, `2 hours 15 minutes`; `less than a minute` for less."""
    whole, minutes = divmod(round(hours * 60), 60)
    words = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((whole, "hour"), (minutes, "minute")) if n]
    return " ".join(words) or "less than a minute"


def _stop(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."


def _full(day: date) -> str:
    return f"{day:%A}, {said(day)}"


def _short(day: date) -> str:
    return f"{day:%A}, {day:%b} {day.day}"


def _when_it_begins(begins: datetime, calendar: Calendar) -> str:
    """What stands between receiving it and the clock: nothing, or until when the office is closed."""
    today = calendar.span_of(begins.date())
    opens, _ = next(span for span in calendar.spans_from(begins) if span[1] > begins)
    if opens <= begins:
        return ""
    first = opens.astimezone(calendar.zone)
    when = "that day" if first.date() == begins.date() else _short(first)
    closed = "outside the office's hours" if today else "on a day that does not count"
    return f", {closed}; counting begins {when} at {clock_time(first)}"


def _dates(begins: datetime, ends: datetime) -> Iterator[date]:
    for ahead in range((ends.date() - begins.date()).days + 1):
        yield begins.date() + ahead * DAY


def _run(days: Sequence[date]) -> str:
    """Days in a row: `Saturday and Sunday, Nov 21 and 22`."""
    first, last = days[0], days[-1]
    if len(days) == 1:
        return _short(first)
    if len(days) == 2:
        last_day = f"{last.day}" if first.month == last.month else f"{last:%b} {last.day}"
        return f"{first:%A} and {last:%A}, {first:%b} {first.day} and {last_day}"
    return f"{_short(first)}, to {_short(last)}"


def _at(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time(0), tzinfo=calendar.zone).astimezone(UTC)


def _days_off(begins: datetime, ends: datetime, calendar: Calendar) -> Iterator[Told]:
    for reason, run in groupby(_dates(begins, ends), calendar.off):
        days = list(run)
        if reason:
            verb = "does" if len(days) == 1 else "do"
            because = "" if reason == "Weekend" else f": {reason}"
            yield _at(days[0], calendar), f"{_run(days)}, {verb} not count{because}."


def _pauses(
    begins: datetime, ends: datetime, calendar: Calendar, pauses: Sequence[Standstill]
) -> Iterator[Told]:
    for pause in pauses:
        if pause.ends > begins and pause.begins < ends:
            stopped, runs = (at.astimezone(calendar.zone) for at in (pause.begins, pause.ends))
            because = f": {pause.why[:1].lower()}{pause.why[1:]}" if pause.why else ""
            yield (
                pause.begins,
                f"From {_short(stopped)}, {clock_time(stopped)}, to {_short(runs)}, {clock_time(runs)}, "
                f"the clock stands still{because}.",
            )


def _hours(
    begins: datetime, ends: datetime, limit: str, calendar: Calendar, pauses: Sequence[Standstill]
) -> Iterator[Told]:
    def counted(day: date) -> Fraction:
        opens, closes = max(begins, _at(day, calendar)), min(ends, _at(day + DAY, calendar))
        return elapsed(opens, closes, "bh", calendar, pauses) if opens < closes else Fraction(0)

    for hours, run in groupby(_dates(begins, ends), counted):
        days = list(run)
        if hours:
            each = " each" if len(days) > 1 else ""
            yield _at(days[0], calendar) + DAY / 2, f"{_run(days)}: {length(hours)} counted{each}."


def _milestones(
    begins: datetime, ends: datetime, limit: str, calendar: Calendar, pauses: Sequence[Standstill]
) -> Iterator[Told]:
    amount, _ = parts(limit)
    every = 1 if amount <= MOST_MILESTONES else 5
    for passed in range(every, amount, every):
        at = after(begins, limit, calendar, pauses, share=Fraction(passed, amount))
        local = at.astimezone(calendar.zone)
        plural = "day has" if passed == 1 else "days have"
        yield at, f"{_short(local)}, {clock_time(local)}: {passed} business {plural} passed."
