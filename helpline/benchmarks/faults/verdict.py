"""What is on record after the storm, against what was promised during it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from helpline.benchmarks.faults.callers import Acknowledged

LOST = """
SELECT p.reference FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS p(key, reference, cases)
LEFT JOIN cases_call c ON c.submission_key = p.key AND c.reference = p.reference
WHERE c.id IS NULL OR p.cases > (SELECT count(*) FROM cases_case WHERE call_id = c.id)
"""
UNROUTED = """
SELECT c.number FROM cases_case c WHERE c.state = 'received'
UNION SELECT c.number FROM routing_routerequest r JOIN cases_case c ON c.id = r.case_id WHERE r.state = 'pending'
"""
TWICE = {
    "decisions": "SELECT count(*) FROM routing_decision GROUP BY case_id, generation HAVING count(*) > 1",
    "queue items": """SELECT count(*) FROM routing_queueitem GROUP BY decision_id HAVING count(*) > 1
        UNION ALL
        SELECT count(*) FROM routing_queueitem WHERE left_at IS NULL GROUP BY case_id HAVING count(*) > 1""",
    "notices": """SELECT count(*) FROM routing_notification
        GROUP BY decision_id, escalation_id, kind, channel, office_id, person_id HAVING count(*) > 1""",
    "journal lines of routes": """SELECT count(*) FROM audit_entry WHERE verb = 'routed'
        GROUP BY details ->> 'decision' HAVING count(*) > 1""",
    "calls": """SELECT count(*) FROM audit_entry WHERE verb = 'took'
        GROUP BY subject_kind, subject_key HAVING count(*) > 1""",
}
LATENCY = """
SELECT extract(epoch FROM d.decided_at - r.made_at) FROM routing_decision d
JOIN routing_routerequest r ON r.case_id = d.case_id AND r.generation = d.generation
WHERE d.generation = 1
"""


def lost(promised: Sequence[Acknowledged]) -> list[str]:
    """References of calls that were acknowledged and are not on record with all their cases."""
    return _column(
        LOST,
        [told.key for told in promised],
        [told.reference for told in promised],
        [told.cases for told in promised],
    )


def unrouted() -> list[str]:
    """Numbers of cases that wait for a route."""
    return _column(UNROUTED)


def duplicates() -> dict[str, int]:
    """How much of each kind is there more than once."""
    return {what: len(_column(query)) for what, query in TWICE.items()}


def seconds_to_route() -> list[float]:
    """Of every case, from saved to routed the first time, by the database's clock."""
    return [float(second) for second in _column(LATENCY)]


def _column(query: str, *values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [value for (value,) in cursor.fetchall()]
