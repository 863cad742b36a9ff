"""What must be true of every case at every time, as queries that find the exceptions."""

from dataclasses import dataclass

from django.db import connection

from helpline.audit.verification import verify
from routing.deadlines.due_invariants import check_due_times
from routing.reproducing import irreproducible

QUERIES: dict[str, str] = {
    "Case {} has no route request.": """
        SELECT c.number FROM cases_case c
        WHERE NOT EXISTS (SELECT 1 FROM routing_routerequest r WHERE r.case_id = c.id AND r.generation = 1)""",
    "Case {} has waited for its route for more than a minute.": """
        SELECT c.number FROM routing_routerequest r JOIN cases_case c ON c.id = r.case_id
        WHERE r.state = 'pending' AND r.made_at < now() - interval '60 seconds'""",
    "Case {} is routed and open but waits in no queue.": """
        SELECT c.number FROM cases_case c WHERE c.state IN ('routed', 'in_progress')
        AND NOT EXISTS (SELECT 1 FROM routing_queueitem q WHERE q.case_id = c.id AND q.left_at IS NULL)""",
    "Case {} is closed or unrouted but still waits in a queue.": """
        SELECT c.number FROM cases_case c JOIN routing_queueitem q ON q.case_id = c.id AND q.left_at IS NULL
        WHERE c.state IN ('received', 'closed')""",
    "Case {} and its queue item name different offices.": """
        SELECT c.number FROM cases_case c JOIN routing_queueitem q ON q.case_id = c.id AND q.left_at IS NULL
        WHERE q.office_id <> c.office_id""",
    "Case {}: its latest decision and its queue item name different offices.": """
        SELECT c.number FROM cases_case c JOIN routing_queueitem q ON q.case_id = c.id AND q.left_at IS NULL
        JOIN routing_decision d ON d.id = q.decision_id
        WHERE d.office_id <> q.office_id OR d.generation <> c.route_generation""",
    "Case {} has a request marked done without a decision.": """
        SELECT c.number FROM routing_routerequest r JOIN cases_case c ON c.id = r.case_id
        WHERE r.state = 'done' AND NOT EXISTS (
          SELECT 1 FROM routing_decision d WHERE d.case_id = r.case_id AND d.generation = r.generation)""",
    "Case {} accuses staff and stands with a field office.": """
        SELECT c.number FROM cases_case c JOIN facilities_office o ON o.id = c.office_id
        WHERE c.accuses_staff AND o.kind = 'field'""",
    "Case {} stands with an office that is shut out of it.": """
        SELECT c.number FROM cases_case c JOIN cases_exclusion x ON x.case_id = c.id AND x.office_id = c.office_id""",
    "Case {} has a copy with an office that is shut out of it.": """
        SELECT c.number FROM routing_casecopy y JOIN cases_case c ON c.id = y.case_id
        JOIN cases_exclusion x ON x.case_id = y.case_id AND x.office_id = y.office_id WHERE y.ended_at IS NULL""",
    "Case {} accuses staff and has a copy with a field office.": """
        SELECT c.number FROM routing_casecopy y JOIN cases_case c ON c.id = y.case_id
        JOIN facilities_office o ON o.id = y.office_id
        WHERE y.ended_at IS NULL AND c.accuses_staff AND o.kind = 'field'""",
    "Case {} has a copy with the office that holds it.": """
        SELECT c.number FROM routing_casecopy y JOIN cases_case c ON c.id = y.case_id
        WHERE y.ended_at IS NULL AND y.office_id = c.office_id""",
    "Case {} was to have a copy that was never made.": """
        SELECT c.number FROM routing_decision d JOIN cases_case c ON c.id = d.case_id
        CROSS JOIN LATERAL jsonb_array_elements(d.outcome -> 'copies') asked
        JOIN facilities_office o ON o.code = asked ->> 'office'
        WHERE d.kind <> 'manual' AND NOT EXISTS (
          SELECT 1 FROM routing_casecopy y WHERE y.case_id = d.case_id AND y.office_id = o.id)""",
    "Case {}: an office was not told that it came.": """
        SELECT c.number FROM routing_decision d JOIN cases_case c ON c.id = d.case_id
        WHERE d.kind <> 'manual' AND d.outcome <> '{}' AND NOT EXISTS (
          SELECT 1 FROM routing_notification n WHERE n.decision_id = d.id AND n.channel = 'page'
          AND n.office_id = d.office_id AND n.kind = CASE d.kind WHEN 'fallback' THEN 'triaged' ELSE 'routed' END)""",
    "Case {}: an office was not told of its copy.": """
        SELECT c.number FROM routing_decision d JOIN cases_case c ON c.id = d.case_id
        CROSS JOIN LATERAL jsonb_array_elements(d.outcome -> 'copies') asked
        JOIN facilities_office o ON o.code = asked ->> 'office'
        WHERE d.kind <> 'manual' AND NOT EXISTS (SELECT 1 FROM routing_notification n
          WHERE n.decision_id = d.id AND n.office_id = o.id AND n.kind = 'copied')""",
    "Case {} is claimed but its queue item is not, or the other way round.": """
        SELECT c.number FROM cases_case c JOIN routing_queueitem q ON q.case_id = c.id AND q.left_at IS NULL
        WHERE (c.state = 'in_progress') <> (q.claimed_by_id IS NOT NULL)""",
    "Case {} does not count the calls that are on record for it.": """
        SELECT c.number FROM cases_case c
        WHERE c.calls_heard <> 1 + (SELECT count(*) FROM cases_repeatcall r WHERE r.case_id = c.id)""",
    "Case {} is closed without a closure that stands.": """
        SELECT c.number FROM cases_case c WHERE c.state = 'closed' AND NOT EXISTS (
          SELECT 1 FROM cases_closure x WHERE x.case_id = c.id AND x.reopened_at IS NULL)""",
}


@dataclass(frozen=True)
class Findings:
    """How many cases were looked at and one sentence for each violation (at most 100 a kind)."""

    cases: int
    violations: list[str]


def check() -> Findings:
    """Look at everything; reads only."""
    violations: list[str] = []
    with connection.cursor() as cursor:
        for sentence, query in QUERIES.items():
            cursor.execute(f"{query} LIMIT 100")
            violations += [sentence.format(number) for (number,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM cases_case")
        (cases,) = cursor.fetchone()
    violations += irreproducible()
    violations += check_due_times()
    violations += verify().violations
    return Findings(cases, violations)
