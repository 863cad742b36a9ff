"""When each step of the ladder is due. Pure: it is told the time, it never asks.

All numbers stand in this one table. They are service targets of ours, not law: business days for what is counted in
business time, minutes and hours of the wall clock for what cannot wait. Only urgent cases are watched for being taken up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from routing import clock
from routing.clock import Calendar, Standstill

WARN, BREACH, LEAD, HEADQUARTERS = "warn", "breach", "lead", "headquarters"
ORDER = (WARN, BREACH, LEAD, HEADQUARTERS)
TAKE_UP, RESOLVE = "take_up", "resolve"

WARNED_AT = Fraction(3, 4)
TAKE_UP_AT_LEAST = "5min"  # also what is to be handed over at once needs a moment to reach the queue
AFTERWARDS: dict[
    tuple[str, str], tuple[str, str]
] = {  # after the due time: to the office lead, to headquarters
    (TAKE_UP, "P0"): ("5min", "15min"),
    (TAKE_UP, "P1"): ("15min", "30min"),
    (RESOLVE, "P0"): ("15min", "30min"),
    (RESOLVE, "P1"): ("30min", "2h"),
    (RESOLVE, "P2"): ("1bd", "2bd"),
    (RESOLVE, "P3"): ("1bd", "3bd"),
    (RESOLVE, "P4"): ("1bd", "5bd"),
}


@dataclass(frozen=True)
class Rung:
    """One step and when it is due (UTC)."""

    step: str
    at: datetime


def watched(promise: str, urgency: str) -> bool:
    """Whether the ladder watches this promise for cases of this urgency."""
    return (promise, urgency) in AFTERWARDS


def rungs(
    promise: str,
    urgency: str,
    counted_from: datetime,
    due_at: datetime,
    limits: Sequence[str],
    calendar: Calendar,
    pauses: Sequence[Standstill] = (),
) -> list[Rung]:
    """Every step of a promise in order. `limits` are those it is counted by; without any there is no warning."""
    lead, headquarters = AFTERWARDS[promise, urgency]
    if promise == TAKE_UP:
        due_at = max(due_at, clock.after(counted_from, TAKE_UP_AT_LEAST, calendar))
    found = [
        Rung(BREACH, due_at),
        Rung(LEAD, clock.after(due_at, lead, calendar, pauses)),
        Rung(HEADQUARTERS, clock.after(due_at, headquarters, calendar, pauses)),
    ]
    warned = min(
        (clock.after(counted_from, limit, calendar, pauses, share=WARNED_AT) for limit in limits),
        default=due_at,
    )
    return [Rung(WARN, warned), *found] if warned < due_at else found


def to_climb(ladder: Sequence[Rung], taken: set[str], now: datetime) -> Iterator[str]:
    """The steps to take now, in order: due, not taken, above what was taken; no warning of what is overdue already."""
    highest = max((ORDER.index(step) for step in taken), default=-1)
    due = [rung.step for rung in ladder if rung.at <= now and ORDER.index(rung.step) > highest]
    return (step for step in due if step != WARN or BREACH not in due)


def next_at(ladder: Sequence[Rung], now: datetime) -> datetime | None:
    """When the next step comes; None where none is left."""
    return min((rung.at for rung in ladder if rung.at > now), default=None)
