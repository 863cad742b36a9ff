"""The ladder: an open case that is nearly due, overdue, or long overdue is told to the office, its leads, headquarters.

Every stay has an appointment (`next_step_at`; a new one at once). A look counts the stay again by the calendars of now,
takes each step that is due exactly once, and makes the next appointment. The appointment is the durable marker: whoever
changed what a stay is counted by sets it to now, and nothing is forgotten when a process dies. Reads the database's
clock only, and needs neither Redis nor Celery.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from helpline.audit import journal
from routing.deadlines import alerting, deadline, reckoning, rungs
from routing.deadlines.reckoning import Reckoning
from routing.models import Escalation, Promise, QueueItem, Step

log = logging.getLogger(__name__)

BATCH = 500
WHEN_IT_CANNOT_BE_COUNTED = timedelta(hours=1)
APPOINT = """
UPDATE routing_queueitem q SET next_step_at = v.at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS v(id, at) WHERE q.id = v.id
"""


@dataclass(frozen=True)
class Look:
    """What looking at one stay found: the steps to take, and when to look again (None: never)."""

    steps: list[Escalation]
    again_at: datetime | None


def climb(limit: int = BATCH) -> int:
    """Look at up to `limit` stays whose appointment has come; give back how many. Safe to run anywhere, at once."""
    with transaction.atomic():
        stays = list(
            QueueItem.objects.open()
            .filter(next_step_at__lte=Now())
            .select_related("case__topic", "office")
            .defer("case__search", "case__summary")
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .order_by("next_step_at")[:limit]
        )
        if stays and not _looked(stays):
            for stay in stays:
                if not _looked([stay]):
                    _postpone(stay)
    return len(stays)


def climb_all() -> int:
    """Look until no appointment is due; give back how many stays were looked at."""
    total = 0
    while seen := climb():
        total += seen
    return total


def _looked(stays: Sequence[QueueItem]) -> bool:
    """Look at these together, all or nothing; False where one of them cannot be counted."""
    try:
        with transaction.atomic():
            _look_at(stays)
        return True
    except Exception as error:
        log.error(
            "%d stays from %d on cannot be looked at (%s)", len(stays), stays[0].pk, type(error).__name__
        )
        return False


def _look_at(stays: Sequence[QueueItem]) -> None:
    known = reckoning.reckonings(stays)
    reckoning.count_again(stays, known)
    taken, now = _taken(stays), _now()
    looks = {stay.pk: look(stay, known[stay.pk], taken[stay.pk], now) for stay in stays}
    steps = Escalation.objects.bulk_create(step for one in looks.values() for step in one.steps)
    alerting.alert(steps, {stay.case_id: stay for stay in stays})
    by_case = {stay.case_id: stay for stay in stays}
    journal.record_many(
        [("escalated", by_case[s.case_id].case, {"step": s.step, "promise": s.promise}) for s in steps],
        by=None,
    )
    again = [looks[stay.pk].again_at for stay in stays]
    with connection.cursor() as cursor:
        cursor.execute(APPOINT, [[stay.pk for stay in stays], again])


def look(stay: QueueItem, known: Reckoning, taken: Sequence[Escalation], now: datetime) -> Look:
    """What is to be done about this stay now: pure but for the rows it reads."""
    steps: list[Escalation] = []
    again: list[datetime] = []
    for promise in _owed(stay):
        of_it = [step for step in taken if step.promise == promise]
        if any(step.acknowledged_at for step in of_it):
            continue
        ladder = ladder_of(stay, known, promise)
        steps += [
            Escalation(
                case_id=stay.case_id,
                stay=stay,
                counted_from=stay.counted_from,
                promise=promise,
                step=step,
                due_at=_due(stay, promise),
            )
            for step in rungs.to_climb(ladder, {step.step for step in of_it}, now)
        ]
        if at := rungs.next_at(ladder, now):
            again.append(at)
    return Look(steps, min(again, default=None))


def ladder_of(stay: QueueItem, known: Reckoning, promise: Promise) -> list[rungs.Rung]:
    """Every step of this promise with its time."""
    resolving, responding = deadline.within(known.topic, known.limits)
    limits = resolving if promise == Promise.RESOLVE else responding
    return rungs.rungs(
        promise,
        stay.case.urgency,
        stay.counted_from,
        _due(stay, promise),
        [] if known.hurried else limits,
        known.calendar,
        known.still,
    )


def highest(step: str) -> list[str]:
    """This step and those below it."""
    return list(Step.values)[: list(Step.values).index(step) + 1]


def _owed(stay: QueueItem) -> list[Promise]:
    """What is still owed: that it is resolved, and that an urgent one is taken up while nobody holds it."""
    unclaimed = stay.claimed_by_id is None and stay.respond_by is not None
    promises = [Promise.TAKE_UP, Promise.RESOLVE] if unclaimed else [Promise.RESOLVE]
    return [promise for promise in promises if rungs.watched(promise, stay.case.urgency)]


def _due(stay: QueueItem, promise: Promise) -> datetime:
    return stay.respond_by if promise == Promise.TAKE_UP and stay.respond_by else stay.due_at


def _postpone(stay: QueueItem) -> None:
    """What cannot be counted is looked at again later, and does not keep the others waiting."""
    QueueItem.objects.filter(pk=stay.pk).update(next_step_at=Now() + WHEN_IT_CANNOT_BE_COUNTED)


def _taken(stays: Sequence[QueueItem]) -> dict[int, list[Escalation]]:
    """The steps taken since each case's clock started, by stay."""
    found: dict[int, list[Escalation]] = defaultdict(list)
    open_stays = {(stay.case_id, stay.counted_from): stay.pk for stay in stays}
    for step in Escalation.objects.filter(case__in=[stay.case_id for stay in stays]):
        if (pk := open_stays.get((step.case_id, step.counted_from))) is not None:
            found[pk].append(step)
    return found


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)  # noqa: S101  (what PostgreSQL gives)
    return now
