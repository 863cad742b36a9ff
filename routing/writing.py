"""Writing what the router decided: every effect of a verdict, in the transaction of the decision, set by set.

As many statements for one case as for two hundred. The caller has locked the requests and the cases.
"""

import json
from collections.abc import Sequence

from django.db import connection

from cases.models import Case
from helpline import failpoints
from helpline.audit import journal
from routing.models import DecisionKind
from routing.notices import announcing
from routing.placing import Placement
from routing.sharing import copying

DECIDE = """
INSERT INTO routing_decision (case_id, generation, office_id, ruleset_id, rule, facts, outcome, why, kind)
SELECT v.case_id, v.generation, v.office, %s, v.rule, v.facts::jsonb, v.outcome::jsonb, v.why, v.kind
FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
  AS v(case_id, generation, office, rule, facts, outcome, why, kind)
RETURNING case_id, id
"""
QUEUE = """
INSERT INTO routing_queueitem
  (case_id, office_id, decision_id, counted_from, due_at, respond_by, entered_why, left_how)
SELECT v.case_id, v.office, v.decision, v.counted_from, v.due_at, v.respond_by, '', ''
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
  AS v(case_id, office, decision, counted_from, due_at, respond_by)
"""
# Rules raise, withhold and restrict; they never take any of it back.
PLACE = """
UPDATE cases_case c
SET office_id = v.office, state = 'routed', version = version + 1, urgency = least(c.urgency, v.urgency),
    identity_withheld = c.identity_withheld OR v.withheld, leads_only = c.leads_only OR v.leads_only
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bool[], %s::bool[])
  AS v(id, office, urgency, withheld, leads_only)
WHERE c.id = v.id
"""
DONE = """
UPDATE routing_routerequest SET state = 'done', done_at = statement_timestamp(), last_error_code = ''
WHERE id = ANY(%s::bigint[])
"""


def write(placements: Sequence[Placement], ruleset: int | None) -> None:
    """Decisions, stays, cases, copies, notices and journal of these placements; then their requests are done."""
    decisions = _decide(placements, ruleset)
    _queue(placements, decisions)
    _place(placements)
    copying.renew(placements, decisions)
    announcing.announce(placements, decisions)
    _journal(placements, decisions)
    failpoints.reach("routing_before_commit")
    with connection.cursor() as cursor:
        cursor.execute(DONE, [[p.waiting.request for p in placements]])


def _decide(placements: Sequence[Placement], ruleset: int | None) -> dict[int, int]:
    """Write the decisions; give back their keys by case."""
    kinds = [DecisionKind.FALLBACK if p.is_fallback else DecisionKind.AUTOMATIC for p in placements]
    with connection.cursor() as cursor:
        cursor.execute(
            DECIDE,
            [
                ruleset,
                [p.waiting.case for p in placements],
                [p.waiting.generation for p in placements],
                [p.office for p in placements],
                [p.verdict.rule or "" for p in placements],
                [json.dumps(p.facts) for p in placements],
                [json.dumps(p.verdict.as_json()) for p in placements],
                [p.verdict.why for p in placements],
                [kind.value for kind in kinds],
            ],
        )
        return dict(cursor.fetchall())


def _queue(placements: Sequence[Placement], decisions: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            QUEUE,
            [
                [p.waiting.case for p in placements],
                [p.office for p in placements],
                [decisions[p.waiting.case] for p in placements],
                [p.counted_from for p in placements],
                [p.due_at for p in placements],
                [p.respond_by for p in placements],
            ],
        )


def _place(placements: Sequence[Placement]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            PLACE,
            [
                [p.waiting.case for p in placements],
                [p.office for p in placements],
                [p.verdict.urgency for p in placements],
                [p.verdict.withhold_identity for p in placements],
                [p.verdict.leads_only for p in placements],
            ],
        )


def _journal(placements: Sequence[Placement], decisions: dict[int, int]) -> None:
    journal.record_rows(
        "routed",
        Case,
        [(p.waiting.case, p.row.number, _told(p, decisions[p.waiting.case])) for p in placements],
        by=None,
    )


def _told(placement: Placement, decision: int) -> dict[str, object]:
    """What the journal says of one routing: what became of the case without any word of it."""
    verdict, row = placement.verdict, placement.row
    told: dict[str, object] = {
        "office": verdict.office,
        "decision": decision,
        "generation": placement.waiting.generation,
    }
    if verdict.urgency < row.urgency:
        told["raised_to"] = verdict.urgency
    if placement.copies:
        told["copies"] = [copy.code for copy in placement.copies]
    return told
