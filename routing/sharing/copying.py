"""Copies of cases follow the router's latest decision; each office has at most one of a case, and never its holder."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from routing.placing import Placement

NOT_ASKED = "The router no longer asks for this copy."
HOLDER = "The office holds the case itself now."

# A copy that lasts from an earlier decision, of an office that is not asked any more or holds the case now. Where the
# rules were not asked at all, only the latter. One that a person sent, saying why, is for a person to take back.
END = """
UPDATE routing_casecopy y
SET ended_at = statement_timestamp(), ended_why = CASE WHEN y.office_id = v.holder THEN %s ELSE %s END
FROM unnest(%s::bigint[], %s::bigint[], %s::bool[]) AS v(case_id, holder, by_rules)
WHERE y.case_id = v.case_id AND y.ended_at IS NULL
  AND (y.office_id = v.holder OR v.by_rules AND y.why = '' AND NOT EXISTS (
    SELECT 1 FROM unnest(%s::bigint[], %s::bigint[]) AS w(case_id, office)
    WHERE w.case_id = y.case_id AND w.office = y.office_id))
"""
# One that lasts and is asked again stays; it is to act if either says so, and shows the least that either shows.
KEEP = """
INSERT INTO routing_casecopy AS y (case_id, office_id, decision_id, purpose, shows, noted_what, ended_why)
SELECT w.case_id, w.office, w.decision, w.purpose, w.shows, '', ''
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
  AS w(case_id, office, decision, purpose, shows)
ON CONFLICT (case_id, office_id) WHERE ended_at IS NULL DO UPDATE
SET purpose = CASE WHEN 'act' IN (y.purpose, excluded.purpose) THEN 'act' ELSE 'know' END,
    shows = CASE WHEN 'facts_only' IN (y.shows, excluded.shows) THEN 'facts_only'
                 WHEN 'no_identity' IN (y.shows, excluded.shows) THEN 'no_identity' ELSE 'all' END
"""


def renew(placements: Sequence[Placement], decisions: dict[int, int]) -> None:
    """End the copies nobody asks for any more, with the reason, and write those the verdicts ask for."""
    wanted = [(p.waiting.case, copy) for p in placements for copy in p.copies]
    again = [p for p in placements if p.waiting.generation > 1]
    with connection.cursor() as cursor:
        if again:
            holders: list[list[Any]] = [
                [p.waiting.case for p in again],
                [p.office for p in again],
                [not p.given_up for p in again],
            ]
            asked = [[case for case, _ in wanted], [copy.office for _, copy in wanted]]
            cursor.execute(END, [HOLDER, NOT_ASKED, *holders, *asked])
        if wanted:
            cursor.execute(
                KEEP,
                [
                    [case for case, _ in wanted],
                    [copy.office for _, copy in wanted],
                    [decisions[case] for case, _ in wanted],
                    [copy.purpose for _, copy in wanted],
                    [copy.shows for _, copy in wanted],
                ],
            )
