"""Fifty versions are written, approved and published while a worker routes two thousand cases: each decision is exactly
what the version it names says of the facts it keeps."""

import threading
from queue import SimpleQueue

from django.db import connection

from cases import intake
from facilities.models import Office
from helpline.accounts.models import Role
from routing.invariants import check
from routing.models import Decision, RuleSet
from routing.router import Offices, decide
from routing.rules import drafts, publishing
from routing.rules.language import Facts
from tests.builders import concern, submission
from tests.cast import Cast, person
from tests.faults.test_messages import send_hints
from tests.machinery import Machinery, until

VERSIONS, CALLS_BETWEEN = 50, 4
TOPICS = ["CON", "MED", "TEL", "FOR", "CAS", "PRP", "LEG", "RLG", "SEG", "LNG"]
CASES = VERSIONS * CALLS_BETWEEN * len(TOPICS)
HURRY = {"key": "hurry", "when": {"topic": ["CON"]}, "to": None}


class Headquarters:
    """Two people who publish a version each time they are told to."""

    def __init__(self, cast: Cast) -> None:
        self.writer, self.approver = cast.hq, person("hq2", Role.HEADQUARTERS)
        self.told: SimpleQueue[int | None] = SimpleQueue()
        self.published: list[RuleSet] = []
        self.thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        try:
            while (number := self.told.get()) is not None:
                self.published.append(self._publish(number))
        finally:
            connection.close()

    def _publish(self, number: int) -> RuleSet:
        """Through the verbs: conditions of confinement have another limit in each version."""
        base = publishing.newest()
        assert base is not None
        rules = [rule for rule in base.rules if rule["key"] != HURRY["key"]]
        hurry = HURRY | {"says": f"This version gives {number} hours", "respond_within": f"{number}h"}
        draft = drafts.begin(f"Version {number}", base, by=self.writer)
        drafts.change(draft, draft.rev, rules=[*rules, hurry], by=self.writer)
        drafts.submit(draft, "The next limit.", by=self.writer)
        return publishing.publish(draft, draft.rev, expected=base, by=self.approver).ruleset


def is_reproduced(decision: Decision, offices: Offices) -> bool:
    """The version that the decision names says the same of the facts that the decision keeps, to the last word."""
    assert decision.ruleset is not None
    verdict = decide(Facts.from_json(decision.facts), decision.ruleset.read(), offices)
    return (verdict.office, verdict.rule, verdict.why, verdict.as_json()) == (
        decision.office.code,
        decision.rule,
        decision.why,
        decision.outcome,
    )


def test_every_decision_is_reproduced_by_the_version_it_names(machinery: Machinery, cast: Cast) -> None:
    machinery.start_worker()
    machinery.start_beat()
    headquarters = Headquarters(cast)
    headquarters.thread.start()
    for number in range(1, VERSIONS + 1):
        headquarters.told.put(number)
        for _ in range(CALLS_BETWEEN):
            intake.submit(submission(*[concern(topic) for topic in TOPICS]), by=cast.operator)
        send_hints(machinery, 1)
        machinery.look_after()
    headquarters.told.put(None)
    headquarters.thread.join()
    assert len(headquarters.published) == VERSIONS
    until(lambda: Decision.objects.count() == CASES, of="All are routed", then=machinery.look_after)
    decisions = list(Decision.objects.select_related("ruleset", "office"))
    assert len({decision.ruleset_id for decision in decisions}) > VERSIONS / 5
    rows = Office.objects.all()
    offices = Offices({o.code: o.name for o in rows}, frozenset(o.code for o in rows if o.kind == "field"))
    assert [decision.pk for decision in decisions if not is_reproduced(decision, offices)] == []
    assert check().violations == []
