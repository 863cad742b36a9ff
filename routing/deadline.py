"""A due time explained: the limit in words, how it is counted, and whether it is law or a target of ours."""

import re
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Topic
from facilities.models import Office
from routing import clock
from routing.calendars import calendar_of
from routing.models import QueueItem

WALL_UNITS = frozenset({"min", "h"})
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


def due_times(topic: Topic, office: Office, counted_from: datetime) -> tuple[datetime, datetime | None]:
    """When a case of this topic is due in this office, and when somebody should have taken it up (aware)."""
    calendar = calendar_of(office)
    due_at = clock.due(counted_from, topic.resolve_within or clock.LIMIT_OF_EVERY_CASE, calendar)
    assert due_at is not None  # noqa: S101  (the limit is not empty)
    return due_at, clock.due(counted_from, topic.respond_within, calendar)


def counting_of(limit: str) -> str:
    """How the clock of this limit runs, in words."""
    found = clock.LIMIT.match(limit)
    if found and found["unit"] in WALL_UNITS:
        return "The clock runs day and night."
    return "The clock runs while the office is open, Monday to Friday, not on federal holidays."


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
