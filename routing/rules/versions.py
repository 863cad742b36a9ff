"""Which versions there were, which one comes next, and what waits for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Now

from routing.models import DraftState, Publication, RuleDraft, RuleSet
from routing.rules import rulebook, wording
from routing.rules.comparing import Comparison, compare
from routing.rules.language import Rule, Rules
from routing.rules.rulebook import GuardLine, RuleLine
from routing.rules.vocabulary import Vocabulary

LATEST = 10
PAGE = 50


@dataclass(frozen=True)
class Ahead:
    """What is about to change: versions that wait for their time, drafts that wait for a second person."""

    scheduled: list[Publication]
    waiting: list[RuleDraft]


def ahead() -> Ahead:
    """Two queries."""
    due = history().filter(called_off_at__isnull=True, effective_at__gt=Now()).order_by("effective_at", "id")
    waiting = RuleDraft.objects.filter(state=DraftState.SUBMITTED).select_related("submitted_by")
    return Ahead(list(due), list(waiting.order_by("submitted_at", "id")))


def history() -> QuerySet[Publication]:
    """Every time a version came into force or was to, newest first, with who did it."""
    people = ("made_by", "called_off_by", "ruleset__proposed_by", "ruleset__published_by")
    return Publication.objects.select_related("ruleset", *people).order_by("-effective_at", "-id")


def others(version: RuleSet) -> list[RuleSet]:
    """Versions to compare this one with, newest first."""
    return list(RuleSet.objects.exclude(pk=version.pk).only("version", "note").order_by("-version"))


@dataclass(frozen=True)
class ChangeLine:
    """One changed rule: how it read, how it reads, and which of its parts differ."""

    before: RuleLine
    after: RuleLine


@dataclass(frozen=True)
class MoveLine:
    """A rule asked earlier or later."""

    says: str
    key: str
    before: int
    after: int


@dataclass(frozen=True)
class Differences:
    """A comparison in words. Nothing of it is filled where the two say the same."""

    added: list[RuleLine]
    removed: list[RuleLine]
    changed: list[ChangeLine]
    moved: list[MoveLine]
    guards_added: list[GuardLine]
    guards_removed: list[GuardLine]
    cover_before: list[tuple[str, str]]
    cover_after: list[tuple[str, str]]
    touched: frozenset[str]

    @property
    def any(self) -> bool:
        """Something differs."""
        rules = (self.added, self.removed, self.changed, self.moved)
        return any([*rules, self.guards_added, self.guards_removed, self.cover_changed])

    @property
    def cover_changed(self) -> bool:
        """The cover order differs."""
        return self.cover_before != self.cover_after


def differences(old: Rules, new: Rules, names: Vocabulary) -> Differences:
    """What changed from `old` to `new`, in words."""
    found: Comparison = compare(old, new)
    return Differences(
        added=_lines(found.added, new, names),
        removed=_lines(found.removed, old, names),
        changed=[
            ChangeLine(rulebook.line(one.before, names), rulebook.line(one.after, names))
            for one in found.changed
        ],
        moved=[MoveLine(one.rule.says, one.rule.key, one.before, one.after) for one in found.moved],
        guards_added=[rulebook.guard_line(guard, names) for guard in found.guards_added],
        guards_removed=[rulebook.guard_line(guard, names) for guard in found.guards_removed],
        cover_before=wording.cover_lines(old, names),
        cover_after=wording.cover_lines(new, names),
        touched=found.touched,
    )


def _lines(rules: Sequence[Rule], whole: Rules, names: Vocabulary) -> list[RuleLine]:
    order = [rule.key for rule in whole.rules if rule.to]
    return [
        rulebook.line(rule, names, order.index(rule.key) + 1 if rule.key in order else 0) for rule in rules
    ]
