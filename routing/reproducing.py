"""Making every decision again from the facts it keeps and the version it names. Reads only, in bounded memory."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from facilities.models import Office
from routing.models import RuleSet
from routing.router import Offices, decide
from routing.rules.language import BadRules, Facts, Rules

PAGE = 2_000
ENOUGH = 100
READ = """
SELECT d.id, c.number, d.ruleset_id, o.code, d.rule, d.kind, d.facts, d.outcome
FROM routing_decision d JOIN cases_case c ON c.id = d.case_id JOIN facilities_office o ON o.id = d.office_id
WHERE d.kind <> 'manual' AND d.id > %s ORDER BY d.id LIMIT %s
"""


class Kept(NamedTuple):
    """A decision of the router as it stands in the table."""

    pk: int
    number: str
    ruleset: int | None
    office: str
    rule: str
    kind: str
    facts: dict[str, Any]
    outcome: dict[str, Any]

    @property
    def is_complete(self) -> bool:
        """It keeps which offices could not receive the case, so that fallbacks can be made again as well.

        One of before these facts were kept does not, nor does that of a case the router gave up."""
        return "closed" in self.facts


def irreproducible() -> list[str]:
    """A sentence for each decision that its version does not make again from its facts; at most 100."""
    found: list[str] = []
    check = Check()
    for kept in _decisions():
        if wrong := check.wrong_with(kept):
            found.append(f"Case {kept.number}: {wrong}")
        if len(found) == ENOUGH:
            break
    return found


class Check:
    """Knows the offices, and every version once it was asked for."""

    def __init__(self) -> None:
        offices = list(Office.objects.all())
        field = frozenset(office.code for office in offices if office.kind == "field")
        self.book = Offices({office.code: office.name for office in offices}, field)
        self._read: dict[int, Rules] = {}

    def wrong_with(self, kept: Kept) -> str:
        """What is wrong with this decision, in a sentence; empty where nothing is."""
        if not kept.is_complete and (kept.kind == "fallback" or kept.ruleset is None):
            return ""
        try:
            facts = Facts.from_json(kept.facts)
            verdict = decide(facts, self._rules(kept.ruleset), self.book)
        except (BadRules, TypeError, ValueError):
            return "its decision cannot be read again."
        if (verdict.office, verdict.rule or "") != (kept.office, kept.rule):
            return "its decision is not what its rule set says."
        if not kept.outcome:
            return ""
        if kept.outcome.get("urgency", "") > facts.urgency:
            return "its decision lowers the urgency."
        if kept.is_complete and verdict.as_json() != kept.outcome:
            return "what else its decision says is not what its rule set says."
        return ""

    def _rules(self, ruleset: int | None) -> Rules:
        if ruleset is None:
            return Rules()
        if ruleset not in self._read:
            self._read[ruleset] = RuleSet.objects.defer("truth").get(pk=ruleset).read()
        return self._read[ruleset]


def _decisions() -> Iterator[Kept]:
    """Every decision of the router in order, page by page."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(READ, [last, PAGE])
            rows = cursor.fetchall()
        for row in rows:
            *plain, facts, outcome = row
            yield Kept._make([*plain, _json(facts), _json(outcome)])
        if len(rows) < PAGE:
            return
        last = rows[-1][0]


def _json(told: Any) -> dict[str, Any]:
    """Django leaves reading JSON to whoever asks in plain SQL."""
    read: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    return read
