"""The floors of routing: the same rows written by plain psycopg2, one by one and in batches. No Django in here.

One by one a case costs four statements and a commit, and leaves out journal and notices, which makes the floor the
harder to beat. In batches every row is written that the product writes, triggers and all.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg2

BATCH = 200
FACTS = json.dumps(
    {
        "topic": "CON", "topic_name": "Conditions of confinement", "group": "CONDITIONS", "urgency": "P3",
        "accuses_staff": False, "caller_kind": "detainee", "facility": "STWRTGA", "held_at": None, "held_at_name": "",
        "facility_name": "Stewart Detention Center", "facility_office": "ATL", "called_on": "2026-11-24",
        "vulnerabilities": [], "protected": False, "language": "en", "facility_type": "CDF", "state": "GA",
        "county": "Stewart", "phase_state": "active", "held_at_office": None, "days_in_segregation": None,
        "days_to_hearing": None, "days_to_removal": None, "closed": [], "excluded": [],
    }
)  # fmt: skip
OUTCOME = json.dumps(
    {
        "urgency": "P3", "also": [], "copies": [], "limits": [], "withhold_identity": False, "leads_only": False,
        "covers_for": None,
    }
)  # fmt: skip
WHY = "A concern at a facility goes to the field office; on Nov 24, 2026 Stewart Detention Center belonged to Atlanta."

TAKE = """
UPDATE routing_routerequest r SET state = 'done', done_at = statement_timestamp(), attempts = attempts + 1
WHERE r.id = ANY(ARRAY(
  SELECT id FROM routing_routerequest WHERE state = 'pending' AND next_attempt_at <= statement_timestamp()
  ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED))
RETURNING r.case_id, r.generation, (SELECT number FROM cases_case c WHERE c.id = r.case_id)
"""
ONE_DECISION = """
INSERT INTO routing_decision (case_id, generation, office_id, ruleset_id, rule, facts, outcome, why, kind)
VALUES (%s, %s, %s, %s, 'field-office', %s, %s, %s, 'automatic') RETURNING id
"""
ONE_STAY = """
INSERT INTO routing_queueitem (case_id, office_id, decision_id, due_at, entered_why, left_how)
VALUES (%s, %s, %s, statement_timestamp() + interval '5 days', '', '')
"""
ONE_CASE = "UPDATE cases_case SET office_id = %s, state = 'routed', version = version + 1 WHERE id = %s"
DECISIONS = """
INSERT INTO routing_decision (case_id, generation, office_id, ruleset_id, rule, facts, outcome, why, kind)
SELECT v.case_id, v.generation, %s, %s, 'field-office', v.facts::jsonb, v.outcome::jsonb, v.why, 'automatic'
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[]) AS v(case_id, generation, facts, outcome, why)
RETURNING case_id, id
"""
STAYS = """
INSERT INTO routing_queueitem (case_id, office_id, decision_id, due_at, entered_why, left_how)
SELECT v.case_id, %s, v.decision, statement_timestamp() + interval '5 days', '', ''
FROM unnest(%s::bigint[], %s::bigint[]) AS v(case_id, decision)
"""
COPIES = """
INSERT INTO routing_casecopy (case_id, office_id, decision_id, purpose, shows, noted_what, ended_why)
SELECT v.case_id, %s, v.decision, 'know', 'no_identity', '', ''
FROM unnest(%s::bigint[], %s::bigint[]) AS v(case_id, decision)
"""
NOTICES = """
INSERT INTO routing_notification (kind, decision_id, channel, office_id, state)
SELECT %s, v.decision, 'page', %s, 'waiting' FROM unnest(%s::bigint[]) AS v(decision)
"""
JOURNAL = """
INSERT INTO audit_entry (verb, subject_kind, subject_key, subject_ref, details)
SELECT 'routed', 'case', v.key, v.ref, v.details::jsonb
FROM unnest(%s::text[], %s::text[], %s::text[]) AS v(key, ref, details)
"""
CASES = "UPDATE cases_case SET office_id = %s, state = 'routed', version = version + 1 WHERE id = ANY(%s::bigint[])"


@dataclass(frozen=True)
class Writes:
    """What every case gets: an office, a version of the rules, and for the first `copied` of a batch a copy as well."""

    office: int
    other: int
    ruleset: int
    copied: int


def route(dsn: dict[str, Any], by: str, writes: Writes, gate: Barrier) -> None:
    """Connect, wait for the others at the gate, then route until nothing waits. `by` is `single` or `batch`."""
    step = {"single": one_case, "batch": one_batch}[by]
    connection = psycopg2.connect(**dsn)
    try:
        gate.wait()
        while took(connection, step, writes):
            pass
    finally:
        connection.close()


def took(connection: Any, step: Callable[[Any, Writes], bool], writes: Writes) -> bool:
    """One transaction; false where nothing waits."""
    with connection, connection.cursor() as cursor:
        return step(cursor, writes)


def one_case(cursor: Any, writes: Writes) -> bool:
    """Four statements."""
    office, ruleset = writes.office, writes.ruleset
    cursor.execute(TAKE, [1])
    if not (taken := cursor.fetchone()):
        return False
    case, generation, _ = taken
    cursor.execute(ONE_DECISION, [case, generation, office, ruleset, FACTS, OUTCOME, WHY])
    cursor.execute(ONE_STAY, [case, office, cursor.fetchone()[0]])
    cursor.execute(ONE_CASE, [office, case])
    return True


def one_batch(cursor: Any, writes: Writes) -> bool:
    """The same, and copies, notices and journal besides, for 200 cases at once."""
    office, ruleset = writes.office, writes.ruleset
    cursor.execute(TAKE, [BATCH])
    taken = cursor.fetchall()
    if not taken:
        return False
    cases, generations = [case for case, _, _ in taken], [generation for _, generation, _ in taken]
    texts = [[text] * len(taken) for text in (FACTS, OUTCOME, WHY)]
    cursor.execute(DECISIONS, [office, ruleset, cases, generations, *texts])
    made = dict(cursor.fetchall())
    decisions = [made[case] for case in cases]
    cursor.execute(STAYS, [office, cases, decisions])
    copied = [cases[: writes.copied], decisions[: writes.copied]]
    cursor.execute(COPIES, [writes.other, *copied])
    cursor.execute(NOTICES, ["routed", office, decisions])
    cursor.execute(NOTICES, ["copied", writes.other, copied[1]])
    details = [json.dumps({"office": "ATL", "decision": made[case], "generation": 1}) for case in cases]
    cursor.execute(JOURNAL, [[str(case) for case in cases], [number for _, _, number in taken], details])
    cursor.execute(CASES, [office, cases])
    return True
