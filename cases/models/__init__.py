"""The tables of the record."""

from cases.models.aftercare import (
    Alarm,
    DetaineeMerge,
    NamedPersonTold,
    PaperReference,
    ReferenceBlock,
    RepeatCall,
)
from cases.models.call import Answer, Call, CallEnding, CallerIdentity, CallerKind, Channel
from cases.models.callback import (
    AttemptOutcome,
    Callback,
    CallbackAttempt,
    CallbackHours,
    CallbackState,
    LineAnswer,
    ReceiptCode,
    StatusTry,
)
from cases.models.case import Case, CaseState, Vulnerability
from cases.models.custody import Custody
from cases.models.detainee import Detainee, canonical_a_number, searchable
from cases.models.draft import Draft
from cases.models.linking import LinkChange, Protection
from cases.models.need_to_know import Exclusion, NeedToKnow
from cases.models.operators import Certification, Doing, Presence, Traineeship
from cases.models.protocol import DisclosurePolicy, ProtocolRun, TopicProtocol, Verification
from cases.models.review import CaseReview, CaseReviewVerdict, QualityReview, Scorecard
from cases.models.telephony import HungUpBy, PhoneCall, TelephonyNonce, TelephonyRefusal
from cases.models.topic import Follows, Topic, TopicGroup, Urgency
from cases.models.work import Action, ActionKind, Closure, Disposition

__all__ = [
    "Action",
    "ActionKind",
    "Alarm",
    "Answer",
    "AttemptOutcome",
    "Call",
    "CallEnding",
    "Callback",
    "CallbackAttempt",
    "CallbackHours",
    "CallbackState",
    "CallerIdentity",
    "CallerKind",
    "Case",
    "CaseReview",
    "CaseReviewVerdict",
    "CaseState",
    "Certification",
    "Channel",
    "Closure",
    "Custody",
    "Detainee",
    "DetaineeMerge",
    "DisclosurePolicy",
    "Disposition",
    "Doing",
    "Draft",
    "Exclusion",
    "Follows",
    "HungUpBy",
    "LineAnswer",
    "LinkChange",
    "NamedPersonTold",
    "NeedToKnow",
    "PaperReference",
    "PhoneCall",
    "Presence",
    "Protection",
    "ProtocolRun",
    "QualityReview",
    "ReceiptCode",
    "ReferenceBlock",
    "RepeatCall",
    "Scorecard",
    "StatusTry",
    "TelephonyNonce",
    "TelephonyRefusal",
    "Topic",
    "TopicGroup",
    "TopicProtocol",
    "Traineeship",
    "Urgency",
    "Verification",
    "Vulnerability",
    "canonical_a_number",
    "searchable",
]
