"""A due time explained: the limit in words, how it is counted, and whether it is law or a target of ours."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Topic
from routing import clock
from routing.clock import WALL_UNITS, Calendar, Standstill
from routing.models import QueueItem
from routing.rules.language import Limits

TARGET_OF_OURS = "Service target"
MARKS = re.compile(r" \(verified\)|, verified(?=\))")


@dataclass(frozen=True)
class Deadline:
    """Why a case is due when it is. `sentence` and `counting` are plain words; times are aware."""

    due_at: datetime
    respond_by: datetime | None
    counted_from: datetime
    sentence: str
    counting: str
    basis: str
    is_target: bool


def due_times(
    topic: Topic,
    calendar: Calendar,
    counted_from: datetime,
    limits: Iterable[Limits] = (),
    pauses: Sequence[Standstill] = (),
) -> tuple[datetime, datetime | None]:
    """When a case of this topic is due by this calendar, and when somebody should have taken it up (aware).

    `limits` are what rules add to the topic's own; of all, the earliest instant wins, so they only shorten.
    """
    resolving, responding = within(topic, limits)
    due_at = min(clock.after(counted_from, limit, calendar, pauses) for limit in resolving)
    respond_by = min(
        (clock.after(counted_from, limit, calendar, pauses) for limit in responding), default=None
    )
    return due_at, respond_by


def within(topic: Topic, limits: Iterable[Limits]) -> tuple[list[str], list[str]]:
    """Every limit in which a case is to be resolved (at least one), and in which it is to be taken up."""
    limits = list(limits)
    resolving = [limit for limit in (topic.resolve_within, *(x.resolve_within for x in limits)) if limit]
    responding = [limit for limit in (topic.respond_within, *(x.respond_within for x in limits)) if limit]
    return resolving or [clock.LIMIT_OF_EVERY_CASE], responding


def counting_of(limit: str) -> str:
    """How the clock of this limit runs, in words."""
    found = clock.LIMIT.match(limit)
    if found and found["unit"] in WALL_UNITS:
        return "The clock runs day and night."
    return "The clock runs while the office is open, not on federal holidays or days it is closed."


def is_target(basis: str) -> bool:
    """True unless the basis was read in its source: an unverified or proposed limit is never shown as law."""
    return "(verified)" not in basis


def basis_in_words(basis: str) -> str:
    """The source of a limit; empty where the limit is nothing but a target of ours."""
    source = MARKS.sub("", basis).strip()
    return "" if source == TARGET_OF_OURS else source


def explain(case: Case, stay: QueueItem) -> Deadline:
    """The due time of this stay in words."""
    topic = case.topic
    limit = topic.resolve_within or clock.LIMIT_OF_EVERY_CASE
    set_by = "is to be resolved within" if topic.resolve_within else "has no limit of its own; every case has"
    return Deadline(
        due_at=stay.due_at,
        respond_by=stay.respond_by,
        counted_from=stay.counted_from,
        sentence=f"{topic} {set_by} {clock.in_words(limit)}.",
        counting=counting_of(limit),
        basis=basis_in_words(topic.basis),
        is_target=is_target(topic.basis),
    )
