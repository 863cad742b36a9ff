"""Who has to be told of a decision: rows of the second outbox, written with it. Delivering them is another matter."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from routing.models import NoticeKind
from routing.placing import Placement

PRESSING = frozenset({"P0", "P1"})

PAGE = """
INSERT INTO routing_notification (kind, decision_id, channel, office_id, state)
SELECT v.kind, v.decision, 'page', v.office, 'waiting'
FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS v(kind, decision, office)
"""
# Nobody is written to about a case they are shut out of.
MAIL = """
INSERT INTO routing_notification (kind, decision_id, channel, office_id, person_id, state)
SELECT DISTINCT v.kind, v.decision, 'mail', v.office, u.id, 'waiting'
FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[]) AS v(kind, decision, office, case_id)
JOIN facilities_posting p ON p.office_id = v.office AND p.ended_at IS NULL
JOIN accounts_user u ON u.id = p.user_id AND u.is_active AND u.role = 'office_lead'
WHERE NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.case_id = v.case_id AND x.person_id = u.id)
"""


class Notice(NamedTuple):
    """What one office is told."""

    kind: NoticeKind
    decision: int
    office: int
    case: int


def announce(placements: Sequence[Placement], decisions: dict[int, int]) -> None:
    """The office that holds the case is told in the page, its leads by mail where it presses; so is who has a copy."""
    arrived = [_arrival(p, decisions) for p in placements]
    copied = [
        Notice(NoticeKind.COPIED, decisions[p.waiting.case], copy.office, p.waiting.case)
        for p in placements
        for copy in p.copies
    ]
    pressing = [
        notice
        for notice, p in zip(arrived, placements, strict=True)
        if min(p.verdict.urgency, p.row.urgency) in PRESSING
    ]
    _write(PAGE, [*arrived, *copied], 3)
    if pressing:
        _write(MAIL, pressing, 4)


def _arrival(placement: Placement, decisions: dict[int, int]) -> Notice:
    kind = NoticeKind.TRIAGED if placement.is_fallback else NoticeKind.ROUTED
    return Notice(kind, decisions[placement.waiting.case], placement.office, placement.waiting.case)


def _write(statement: str, notices: Sequence[Notice], columns: int) -> None:
    by_column: list[list[Any]] = [
        [str(n.kind) for n in notices],
        *([n[at] for n in notices] for at in range(1, columns)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, by_column)
