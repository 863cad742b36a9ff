"""What must be true of every case at every time, as queries that find the exceptions."""

from dataclasses import dataclass

from django.db import connection

from facilities.models import Office
from helpline.audit.verification import verify
from routing.language import BadRules, Facts, Rules
from routing.models import Decision, DecisionKind
from routing.router import Offices, decide

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
    violations += _irreproducible()
    violations += verify().violations
    return Findings(cases, violations)


def _irreproducible() -> list[str]:
    """Decisions by rule that the version they name does not make again from the facts they keep."""
    offices = {office.code: office for office in Office.objects.all()}
    names = {code: office.name for code, office in offices.items()}
    field_offices = frozenset(code for code, office in offices.items() if office.kind == "field")
    found: list[str] = []
    book = Offices(names, field_offices)
    read: dict[int, Rules] = {}
    decisions = Decision.objects.filter(kind=DecisionKind.AUTOMATIC).select_related(
        "case", "ruleset", "office"
    )
    for decision in decisions.iterator(chunk_size=2_000):
        ruleset = decision.ruleset
        if ruleset is None:
            continue
        try:
            rules = (
                read.setdefault(ruleset.pk, ruleset.read()) if ruleset.pk not in read else read[ruleset.pk]
            )
            verdict = decide(Facts.from_json(decision.facts), rules, book)
        except (BadRules, TypeError):
            found.append(f"Case {decision.case.number}: its decision cannot be read again.")
            continue
        if (verdict.office, verdict.rule) != (decision.office.code, decision.rule):
            found.append(f"Case {decision.case.number}: its decision is not what its rule set says.")
    return found[:100]
