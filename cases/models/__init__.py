"""The tables of the record."""

from cases.models.call import Answer, Call, CallEnding, CallerIdentity, CallerKind, Channel
from cases.models.case import Case, CaseState, Vulnerability
from cases.models.detainee import Detainee, canonical_a_number, searchable
from cases.models.draft import Draft
from cases.models.topic import Topic, TopicGroup, Urgency
from cases.models.work import Action, ActionKind, Closure, Disposition

__all__ = [
    "Action",
    "ActionKind",
    "Answer",
    "Call",
    "CallEnding",
    "CallerIdentity",
    "CallerKind",
    "Case",
    "CaseState",
    "Channel",
    "Closure",
    "Detainee",
    "Disposition",
    "Draft",
    "Topic",
    "TopicGroup",
    "Urgency",
    "Vulnerability",
    "canonical_a_number",
    "searchable",
]
