"""The state of the mail room: what waits and for how long, what fails, what fell to triage, and what makes it go.

Counts over the whole installation hold nothing about anybody. What names a reason is shown only as far as the reader
may see the cases behind it. Reads only; ages are by the database's clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.db import connection
from django.db.models import Count
from django.db.models.functions import Now

from helpline import pulse
from helpline.accounts.models import Role, User
from routing.models import Decision, DecisionKind, QueueItem, RouteRequest
from routing.rules.in_force import rules_in_force

LATE_SECONDS = 60
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
REASONS_SHOWN = 10
WATCHERS = frozenset({Role.HEADQUARTERS, Role.SUPERVISOR})

FIGURES = """
SELECT count(*), coalesce(extract(epoch FROM statement_timestamp() - min(made_at)), 0),
       count(*) FILTER (WHERE last_error_code <> ''),
       (SELECT count(*) FROM routing_decision
          WHERE kind = 'fallback' AND decided_at > now() - interval '1 hour'),
       (SELECT count(*) FROM routing_notification WHERE state IN ('waiting', 'sending')),
       (SELECT count(*) FROM routing_notification
          WHERE state = 'failed' AND last_error_code <> 'not theirs any more'),
       (SELECT count(*) FROM routing_escalation e WHERE acknowledged_at IS NULL AND EXISTS (
          SELECT 1 FROM routing_queueitem q
          WHERE q.case_id = e.case_id AND q.counted_from = e.counted_from AND q.left_at IS NULL
            AND (e.promise = 'resolve' OR q.claimed_by_id IS NULL)))
FROM routing_routerequest WHERE state = 'pending'
"""
WAITED_TOO_LONG = """
SELECT EXISTS (SELECT 1 FROM routing_routerequest
               WHERE state = 'pending' AND made_at < statement_timestamp() - %s * interval '1 second')
"""


@dataclass(frozen=True)
class Figures:
    """Counts, and ages in seconds. `fell` counts cases that no rule could place in the last hour."""

    waiting: int
    oldest_seconds: float
    failing: int
    fell: int
    notices_waiting: int
    notices_failed: int
    escalations: int

    @property
    def is_late(self) -> bool:
        """A case has waited for its route for more than a minute."""
        return self.oldest_seconds > LATE_SECONDS


@dataclass(frozen=True)
class Machinery:
    """What makes the mail room go. Ages in seconds, None where nothing was seen; Redis keeps them and may be away."""

    redis: bool
    worker_seconds: float | None
    sweep_seconds: float | None


@dataclass(frozen=True)
class Tally:
    """A reason, and how many cases it holds for."""

    says: str
    count: int


@dataclass(frozen=True)
class State:
    """Everything the page says."""

    figures: Figures
    machinery: Machinery
    version: int | None
    errors: Sequence[Tally]
    reasons: Sequence[Tally]
    unplaced: int


def read_figures() -> Figures:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES)
        row = cursor.fetchone()
    return Figures(int(row[0]), float(row[1]), *(int(number) for number in row[2:]))


def read_machinery() -> Machinery:
    """What Redis knows of the workers; no query."""
    try:
        return Machinery(True, pulse.age(), pulse.sweep_age())
    except redis.RedisError:
        return Machinery(False, None, None)


def read_state(user: User) -> State:
    """The page, in six queries."""
    version = rules_in_force()
    failing = RouteRequest.objects.pending().exclude(last_error_code="")
    errors = failing.values_list("last_error_code").annotate(cases=Count("id")).order_by("-cases")
    fell = Decision.objects.filter(
        kind=DecisionKind.FALLBACK,
        decided_at__gt=Now() - AN_HOUR,
        stays__in=QueueItem.objects.visible_to(user),
    )
    reasons = fell.values_list("why").annotate(cases=Count("id")).order_by("-cases", "why")
    return State(
        figures=read_figures(),
        machinery=read_machinery(),
        version=version.version if version else None,
        errors=[Tally(code, count) for code, count in errors[:REASONS_SHOWN]],
        reasons=[Tally(why, count) for why, count in reasons[:REASONS_SHOWN]],
        unplaced=unplaced(user),
    )


def unplaced(user: User) -> int:
    """How many cases of the last day that no rule could place nobody has taken up yet, as far as this person sees."""
    stays = QueueItem.objects.visible_to(user).open().unclaimed()
    recent = Decision.objects.filter(kind=DecisionKind.FALLBACK, decided_at__gt=Now() - A_DAY)
    return stays.filter(decision__in=recent).count()


def has_late() -> bool:
    """A case has waited for its route for more than a minute."""
    with connection.cursor() as cursor:
        cursor.execute(WAITED_TOO_LONG, [LATE_SECONDS])
        return bool(cursor.fetchone()[0])
