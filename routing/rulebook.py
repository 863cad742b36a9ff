"""The rules in force as people read them, with how many cases each decided lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from cases.models import CallerKind, Topic, TopicGroup, Urgency
from facilities.models import Office
from routing.in_force import rules_in_force
from routing.language import OFFICE_OF_FACILITY, TRIAGE, Rule
from routing.models import Decision, DecisionKind, RuleSet

COUNTED = timedelta(days=30)
PLAIN_FACTS = {
    ("accuses_staff", True): "it accuses staff",
    ("accuses_staff", False): "it accuses nobody on staff",
    ("vulnerable", True): "a special vulnerability is known",
    ("vulnerable", False): "no special vulnerability is known",
    ("facility_known", True): "the facility is known",
    ("facility_known", False): "the facility is not known",
}


@dataclass(frozen=True)
class RuleLine:
    """One rule in words: `when` are its conditions (all must hold), `to` is where the case goes."""

    place: int
    key: str
    says: str
    when: list[str]
    to: str
    decided: int


@dataclass(frozen=True)
class Rulebook:
    """The version in force, its rules in order, and how many cases fell through to triage."""

    ruleset: RuleSet | None
    lines: list[RuleLine]
    triage: str
    fell_through: int
    since: datetime


def read(now: datetime) -> Rulebook:
    """Four queries. Counts are by rule key over the last 30 days, whatever the version."""
    current = rules_in_force()
    topics = {topic.code: str(topic) for topic in Topic.objects.only("code", "name")}
    offices = {code: f"{name} ({code})" for code, name in Office.objects.values_list("code", "name")}
    recent = Decision.objects.filter(decided_at__gte=now - COUNTED)
    counts = {
        (row["kind"], row["rule"]): row["cases"]
        for row in recent.values("kind", "rule").annotate(cases=Count("case", distinct=True))
    }
    rules = current.read().rules if current else ()
    return Rulebook(
        ruleset=current,
        lines=[
            RuleLine(
                place=place,
                key=rule.key,
                says=rule.says,
                when=conditions(rule, topics),
                to=destination(rule.to or "", offices),
                decided=counts.get((DecisionKind.AUTOMATIC, rule.key), 0),
            )
            for place, rule in enumerate(rules, start=1)
        ],
        triage=offices.get(TRIAGE, TRIAGE),
        fell_through=counts.get((DecisionKind.FALLBACK, ""), 0),
        since=now - COUNTED,
    )


def destination(code: str, offices: Mapping[str, str]) -> str:
    """Where a rule sends a case, in words."""
    return (
        "the office that answers for the facility" if code == OFFICE_OF_FACILITY else offices.get(code, code)
    )


def conditions(rule: Rule, topics: Mapping[str, str]) -> list[str]:
    """What must hold for the rule to decide, one phrase for each condition."""
    names: dict[str, tuple[str, Mapping[str, str]]] = {
        "topic": ("the topic is", topics),
        "group": ("the subject is", dict(TopicGroup.choices)),
        "urgency": ("the urgency is", {code: f"{label} ({code})" for code, label in Urgency.choices}),
        "caller_kind": ("the caller is", dict(CallerKind.choices)),
    }
    phrases: list[str] = []
    for fact, values in ((one.fact, one.one_of) for one in rule.when):
        if fact in names:
            opening, labels = names[fact]
            phrases.append(
                f"{opening} {one_of(sorted(labels.get(str(value), str(value)) for value in values))}"
            )
        else:
            phrases.append(one_of([PLAIN_FACTS[fact, bool(value)] for value in sorted(values)]))
    return phrases or ["always"]


def one_of(words: list[str]) -> str:
    """`A, B or C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
