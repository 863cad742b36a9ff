"""One situation, decided by a draft and by the rules in force: where it goes, and why."""

from dataclasses import dataclass
from datetime import date

from routing.models import RuleDraft
from routing.router import Offices, Verdict, decide
from routing.rules.in_force import rules_in_force
from routing.rules.language import Rules
from routing.trials import truth
from routing.trials.tally import in_words
from routing.trials.truth_table import Row


@dataclass(frozen=True)
class Saying:
    """What one version says of a situation, its offices by name."""

    verdict: Verdict
    office: str
    copies: tuple[tuple[str, str, str], ...]
    limits: str


@dataclass(frozen=True)
class Outcome:
    """What the draft would do with a situation, and what the version in force does with it."""

    draft: Saying
    now: Saying
    version: int | None

    @property
    def same(self) -> bool:
        """Nothing changes for cases of this situation."""
        return self.draft.verdict == self.now.verdict


def outcome(draft: RuleDraft, row: Row, *, on: date) -> Outcome | None:
    """Both verdicts over the same facts, with the map of that day; None where the map lacks what the row names."""
    facts, offices = truth.situations_of([row], on=on)
    if facts[0] is None:
        return None
    current = rules_in_force()
    now = decide(facts[0], current.read() if current else Rules(), offices)
    then = decide(facts[0], draft.read(), offices)
    return Outcome(_saying(then, offices), _saying(now, offices), current.version if current else None)


def _saying(verdict: Verdict, offices: Offices) -> Saying:
    return Saying(
        verdict=verdict,
        office=f"{offices.name(verdict.office)} ({verdict.office})",
        copies=tuple(
            (f"{offices.name(copy.office)} ({copy.office})", copy.purpose, copy.shows)
            for copy in verdict.copies
        ),
        limits=in_words(verdict.limits),
    )
