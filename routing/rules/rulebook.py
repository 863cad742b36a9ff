"""A version of the rules as people read it: what decides, what adds, what never happens, who covers for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from routing.models import Publication, RuleSet
from routing.rules import rule_counts, wording
from routing.rules.in_force import publication_in_force
from routing.rules.language import TRIAGE, Guard, Rule, Rules
from routing.rules.rule_counts import Counts
from routing.rules.vocabulary import Vocabulary, read_vocabulary


@dataclass(frozen=True)
class RuleLine:
    """One rule in words. All of `when` must hold; `to` is where it sends the case, empty for a rule that only adds;
    `adds` is what else it does; `cases` those of the last 30 days, None where nobody counted."""

    place: int
    key: str
    says: str
    when: list[str]
    to: str
    adds: list[str]
    cases: int | None = None


@dataclass(frozen=True)
class GuardLine:
    """What must never be sent somewhere."""

    key: str
    says: str
    when: list[str]
    never_to: str


@dataclass(frozen=True)
class Chapters:
    """One set of rules in words."""

    deciding: list[RuleLine]
    adding: list[RuleLine]
    guards: list[GuardLine]
    cover: list[tuple[str, str]]
    triage: str


@dataclass(frozen=True)
class Rulebook:
    """The version in force, how it came into force, and what its rules did lately."""

    publication: Publication | None
    chapters: Chapters
    counts: Counts
    names: Vocabulary = field(repr=False)

    @property
    def ruleset(self) -> RuleSet | None:
        """The version in force."""
        return self.publication.ruleset if self.publication else None


def read(now: datetime) -> Rulebook:
    """Six queries, however many rules."""
    current = publication_in_force()
    rules = current.ruleset.read() if current else Rules()
    names, counts = read_vocabulary(rules), rule_counts.count(now)
    return Rulebook(current, chapters(rules, names, counts), counts, names)


def chapters(rules: Rules, names: Vocabulary, counts: Counts | None = None) -> Chapters:
    """Deciding rules in the order they are asked, adding rules in the order they stand."""
    deciding = [rule for rule in rules.rules if rule.to]
    adding = [rule for rule in rules.rules if not rule.to]
    decided, added = (counts.decided, counts.added) if counts else (None, None)
    return Chapters(
        deciding=[line(rule, names, place, decided) for place, rule in enumerate(deciding, start=1)],
        adding=[line(rule, names, place, added) for place, rule in enumerate(adding, start=1)],
        guards=[guard_line(guard, names) for guard in rules.guards],
        cover=wording.cover_lines(rules, names),
        triage=names.office(TRIAGE),
    )


def line(rule: Rule, names: Vocabulary, place: int = 0, cases: Mapping[str, int] | None = None) -> RuleLine:
    """One rule in words."""
    return RuleLine(
        place=place,
        key=rule.key,
        says=rule.says,
        when=wording.conditions(rule, names),
        to=names.destination(rule.to) if rule.to else "",
        adds=wording.effects(rule, names),
        cases=cases.get(rule.key, 0) if cases is not None else None,
    )


def guard_line(guard: Guard, names: Vocabulary) -> GuardLine:
    """One guard in words."""
    return GuardLine(guard.key, guard.says, wording.conditions(guard, names), wording.never_to(guard, names))
