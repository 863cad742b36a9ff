"""Sentences of the timeline about the clock: pauses, steps of the ladder, and who took them on."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from routing.clock import said
from routing.models import PauseReason, Promise, Step
from routing.sharing.sharing_story import Sources, Telling

TAKEN = {
    Step.WARN: "told the office that it is nearly due",
    Step.BREACH: "told the office that it is overdue",
    Step.LEAD: "told the lead of the office",
    Step.HEADQUARTERS: "told headquarters",
}
OWED = {
    Promise.TAKE_UP: ", because nobody has taken it up",
    Promise.RESOLVE: "",
}


def _escalated(details: Mapping[str, Any], sources: Sources) -> Telling:
    return f"{TAKEN[Step(details['step'])]}{OWED[Promise(details['promise'])]}", ""


def _acknowledged(details: Mapping[str, Any], sources: Sources) -> Telling:
    plan, _ = sources.words("escalation", details.get("escalation"))
    return "took it on that time runs out", plan


def _paused(details: Mapping[str, Any], sources: Sources) -> Telling:
    note, _ = sources.words("pause", details.get("pause"))
    reason = str(PauseReason(details["reason"]).label)
    until = said(date.fromisoformat(details["until"]))
    return f"stopped the clock until {until}: {reason[:1].lower()}{reason[1:]}", note


def _resumed(details: Mapping[str, Any], sources: Sources) -> Telling:
    return "let the clock run again", ""


SENTENCES: dict[str, Callable[[Mapping[str, Any], Any], Telling]] = {
    "escalated": _escalated,
    "acknowledged": _acknowledged,
    "paused": _paused,
    "resumed": _resumed,
}
