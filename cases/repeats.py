"""Not the first call: what is on record already, and a later call added to its case instead of opening a second one.

One concern is one case, so only a call with the same topic can add to it: about the same person, or, where the case
is about nobody in particular, from the same facility. What accuses staff is never added to a case that does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from cases import points
from cases.models import Call, Case, CaseState, Detainee, RepeatCall, Topic
from cases.models.case import CaseQuerySet
from cases.submission import Concern
from facilities.models import Facility
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.audit.models import Access
from helpline.refusals import Refused

LATELY = timedelta(days=7)
SHOWN = 8
OPENED_AT = ("case", "api case")  # where a reading of the whole case is written down
NOT_OFFERED = "There is no open case with this number that this concern could be added to. Choose again."
CLOSED_MEANWHILE = (
    "That case was closed a moment ago. Choose again, or open a new case. What you wrote is still here."
)
CHOSEN_TWICE = "Two concerns add to the same case. Write what they say into one of them."


class CannotAdd(Refused):
    """The concern cannot be added to the case it names; `number` says which."""

    def __init__(self, sentence: str, number: str) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True)
class Similar:
    """What was told lately about this topic at this facility: how many reports, and the open cases about nobody."""

    topic: Topic
    count: int
    cases: list[Case]

    @property
    def place(self) -> str:
        """Which report this one is: `3rd`."""
        return ordinal(self.count + 1)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in {11, 12, 13} else endings.get(number % 10, 'th')}"


def open_cases_of(person: Detainee, *, by: User) -> list[Case]:
    """The open cases of this person that `by` may know of on the line, the newest first. One query."""
    known = Case.objects.known_on_the_line_to(by).open().filter(detainee=person)
    return list(_to_show(known)[:SHOWN])


def similar(facility: Facility, topics: Sequence[Topic], *, by: User, now: datetime) -> dict[str, Similar]:
    """By topic code, what was reported from this facility in the last seven days. Two queries, whatever the topics.

    Cases about a person are counted, never listed: who else complained is nobody's business here.
    """
    lately = Case.objects.known_on_the_line_to(by).filter(
        facility=facility, topic__in=topics, opened_at__gt=now - LATELY
    )
    told = list(lately.values_list("topic_id", "calls_heard"))
    listed = list(_to_show(lately.open().filter(detainee__isnull=True))[:SHOWN]) if told else []
    return {
        topic.code: Similar(
            topic,
            sum(calls for code, calls in told if code == topic.code),
            [case for case in listed if case.topic_id == topic.code],
        )
        for topic in topics
        if any(code == topic.code for code, _ in told)
    }


def _to_show(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.select_related("topic", "facility").defer("search", "summary", "points").newest_first()


def addable(
    concern: Concern, person: Detainee | None, facility: Facility | None, *, by: User
) -> CaseQuerySet:
    """The cases, open or not, of which this concern can be another report. `facility` is the call's."""
    place = concern.facility or facility
    about = Q(detainee=person) if person else Q(pk__in=[])
    if place:
        about |= Q(detainee__isnull=True, facility=place)
    found = Case.objects.known_on_the_line_to(by).filter(about, topic=concern.topic)
    if concern.accuses:
        found = found.filter(accuses_staff=True)
    return found


def added_before(key: UUID, number: str, concern: Concern, *, by: User) -> Case | None:
    """The case that the call with this submission key added this concern to: a call may be sent twice."""
    mine = Q(repeats__call__submission_key=key, repeats__by=by)
    return Case.objects.filter(mine, number=number, topic=concern.topic).first()


def add_calls(call: Call, concerns: Sequence[Concern], *, by: User) -> list[Case]:
    """Add this call to the case each concern repeats; gives back the cases in their order. Inside a transaction.

    The case counts one more call, its version rises, its urgency rises if the caller's is more urgent, and what was
    told of vulnerabilities and dates is not lost. Raises `CannotAdd` for a case that is not offered or was closed
    meanwhile, `Refused` for one that is named twice.
    """
    named = [concern.repeats.pk for concern in concerns if concern.repeats]
    if len(set(named)) < len(named):
        raise Refused(CHOSEN_TWICE)
    locked = {
        case.pk: case
        for case in Case.objects.select_for_update(of=("self",))
        .select_related("topic")
        .defer("search")
        .filter(pk__in=named)
        .order_by("pk")
    }
    return [_add(locked[pk], call, concern, by) for pk, concern in zip(named, concerns, strict=True)]


def _add(case: Case, call: Call, concern: Concern, by: User) -> Case:
    if not addable(concern, call.detainee, call.facility, by=by).filter(pk=case.pk).exists():
        raise CannotAdd(NOT_OFFERED, case.number)
    urgency = min(case.urgency, concern.urgency or case.topic.urgency, case.topic.urgency)
    raised = urgency != case.urgency
    changed = Case.objects.open().filter(pk=case.pk)
    if not changed.update(
        calls_heard=F("calls_heard") + 1,
        version=F("version") + 1,
        urgency=urgency,
        vulnerabilities=sorted({*case.vulnerabilities, *concern.vulnerabilities}),
        hearing_on=concern.hearing_on or case.hearing_on,
        removal_on=concern.removal_on or case.removal_on,
        held_at=concern.held_at or case.held_at,
    ):
        raise CannotAdd(CLOSED_MEANWHILE, case.number)
    case.calls_heard, case.version, case.urgency = case.calls_heard + 1, case.version + 1, urgency
    note = points.compose(concern.summary, dict(concern.points))
    repeat = RepeatCall.objects.create(case=case, call=call, note=note, by=by)
    journal.record("called_again", case, by=by, repeat=repeat.pk, urgency=urgency if raised else "")
    return case


def added_by(call: Call, *, by: User) -> list[RepeatCall]:
    """What this call added to cases on record, for whoever reads whole calls; `opens` where they see the case, too."""
    if by.role not in {Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS}:
        return []
    seen = Case.objects.visible_to(by).filter(pk=OuterRef("case_id"))
    rows = RepeatCall.objects.filter(call=call).select_related("case__topic").defer("case__search")
    return list(rows.annotate(opens=Exists(seen)).order_by("id"))


def news_for(reader: User, cases: Sequence[int]) -> set[int]:
    """Which of these cases somebody called about since `reader` last opened them. One query, none for no case."""
    if not cases:
        return set()
    opened = Access.objects.filter(
        by=reader,
        subject_kind="case",
        subject_key=Cast(OuterRef("case_id"), CharField()),
        where__in=OPENED_AT,
        at__gte=OuterRef("at"),
    )
    unread = RepeatCall.objects.filter(~Exists(opened), case__in=cases).exclude(by=reader)
    return set(unread.values_list("case_id", flat=True))


def is_closed(case: Case) -> bool:
    """Nothing can be added to it any more."""
    return case.state == CaseState.CLOSED
