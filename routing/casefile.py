"""Everything the page of one case says to one person, read in a fixed number of queries.

Nothing here is counted or named that this person may not see: siblings, call, person and caller each pass their
own `visible_to` or access rule.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases import languages, lifecycle
from cases.access import may_see_caller, may_see_office_work
from cases.models import Call, CallerIdentity, Case, CaseState, Detainee, NamedPersonTold
from cases.protocols import Protocol, protocol_of_case
from facilities.models import Office
from helpline.accounts.models import Role, User
from routing import access
from routing.deadlines import countdown, deadline
from routing.deadlines.countdown import Countdown
from routing.deadlines.deadline import Deadline
from routing.models import QueueItem
from routing.sharing import destinations, overview
from routing.sharing.overview import Sharing
from routing.timeline import Moment, stays_of, story

NEWS_LIMIT = 12


@dataclass(frozen=True)
class Day:
    """The moments of one day of the reader's office, newest first."""

    day: date
    moments: list[Moment]


@dataclass(frozen=True)
class Abilities:
    """What this person can do to the case now. The verbs check again."""

    claim: bool = False
    act: bool = False
    close: bool = False
    release: bool = False
    transfer: bool = False
    give_back: bool = False
    reopen: bool = False
    reroute: bool = False

    @property
    def any(self) -> bool:
        """There is an action bar at all."""
        return any(vars(self).values())


@dataclass(frozen=True)
class CaseFile:
    """One case as one person may read it. `stay` is the newest one, also after it ended; None before routing."""

    case: Case
    call_opens: bool
    detainee: Detainee | None
    caller: CallerIdentity | None
    siblings: list[Case]
    stays: list[QueueItem]
    moments: list[Moment]
    deadline: Deadline | None
    can: Abilities
    reads_words: bool
    people_told: list[NamedPersonTold]
    sharing: Sharing
    clock: Countdown | None
    reader: User

    @property
    def stay(self) -> QueueItem | None:
        """The newest stay."""
        return self.stays[0] if self.stays else None

    @property
    def waits(self) -> bool:
        """It is in a queue now, so its due time runs."""
        return self.stay is not None and self.stay.left_at is None

    @property
    def earlier_stays(self) -> list[QueueItem]:
        """Where the case was before."""
        return self.stays[1:]

    @property
    def days(self) -> list[Day]:
        """The timeline under its day headings."""
        return [
            Day(day, list(moments))
            for day, moments in groupby(self.moments, lambda m: timezone.localdate(m.at))
        ]

    @property
    def holder(self) -> str:
        """Who works on it, in a word or two."""
        if self.case.state != CaseState.IN_PROGRESS or self.stay is None or self.stay.claimed_by is None:
            return "nobody yet"
        return "you" if self.stay.claimed_by == self.reader else self.stay.claimed_by.called

    @property
    def heading(self) -> str:
        """The fact the page states: the topic and where the case stands."""
        office = self.case.office.name if self.case.office else ""
        standing = {
            CaseState.RECEIVED: "is on its way to an office",
            CaseState.ROUTED: f"waits for {office}",
            CaseState.IN_PROGRESS: "is with you"
            if self.holder == "you"
            else f"is with {self.holder} at {office}",
            CaseState.CLOSED: f"was closed by {self.stay.office.name if self.stay else office}",
        }[CaseState(self.case.state)]
        return f"{self.case.topic} {standing}"

    @property
    def protocol(self) -> Protocol:
        """The protocol its taker worked by, with the steps that were ticked."""
        return protocol_of_case(self.case, getattr(self.case, "protocol_run", None))

    @property
    def stepped(self) -> bool:
        """A step has been recorded since the case came to this office."""
        stay = self.stay
        return stay is not None and any(m.verb == "acted" and m.at >= stay.entered_at for m in self.moments)

    def since(self, version: int) -> list[Moment]:
        """What happened after the reader saw `version`: every change of a case raises it by one."""
        changes = self.case.version - version if version > 0 else 0
        return self.moments[: max(0, min(changes, NEWS_LIMIT))]

    @property
    def knows_caller(self) -> bool:
        """Whether anything of who was on the line is for this reader, be it only what kind of caller it was."""
        return may_see_caller(self.reader, self.case.call, self.case)

    @cached_property
    def offices(self) -> list[Office]:
        """Every office that is open; asked once, and only where something can be sent to one."""
        return destinations.open_offices()

    @property
    def language(self) -> str:
        """What the caller spoke."""
        return languages.spoken(self.case.call.language)

    def records_read(self) -> list[Case | Detainee | CallerIdentity]:
        """Whose records the page shows, for the journal."""
        return [self.case, *(row for row in (self.detainee, self.caller) if row is not None)]


def find(user: User, number: str) -> tuple[Case | None, list[Case]]:
    """The case with this number and the other cases of its call, as far as this person may see them. One query.

    None for a case that is unknown or not theirs.
    """
    call = Case.objects.filter(number=number).values("call_id")
    seen = list(
        Case.objects.visible_to(user)
        .filter(call_id__in=call)
        .select_related(
            "topic", "facility", "office", "detainee", "call__taken_by", "call__facility", "held_at"
        )
        .select_related("supervised_by", "protocol_run__protocol")
        .annotate(
            call_opens=Exists(Call.objects.visible_to(user).filter(pk=OuterRef("call_id"))),
            detainee_opens=Exists(Detainee.objects.visible_to(user).filter(pk=OuterRef("detainee_id"))),
        )
        .defer(
            "search",
            "topic__keywords_en",
            "topic__keywords_es",
            "facility__search",
            "call__facility__search",
            "held_at__search",
        )
        .order_by("id")
    )
    case = next((c for c in seen if c.number == number), None)
    return case, [c for c in seen if c is not case]


def read(user: User, number: str) -> CaseFile | None:
    """The whole page, in a fixed number of queries; None where `find` finds nothing."""
    case, siblings = find(user, number)
    if case is None:
        return None
    stays = stays_of(case)
    newest = stays[0] if stays else None
    if newest is not None:
        newest.case = case
    beside = overview.read(case, user)
    moments = story(case, user, stays, beside.notes)
    return CaseFile(
        case=case,
        call_opens=case.call_opens,  # type: ignore[attr-defined]
        detainee=case.detainee if case.detainee_opens else None,  # type: ignore[attr-defined]
        caller=_caller(user, case),
        siblings=siblings,
        stays=stays,
        moments=moments,
        deadline=deadline.explain(case, newest) if newest and case.state != CaseState.RECEIVED else None,
        can=abilities(user, case, newest),
        reads_words=may_see_office_work(user),
        sharing=beside,
        clock=countdown.read(case, stays, moments, user) if case.state != CaseState.RECEIVED else None,
        people_told=list(beside.told),
        reader=user,
    )


def _caller(user: User, case: Case) -> CallerIdentity | None:
    if not may_see_caller(user, case.call, case):
        return None
    return CallerIdentity.objects.filter(call=case.call_id).first()


def abilities(user: User, case: Case, stay: QueueItem | None) -> Abilities:
    """What the page offers. `case` and `stay` are visible to the person, so the desk is theirs if the role is."""
    reopen = lifecycle.may_reopen(user, case)
    if stay is None or stay.left_at is not None or user.role not in access.DESK_ROLES:
        return Abilities(reopen=reopen)
    finishes = access.may_finish(user, stay)
    sends_on = access.may_hand_over(user, stay) and lifecycle.allows(case, "transfer")
    return Abilities(
        claim=lifecycle.allows(case, "claim"),
        act=lifecycle.allows(case, "act"),
        close=finishes and lifecycle.allows(case, "close"),
        release=finishes and lifecycle.allows(case, "release"),
        transfer=sends_on,
        give_back=sends_on,
        reopen=reopen,
        reroute=user.role == Role.HEADQUARTERS and lifecycle.allows(case, "reroute"),
    )
