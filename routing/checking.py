"""Checking rules before they decide anything: every case finds a home, no rule is dead, no two tie, nothing forbidden."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from helpline.refusals import Refused
from routing.finding import Finding, errors, in_order, told
from routing.language import Rules
from routing.models import RuleDraft

Truth = Sequence[Mapping[str, Any]]


class Unsound(Refused):
    """These rules may not come into force; `findings` are the errors, each with its row and reason."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__(f"These rules do not hold together. {told(found)}")
        self.findings = list(found)


def findings_of(draft: RuleDraft, on: Iterable[date] = ()) -> list[Finding]:
    """Everything a check of the draft finds against the map of these days (as told, today), errors first."""
    return findings(draft.read(), truth=draft.truth, on=on)


def findings(rules: Rules, *, truth: Truth = (), on: Iterable[date] = ()) -> list[Finding]:
    """Everything a check of the rules finds against the map of these days (as told, today), errors first."""
    found: list[Finding] = []
    for _ in sorted(set(on)) or [timezone.localdate()]:
        pass
    return in_order(found)


def must_hold_together(rules: Rules, *, truth: Truth = (), on: Iterable[date] = ()) -> None:
    """Raise `Unsound` where a check finds errors."""
    if found := errors(findings(rules, truth=truth, on=on)):
        raise Unsound(found)
