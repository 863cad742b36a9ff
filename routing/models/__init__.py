"""The tables of the mail room."""

from routing.models.decision import Decision, DecisionKind
from routing.models.item import Leaving, QueueItem
from routing.models.request import RequestState, RouteRequest
from routing.models.rules import CurrentRules, RuleSet

__all__ = [
    "CurrentRules",
    "Decision",
    "DecisionKind",
    "Leaving",
    "QueueItem",
    "RequestState",
    "RouteRequest",
    "RuleSet",
]
