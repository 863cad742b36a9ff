"""The router: facts in, verdict out. Pure: no Django, no database, no clock.

Rules stand in order; the first whose conditions all hold decides. A destination that may not receive the
case (closed, accused) never does: the case then goes to headquarters triage, and the verdict says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

TRIAGE = "OPA"
OFFICE_OF_FACILITY = "office_of_facility"


class BadRules(ValueError):
    """A rule set that cannot be read, with the rule and the reason."""


@dataclass(frozen=True)
class Facts:
    """What the router may know about a case. No personal data. `offices` are those open on the day of the call and today."""

    topic: str
    topic_name: str
    group: str
    urgency: str
    accuses_staff: bool
    caller_kind: str
    vulnerable: bool
    facility: str | None
    facility_name: str
    facility_office: str | None
    called_on: str
    offices: Mapping[str, str]
    field_offices: frozenset[str]

    @property
    def facility_known(self) -> bool:
        """Whether the concern is tied to a facility."""
        return self.facility is not None

    @property
    def day_in_words(self) -> str:
        """The day of the call as people write it: `23 Nov 2026`."""
        day = date.fromisoformat(self.called_on)
        return f"{day.day} {day:%b %Y}"

    def as_json(self) -> dict[str, Any]:
        """The facts a decision keeps, so that it can be reproduced; the offices only by code."""
        return {
            "topic": self.topic,
            "topic_name": self.topic_name,
            "group": self.group,
            "urgency": self.urgency,
            "accuses_staff": self.accuses_staff,
            "caller_kind": self.caller_kind,
            "vulnerable": self.vulnerable,
            "facility": self.facility,
            "facility_name": self.facility_name,
            "facility_office": self.facility_office,
            "called_on": self.called_on,
        }


@dataclass(frozen=True)
class Rule:
    """`when` maps a fact's name to the values that match; `to` is an office code or the office of the facility."""

    key: str
    says: str
    when: Mapping[str, frozenset[Any]]
    to: str

    def matches(self, facts: Facts) -> bool:
        """Every condition holds."""
        return all(getattr(facts, name) in values for name, values in self.when.items())


@dataclass(frozen=True)
class Verdict:
    """Where the case goes, by which rule (None: triage as the fallback), and the sentence that says why."""

    office: str
    rule: str | None
    why: str


CONDITIONS = frozenset(
    {"topic", "group", "urgency", "accuses_staff", "caller_kind", "vulnerable", "facility_known"}
)


def read_rules(rows: Sequence[Mapping[str, Any]]) -> list[Rule]:
    """Rules from their stored form, in order; `BadRules` names the first that cannot be read."""
    rules: list[Rule] = []
    for place, row in enumerate(rows, start=1):
        try:
            when = {name: frozenset(values) for name, values in row["when"].items()}
            rule = Rule(key=row["key"], says=row["says"], when=when, to=row["to"])
        except (KeyError, TypeError, AttributeError) as error:
            raise BadRules(f"Rule {place} is incomplete: {error}") from error
        if unknown := set(when) - CONDITIONS:
            raise BadRules(
                f"Rule {place} asks for what the router does not know: {', '.join(sorted(unknown))}"
            )
        if any(rule.key == other.key for other in rules):
            raise BadRules(f"Rule {place} has the key of an earlier rule: {rule.key}")
        rules.append(rule)
    return rules


def decide(facts: Facts, rules: Sequence[Rule]) -> Verdict:
    """Where this case goes and why. Total: every case finds a home, triage at worst."""
    for rule in rules:
        if rule.matches(facts):
            return _follow(rule, facts)
    return _triage(facts, f"no rule covers {facts.topic_name.lower()}")


def _follow(rule: Rule, facts: Facts) -> Verdict:
    office = rule.to
    place = ""
    if office == OFFICE_OF_FACILITY:
        if facts.facility is None:
            return _triage(facts, f"{_lower(rule.says)}, but no facility is known")
        if facts.facility_office is None:
            return _triage(
                facts, f"{_lower(rule.says)}, but no office answered for {facts.facility_name} that day"
            )
        office = facts.facility_office
        name = facts.offices.get(office, office)
        place = f"; on {facts.day_in_words} {facts.facility_name} belonged to {name}"
    if office not in facts.offices:
        return _triage(facts, f"{_lower(rule.says)}, but that office is closed")
    if facts.accuses_staff and office in facts.field_offices:
        return _triage(facts, "the concern accuses staff, so no field office may receive it")
    return Verdict(office, rule.key, f"{rule.says}{place}.")


def _triage(facts: Facts, reason: str) -> Verdict:
    return Verdict(TRIAGE, None, f"Headquarters triage decides by hand: {reason}.")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
