"""The story of a case as sentences, newest first: from the journal, with the words people wrote."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.access import may_read_repeats, may_see_office_work
from cases.models import ActionKind, Case, Disposition, Urgency
from helpline.accounts.models import User
from helpline.audit.models import Entry
from routing.deadlines import clock_story
from routing.desk import ReturnReason
from routing.models import Decision, QueueItem
from routing.sharing import overview, sharing_story
from routing.sharing.overview import Notes


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when (aware), who (a name, or the router), what (a sentence), and words of theirs."""

    at: datetime
    who: str
    verb: str
    sentence: str
    words: str = ""


@dataclass(frozen=True)
class _Sources:
    decisions: Mapping[int, Decision]
    parting: Mapping[int, str]
    notes: Mapping[tuple[str, int], tuple[str, str]]
    offices: Mapping[str, str]

    def office(self, code: object) -> str:
        return self.offices.get(str(code), str(code))

    def words(self, of: str, pk: object) -> tuple[str, str]:
        """What was written on an action, a closure, a later call, a copy or an exclusion; and why that closure was
        reopened, or which office it is about."""
        return self.notes.get((of, int(str(pk))), ("", "")) if pk else ("", "")


def stays_of(case: Case) -> list[QueueItem]:
    """Every stay of the case with its office, decision and holder, newest first. One query."""
    stays = list(
        QueueItem.objects.filter(case=case)
        .select_related("office", "claimed_by", "decision__ruleset", "decision__decided_by")
        .order_by("-id")
    )
    for stay in stays:
        stay.decision.office = stay.office
    return stays


def story(
    case: Case, user: User, stays: Sequence[QueueItem] | None = None, notes: Notes | None = None
) -> list[Moment]:
    """Every moment of a case this person sees, in three queries (one where the caller has read stays and notes).

    Notes of offices only for those who may read them.
    """
    entries = (
        Entry.objects.filter(subject_kind="case", subject_key=str(case.pk))
        .select_related("by")
        .order_by("-id")
    )
    stays = stays_of(case) if stays is None else stays
    sources = _Sources(
        decisions={stay.decision_id: stay.decision for stay in stays},
        parting={stay.pk: stay.left_why for stay in stays},
        notes=overview.read(case, user).notes if notes is None else notes,
        offices={stay.office.code: stay.office.name for stay in stays},
    )
    return [_moment(entry, sources, _may_read(user, entry)) for entry in entries if entry.verb in SENTENCES]


def _may_read(user: User, entry: Entry) -> bool:
    """Whether the words beside this entry are for this person."""
    if entry.verb == "called_again":
        return may_read_repeats(user) or entry.by_id == user.pk
    return may_see_office_work(user) or entry.verb in {"routed", "opened", "reopened"}


def _moment(entry: Entry, sources: _Sources, with_words: bool) -> Moment:
    sentence, words = SENTENCES[entry.verb](entry.details, sources)
    return Moment(
        at=entry.at,
        who=entry.by.called if entry.by else "The clock" if entry.verb == "escalated" else "The router",
        verb=entry.verb,
        sentence=sentence,
        words=words if with_words else "",
    )


Telling = tuple[str, str]


def _opened(details: Mapping[str, Any], sources: _Sources) -> Telling:
    return "took the call and wrote the concern down", ""


def _routed(details: Mapping[str, Any], sources: _Sources) -> Telling:
    decision = sources.decisions.get(int(details["decision"]))
    if decision is None:
        return f"sent it to {sources.office(details['office'])}", ""
    origin = (
        f" (rule “{decision.rule}”, version {decision.ruleset.version})"
        if decision.rule and decision.ruleset
        else ""
    )
    return f"sent it to {decision.office.name}{origin}", decision.why


def _claimed(details: Mapping[str, Any], sources: _Sources) -> Telling:
    return f"claimed the case for {sources.office(details['office'])}", ""


def _released(details: Mapping[str, Any], sources: _Sources) -> Telling:
    return f"put it back into the queue of {sources.office(details['office'])}", ""


def _acted(details: Mapping[str, Any], sources: _Sources) -> Telling:
    note, _ = sources.words("action", details["action"])
    label = ActionKind(details["kind"]).label
    return f"recorded a step: {label[:1].lower()}{label[1:]}", note


def _transferred(details: Mapping[str, Any], sources: _Sources) -> Telling:
    decision = sources.decisions.get(int(details["decision"]))
    sentence = f"moved it from {sources.office(details['from'])} to {sources.office(details['to'])}; the due time stays"
    return sentence, decision.why if decision else ""


def _handed_over(details: Mapping[str, Any], sources: _Sources) -> Telling:
    decision = sources.decisions.get(int(details["decision"]))
    sentence = (
        f"handed it over from {sources.office(details['from'])} to {sources.office(details['to'])}, because the"
        " facility or the person moved; the due time stays"
    )
    return sentence, decision.why if decision else ""


def _relocated(details: Mapping[str, Any], sources: _Sources) -> Telling:
    return "wrote down that the person was moved", ""


def _returned(details: Mapping[str, Any], sources: _Sources) -> Telling:
    decision = sources.decisions.get(int(details["decision"]))
    reason = str(ReturnReason(details["reason"]).label).lower()
    return (
        f"gave it back from {sources.office(details['from'])} to headquarters: {reason}",
        decision.why if decision else "",
    )


def _closed(details: Mapping[str, Any], sources: _Sources) -> Telling:
    note, _ = sources.words("closure", details["closure"])
    label = Disposition(details["disposition"]).label
    return f"closed it. {label}", note


def _reopened(details: Mapping[str, Any], sources: _Sources) -> Telling:
    _, why = sources.words("closure", details.get("closure"))
    return "reopened the case; it goes back to the router", why


def _rerouted(details: Mapping[str, Any], sources: _Sources) -> Telling:
    return "sent it back to the router", sources.parting.get(int(details["stay"]), "")


def _called_again(details: Mapping[str, Any], sources: _Sources) -> Telling:
    note, _ = sources.words("repeat", details.get("repeat"))
    raised = details.get("urgency")
    more = f", and it is more urgent now: {Urgency(raised).label.lower()} ({raised})" if raised else ""
    return f"took another call about it{more}", note


def _named_person(details: Mapping[str, Any], sources: _Sources) -> Telling:
    return "wrote down who was told of the emergency", ""


SENTENCES: dict[str, Callable[[Mapping[str, Any], _Sources], Telling]] = {
    "opened": _opened,
    "routed": _routed,
    "claimed": _claimed,
    "released": _released,
    "acted": _acted,
    "called_again": _called_again,
    "named_person": _named_person,
    "transferred": _transferred,
    "handed_over_case": _handed_over,
    **sharing_story.SENTENCES,
    **clock_story.SENTENCES,
    "relocated": _relocated,
    "returned": _returned,
    "closed": _closed,
    "reopened": _reopened,
    "rerouted": _rerouted,
}
