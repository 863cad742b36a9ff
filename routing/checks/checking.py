"""Checking rules before they decide anything: every case finds a home, no rule is dead, no two tie, nothing forbidden."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from helpline.refusals import Refused
from routing.checks.coverage import TooIntricate
from routing.checks.finding import About, Finding, errors, in_order, told
from routing.checks.ground import Ground, read_ground
from routing.checks.naming_checks import check_names, error, warning
from routing.checks.reach_checks import Survey, check_reach
from routing.checks.sending_checks import check_sending
from routing.models import RuleDraft, RuleSet
from routing.rules.language import Rules
from routing.trials import truth as truth_table

Truth = Sequence[Mapping[str, Any]]


class Unsound(Refused):
    """These rules may not come into force; `findings` are the errors, each with its row and reason."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__(f"These rules do not hold together. {told(found)}")
        self.findings = list(found)


def findings_of(draft: RuleDraft, newest: RuleSet | None = None, on: Iterable[date] = ()) -> list[Finding]:
    """Everything a check of the draft finds, errors first; with `newest`, also that it began before that version."""
    found = findings(draft.read(), truth=draft.truth, on=on)
    if newest and newest.pk != draft.base_id:
        behind = (
            f"It was begun from version {draft.base.version}, and version {newest.version} is the newest now. "
            "Publishing it undoes what changed since, unless it says the same."
        )
        found.append(warning(About.RULES, "", "begun_before", behind))
    return in_order(found)


def findings(rules: Rules, *, truth: Truth = (), on: Iterable[date] = ()) -> list[Finding]:
    """Everything a check of the rules finds against the map of these days (as told, today), errors first."""
    days = sorted(set(on)) or [timezone.localdate()]
    return in_order(one for day in days for one in _on_one_day(rules, truth, read_ground(day)))


def must_hold_together(rules: Rules, *, truth: Truth = (), on: Iterable[date] = ()) -> None:
    """Raise `Unsound` where a check finds errors."""
    if found := errors(findings(rules, truth=truth, on=on)):
        raise Unsound(found)


def on_ground(rules: Rules, ground: Ground) -> Iterator[Finding]:
    """What is found without the truth table. Reads nothing."""
    yield from check_names(rules, ground)
    try:
        survey = Survey(rules, ground)
        found = [*check_reach(survey), *check_sending(survey)]
    except TooIntricate:
        yield error(
            About.RULES, "", "too_intricate",
            "These rules overlap in so many ways that nobody can say where every case goes. Use fewer conditions.",
        )  # fmt: skip
    else:
        yield from found


def _on_one_day(rules: Rules, truth: Truth, ground: Ground) -> Iterator[Finding]:
    yield from on_ground(rules, ground)
    for row in truth_table.broken(rules, truth, on=ground.day) if truth else ():
        yield error(About.TRUTH, f"row {row.number}", "broken_row", f"{row.situation}: {row.why}")
