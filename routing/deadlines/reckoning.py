"""Counting the open stays again: everything the clock needs for each of them, read for many at once.

The office the router chose counts, by its calendar, also after somebody handed the case on: a transfer keeps the due
time. Limits of rules are those the router's decision recorded. Readers of `QueueItem.due_at` need none of this.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from cases.models import Topic
from facilities.models import Office
from routing.clock import Calendar, Standstill
from routing.deadlines import deadline
from routing.deadlines.calendars import calendars_of
from routing.deadlines.standstill import pauses_of, standstills
from routing.models import Decision, DecisionKind, Pause, QueueItem
from routing.rules.language import Limits

WRITE = """
UPDATE routing_queueitem q SET due_at = v.due_at, respond_by = v.respond_by
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS v(id, due_at, respond_by)
WHERE q.id = v.id AND q.left_at IS NULL
  AND (q.due_at, q.respond_by) IS DISTINCT FROM (v.due_at, v.respond_by)
"""


@dataclass(frozen=True)
class Reckoning:
    """What one stay is counted by. `hurried`: the router gave the case up, and a day was set instead."""

    topic: Topic
    office: Office
    calendar: Calendar
    counted_from: datetime
    limits: tuple[Limits, ...]
    pauses: tuple[Pause, ...]
    hurried: bool

    @property
    def still(self) -> list[Standstill]:
        """The pauses as the clock reads them."""
        return standstills(self.pauses, self.calendar)

    def due_times(self) -> tuple[datetime, datetime | None]:
        """What `due_at` and `respond_by` of the stay are to be."""
        return deadline.due_times(self.topic, self.calendar, self.counted_from, self.limits, self.still)


def reckonings(
    stays: Iterable[QueueItem], *, decided: Mapping[int, Decision] | None = None, read_pauses: bool = True
) -> dict[int, Reckoning]:
    """What each of these stays (with `case` and its topic) is counted by, by key; three queries for any number.

    `decided` are the router's decisions by case where they are known; without `read_pauses` there are none.
    """
    stays = list(stays)
    decided = _deciding(stay.case_id for stay in stays) if decided is None else decided
    calendars = calendars_of({d.office_id: d.office for d in decided.values()}.values())
    pauses = pauses_of(stay.case_id for stay in stays) if read_pauses else {}
    return {
        stay.pk: Reckoning(
            topic=stay.case.topic,
            office=decision.office,
            calendar=calendars[decision.office_id],
            counted_from=stay.counted_from,
            limits=limits_of(decision),
            pauses=tuple(pauses.get(stay.case_id, ())),
            hurried=decision.kind == DecisionKind.FALLBACK and decision.ruleset_id is None,
        )
        for stay in stays
        if (decision := decided.get(stay.case_id)) is not None
    }


def reckoning_of(stay: QueueItem) -> Reckoning:
    """What this stay is counted by."""
    return reckonings([stay])[stay.pk]


def count_again(stays: Sequence[QueueItem], known: dict[int, Reckoning]) -> int:
    """Write the due times the clock says now; give back how many stays changed. `stays` show them afterwards."""
    for stay in stays:
        if stay.pk in known and not known[stay.pk].hurried:
            stay.due_at, stay.respond_by = known[stay.pk].due_times()
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE, [[s.pk for s in stays], [s.due_at for s in stays], [s.respond_by for s in stays]]
        )
        return int(cursor.rowcount)


def limits_of(decision: Decision) -> tuple[Limits, ...]:
    """The limits the rules set in this decision, beside those of the topic."""
    return tuple(Limits(*pair) for pair in decision.outcome.get("limits", ()))


def _deciding(cases: Iterable[int]) -> dict[int, Decision]:
    """The router's latest decision on each case, with its office."""
    latest = (
        Decision.objects.filter(case__in=list(cases))
        .exclude(kind=DecisionKind.MANUAL)
        .select_related("office")
        .defer("facts", "why")
        .order_by("case_id", "-generation")
        .distinct("case_id")
    )
    return {decision.case_id: decision for decision in latest}
