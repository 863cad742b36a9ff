"""The tables of the mail room."""

from routing.models.clock import Escalation, Pause, PauseReason, Promise, Step
from routing.models.copy import CaseCopy, Purpose, Shows
from routing.models.decision import Decision, DecisionKind
from routing.models.item import Leaving, QueueItem
from routing.models.notice import NoticeChannel, NoticeKind, NoticeState, Notification
from routing.models.request import RequestState, RouteRequest
from routing.models.rules import (
    CurrentRules,
    DraftState,
    Publication,
    PublicationKind,
    RuleDraft,
    RuleSet,
)
from routing.models.simulation import Simulation, SimulationState

__all__ = [
    "CaseCopy",
    "CurrentRules",
    "Decision",
    "DecisionKind",
    "DraftState",
    "Escalation",
    "Leaving",
    "NoticeChannel",
    "NoticeKind",
    "NoticeState",
    "Notification",
    "Pause",
    "PauseReason",
    "Promise",
    "Publication",
    "PublicationKind",
    "Purpose",
    "QueueItem",
    "RequestState",
    "RouteRequest",
    "RuleDraft",
    "RuleSet",
    "Shows",
    "Simulation",
    "SimulationState",
    "Step",
]
