"""The journal in sentences. Only what carries nobody's data is shown: never free text from a record."""

from dataclasses import dataclass
from datetime import datetime

from helpline.audit.models import Entry

VERBS = {
    "acted": "recorded a step on",
    "answered_alarm": "answered",
    "called_again": "added a call to",
    "named_person": "wrote down who was told about",
    "raised_alarm": "raised",
    "activated": "turned on",
    "added_factor": "added a second factor for",
    "answered": "answered a question on",
    "appointed": "appointed",
    "began_testing": "began testing",
    "certified": "certified",
    "took_certificate": "took a certification from",
    "changed_password": "changed the password of",
    "changed_role": "changed the role of",
    "checked": "checked the caller of",
    "claimed": "claimed",
    "closed": "closed",
    "dismissed": "closed the account of",
    "issued": "issued an API token for",
    "opened": "opened",
    "posted": "posted",
    "published": "published",
    "rang": "was told by the exchange of",
    "refused_sign_in": "refused a sign-in of",
    "released": "put back",
    "removed_factor": "removed a second factor of",
    "reopened": "reopened",
    "rerouted": "sent back to the router",
    "returned": "returned to headquarters",
    "revoked": "revoked an API token of",
    "routed": "routed",
    "scheduled": "scheduled",
    "set_password": "set the password of",
    "signed_in": "signed in as",
    "signed_out": "signed out as",
    "suspended": "suspended",
    "took": "took",
    "wrote_down": "wrote down for a colleague",
    "handed_out": "handed out on paper",
    "struck_out": "struck out references of",
    "used_reference": "used a reference on paper for",
    "handed_over": "handed over",
    "began_training": "began the training of",
    "ended": "was told by the exchange of the end of",
    "ended_training": "ended the training of",
    "asked_for_review": "asked for a review of",
    "reviewed": "reviewed",
    "answered_review": "answered the review of",
    "scored": "scored",
    "answered_score": "answered the score of",
    "agreed_callback": "agreed on",
    "tried_callback": "wrote down a try of",
    "ended_callback": "ended",
    "linked": "linked a person to",
    "unlinked": "took a person off",
    "relinked": "changed whom it is about on",
    "merged": "merged into another record",
    "took_in": "kept, of two records,",
    "unmerged": "took back the merge of",
    "gave_back": "gave back what was merged into",
    "protected": "protected",
    "lifted_protection": "lifted the protection of",
    "issued_code": "made a receipt code for",
    "reviewed_answer": "reviewed",
    "set_hours": "set the hours of",
    "ended_hours": "ended the hours of",
    "escalated": "told that time runs out for",
    "acknowledged": "took on the warning about",
    "paused": "stopped the clock of",
    "resumed": "let the clock run again for",
    "set_week": "set the working week of",
    "closed_days": "closed for some days",
    "withdrew_closing": "took back closed days of",
    "sent_copy": "sent a copy of",
    "took_copy_back": "took back a copy of",
    "noted_copy": "answered a copy of",
    "shut_out": "shut somebody accused out of",
    "let_back": "lifted that somebody is shut out of",
    "let_in": "let somebody in on",
    "let_out": "let somebody out of",
    "transferred": "moved to another office",
    "moved": "gave to another office",
    "ended_assignment": "ended who answers for",
    "called_off_move": "called off the move of",
    "handed_over_case": "handed over with the facility or the person",
    "noted_custody": "wrote down where somebody is held:",
    "relocated": "changed where the person is on",
    "resent": "sent again",
    "unposted": "ended a posting of",
    "began_draft": "began",
    "changed_draft": "changed",
    "submitted_draft": "submitted",
    "took_back_draft": "took back",
    "sent_back_draft": "sent back",
    "withdrew_draft": "withdrew",
    "rolled_back": "rolled back to",
    "called_off": "called off",
}
KINDS = {
    "activation": "facility",
    "apitoken": "API token",
    "draft": "unfinished call",
    "referenceblock": "references on paper",
    "phonecall": "phone call",
    "callback": "call-back",
    "closeddays": "closed days",
    "callbackhours": "call-backs",
    "lineanswer": "answer of the library",
    "ruleset": "rule set",
    "ruledraft": "draft of rules",
    "publication": "publication of rules",
    "notification": "notice",
    "user": "person",
}
SHOWN = {
    "office": "office",
    "from": "from",
    "to": "to",
    "was": "was",
    "now": "now",
    "role": "role",
    "kind": "step",
    "factor": "factor",
    "disposition": "ending",
    "ending": "ending",
    "topic": "topic",
    "channel": "channel",
    "phase": "phase",
    "generation": "round",
    "version": "version",
    "day": "day",
}


@dataclass(frozen=True)
class Line:
    """One entry as the journal page shows it."""

    key: int
    at: datetime
    who: str
    did: str
    kind: str
    reference: str
    details: str


def line(entry: Entry) -> Line:
    """The entry as a sentence; an unknown verb stands for itself."""
    told = [
        f"{SHOWN[name]} {str(value).replace('_', ' ')}"
        for name, value in entry.details.items()
        if name in SHOWN and value != ""
    ]
    return Line(
        key=entry.pk,
        at=entry.at,
        who=entry.by.called if entry.by else "The system",
        did=VERBS.get(entry.verb, entry.verb.replace("_", " ")),
        kind=KINDS.get(entry.subject_kind, entry.subject_kind),
        reference=entry.subject_ref or entry.subject_key,
        details=", ".join(told),
    )
