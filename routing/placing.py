"""From waiting requests to placements: what is read, what the router says, and when each case is due. Writes nothing."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from cases.models import Closure, Topic
from routing.deadlines.calendars import calendars_of
from routing.deadlines.deadline import due_times
from routing.deadlines.standstill import pauses_of, standstills
from routing.facts import Atlas, atlas_for, facts_in
from routing.models import RuleSet
from routing.reading import CaseRow, waiting_rows
from routing.router import Verdict, decide
from routing.rules.language import TRIAGE, Rules

log = logging.getLogger(__name__)

HURRIED = timedelta(days=1)

LOCK = """
SELECT id, case_id, generation FROM routing_routerequest
WHERE id = ANY(%s::bigint[]) AND state = 'pending' ORDER BY id FOR UPDATE
"""
ANY_UNIT = """
SELECT o.id, o.code, o.name FROM facilities_office o
WHERE o.kind = 'headquarters'
  AND NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.case_id = %s AND x.office_id = o.id)
ORDER BY o.closed_on IS NOT NULL, o.code <> %s, o.code LIMIT 1
"""


class Waiting(NamedTuple):
    """A request that waits, locked for this transaction."""

    request: int
    case: int
    generation: int


class Copy(NamedTuple):
    """A copy the rules ask for, with the key of its office."""

    office: int
    code: str
    purpose: str
    shows: str


@dataclass(frozen=True)
class Placement:
    """One case with its verdict and its due times, about to be written. `given_up`: the rules were not asked."""

    waiting: Waiting
    row: CaseRow
    office: int
    verdict: Verdict
    facts: Mapping[str, Any]
    counted_from: datetime
    due_at: datetime
    respond_by: datetime | None
    copies: Sequence[Copy] = ()
    given_up: bool = False

    @property
    def is_fallback(self) -> bool:
        """No rule could place it."""
        return self.verdict.rule is None


def take(
    requests: Sequence[int], *, skip_taken: bool = False, skip_edited: bool = False
) -> tuple[list[Waiting], dict[int, CaseRow]]:
    """Lock these requests as far as they still wait, and their cases.

    What another process works on, and a case that somebody edits at this moment, is waited for or skipped.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{LOCK} SKIP LOCKED" if skip_taken else LOCK, [list(requests)])
        waiting = [Waiting._make(row) for row in cursor.fetchall()]
    rows = waiting_rows([one.case for one in waiting], skip_locked=skip_edited) if waiting else {}
    return [one for one in waiting if one.case in rows], rows


def place(
    waiting: Sequence[Waiting], rows: Mapping[int, CaseRow], ruleset: RuleSet | None
) -> list[Placement]:
    """What the rules say of these cases, and when they are due by the clock. As many queries for one as for many."""
    atlas = atlas_for(list(rows.values()))
    rules = ruleset.read() if ruleset else Rules()
    facts = {case: facts_in(row, atlas) for case, row in rows.items()}
    verdicts = {case: decide(known, rules, atlas.book) for case, known in facts.items()}
    offices = {case: atlas.offices[verdict.office] for case, verdict in verdicts.items()}
    calendars = calendars_of({office.pk: office for office in offices.values()}.values())
    topics = Topic.objects.in_bulk({row.topic for row in rows.values()})
    again = [one.case for one in waiting if one.generation > 1]
    begun, pauses = _counted_from(rows.values(), again), pauses_of(again)
    placements = []
    for one in waiting:
        row, verdict, office = rows[one.case], verdicts[one.case], offices[one.case]
        calendar, start = calendars[office.pk], begun[one.case]
        still = standstills(pauses.get(one.case, ()), calendar)
        due_at, respond_by = due_times(topics[row.topic], calendar, start, verdict.limits, still)
        kept, copies = facts[one.case].as_json(), _copies(verdict, atlas)
        placements.append(Placement(one, row, office.pk, verdict, kept, start, due_at, respond_by, copies))
    return placements


def give_up(one: Waiting, row: CaseRow, reason: str) -> Placement:
    """Triage for one case, needing as little as can be: no map, no rules, no calendar. Due a day after it counts from.

    Another unit of headquarters takes it where triage is shut out of the case or closed.
    """
    with connection.cursor() as cursor:
        cursor.execute(ANY_UNIT, [one.case, TRIAGE])
        office, code, name = cursor.fetchone()
    why = f"Headquarters triage decides by hand: {reason}."
    if code != TRIAGE:
        why = f"{name} decides by hand for headquarters triage: {reason}."
    verdict = Verdict(code, None, why, row.urgency, covers_for=None if code == TRIAGE else TRIAGE)
    start = _counted_from([row], [one.case] if one.generation > 1 else [])[one.case]
    return Placement(
        one, row, office, verdict, {"topic": row.topic}, start, start + HURRIED, None, given_up=True
    )


def _copies(verdict: Verdict, atlas: Atlas) -> list[Copy]:
    return [
        Copy(atlas.offices[copy.office].pk, copy.office, copy.purpose, copy.shows) for copy in verdict.copies
    ]


def _counted_from(rows: Iterable[CaseRow], again: Sequence[int]) -> dict[int, datetime]:
    """From when each case's due time counts: when it was opened, or last reopened. Rerouting does not restart it."""
    begun = {row.pk: row.opened_at for row in rows if row.pk is not None and row.opened_at is not None}
    if again:
        reopened = Closure.objects.filter(case__in=again).values_list("case_id").annotate(Max("reopened_at"))
        begun |= {case: at for case, at in reopened if at is not None}
    return begun
