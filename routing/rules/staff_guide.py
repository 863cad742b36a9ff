"""The staff guide: for every topic what the rules in force do with it, made from the rules themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.models import Topic, TopicGroup
from routing import clock
from routing.models import Publication
from routing.rules import wording
from routing.rules.in_force import publication_in_force
from routing.rules.language import TRIAGE, Condition, Guard, Rule, Rules
from routing.rules.vocabulary import Vocabulary, read_vocabulary

NOT_FOR_THE_GUIDE = frozenset({"protected"})  # who has a protected record is not a thing to look for


@dataclass(frozen=True)
class Way:
    """Where the topic goes under these further conditions; `when` is empty for “otherwise”."""

    when: list[str]
    to: str
    adds: list[str]


@dataclass(frozen=True)
class Entry:
    """One topic: the ways in the order they are asked, what is added, and by when it is due."""

    topic: Topic
    ways: list[Way]
    adds: list[Way]
    taken_up: str
    resolved: str


@dataclass(frozen=True)
class Guide:
    """The whole guide. `everywhere` is added whatever the topic is."""

    publication: Publication | None
    made_at: datetime
    groups: list[tuple[str, list[Entry]]]
    everywhere: list[Way]
    guards: list[tuple[str, str]]


def read(now: datetime) -> Guide:
    """Five queries, however many rules and topics."""
    publication = publication_in_force()
    rules = publication.ruleset.read() if publication else Rules()
    names = read_vocabulary(rules)
    shown = [rule for rule in rules.rules if not asks(rule, NOT_FOR_THE_GUIDE)]
    entries = [entry_of(topic, shown, names) for topic in Topic.objects.order_by("name")]
    groups = [
        (str(label), [entry for entry in entries if entry.topic.group == group])
        for group, label in TopicGroup.choices
    ]
    return Guide(
        publication,
        now,
        [(label, found) for label, found in groups if found],
        [
            Way(
                [wording.condition_in_words(one, names) for one in rule.when],
                "",
                wording.effects(rule, names),
            )
            for rule in shown
            if not rule.to and not asks(rule, {"topic", "group"})
        ],
        [
            (guard.says, wording.never_to(guard, names))
            for guard in rules.guards
            if not asks(guard, NOT_FOR_THE_GUIDE)
        ],
    )


def asks(rule: Rule | Guard, facts: Collection[str]) -> bool:
    """Whether one of its conditions is about one of these facts."""
    return any(condition.fact in facts for condition in rule.when)


def entry_of(topic: Topic, rules: Sequence[Rule], names: Vocabulary) -> Entry:
    """What these rules do with a concern of this topic."""
    ways: list[Way] = []
    for rule in (rule for rule in rules if rule.to):
        left = left_to_ask(rule, topic)
        if left is not None:
            ways.append(_way(rule, left, names))
            if not left:
                break
    else:
        ways.append(Way([], names.destination(TRIAGE), []))
    adding = [
        (rule, left_to_ask(rule, topic)) for rule in rules if not rule.to and asks(rule, {"topic", "group"})
    ]
    return Entry(
        topic,
        ways,
        [_way(rule, left, names) for rule, left in adding if left is not None],
        wording.within(topic.respond_within) if topic.respond_within else "",
        wording.within(topic.resolve_within or clock.LIMIT_OF_EVERY_CASE),
    )


def left_to_ask(rule: Rule, topic: Topic) -> list[Condition] | None:
    """The conditions that the topic leaves open; None where a concern of this topic never meets the rule."""
    left = []
    for condition in rule.when:
        known: dict[str, object] = {"topic": topic.code, "group": topic.group}
        if topic.accuses_staff:
            known["accuses_staff"] = True
        if condition.fact not in known:
            left.append(condition)
        elif not _holds(condition, known[condition.fact]):
            return None
    return left


def _holds(condition: Condition, value: object) -> bool:
    return value in condition.one_of if condition.one_of else value not in condition.none_of


def _way(rule: Rule, left: Sequence[Condition], names: Vocabulary) -> Way:
    when = [wording.condition_in_words(condition, names) for condition in left]
    return Way(when, names.destination(rule.to) if rule.to else "", wording.effects(rule, names))
