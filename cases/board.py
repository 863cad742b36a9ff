"""What goes on now, for supervisors: who is on the line, what waits, what was left. Nothing of what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q

from cases import access, paper
from cases.models import Alarm, Callback, CaseReview, Doing, Draft, PhoneCall, Presence
from facilities.models import Facility
from helpline.accounts.models import User

SLOT = timedelta(minutes=30)  # a call back is agreed for a half hour
WRITTEN_NOW = timedelta(minutes=10)
LEFT_AFTER = timedelta(minutes=30)
SEEN_LATELY = timedelta(minutes=2)
AT_THE_DESK = timedelta(hours=12)
STILL_RINGING = timedelta(hours=1)  # an exchange that never told the end of a call does not ring for ever
UNWRITTEN_FOR = timedelta(days=7)
MOST = 100


@dataclass(frozen=True)
class OnTheLine:
    """A call that is being taken: by whom, since when, from where if the exchange says so."""

    who: str
    since: datetime
    facility: str
    on_phone: bool


@dataclass(frozen=True)
class Left:
    """A call somebody began to write down and left."""

    who: str
    begun: datetime
    saved: datetime


@dataclass(frozen=True)
class Unwritten:
    """A phone call that ended and of which nothing is on record."""

    reference: str
    who: str
    facility: str
    ended: datetime


@dataclass(frozen=True)
class AtTheDesk:
    """Somebody whose page was open within the last hours. `doing` is empty where it is not open now."""

    who: str
    doing: str
    seen: datetime


@dataclass(frozen=True)
class Board:
    """All of it, at one moment."""

    at: datetime
    on_the_line: list[OnTheLine]
    ringing: int
    ringing_since: datetime | None
    callbacks_due: int
    callbacks_overdue: int
    left: list[Left]
    desk: list[AtTheDesk]
    alarms: int
    unwritten: list[Unwritten]
    reviews: int
    paper_open: int
    sees_quality: bool

    @property
    def longest_wait(self) -> str:
        """How long the call that rings longest has rung: "4:07"."""
        seconds = int((self.at - (self.ringing_since or self.at)).total_seconds())
        return f"{seconds // 60}:{seconds % 60:02d}"

    @property
    def ready(self) -> int:
        """How many wait for a call."""
        return sum(one.doing == Doing.READY for one in self.desk)


def read(user: User, at: datetime) -> Board:
    """The board for a supervisor or headquarters, in nine queries however much goes on."""
    phones = list(
        PhoneCall.objects.visible_to(user)
        .on_the_line()
        .filter(told_at__gt=at - AT_THE_DESK)
        .select_related("operator", "line__facility")
        .order_by("answered_at")[:MOST]
    )
    drafts = list(Draft.objects.outlines()[: 2 * MOST])
    ringing = PhoneCall.objects.visible_to(user).ringing().filter(told_at__gt=at - STILL_RINGING)
    rings = ringing.aggregate(calls=Count("pk"), since=Min("rang_at"))
    agreed = Callback.objects.visible_to(user).open()
    overdue = Q(slot_at__lte=at - SLOT)
    calling = agreed.aggregate(
        due=Count("pk", filter=Q(slot_at__lte=at) & ~overdue), overdue=Count("pk", filter=overdue)
    )
    return Board(
        at=at,
        on_the_line=_on_the_line(phones, drafts, at),
        ringing=rings["calls"],
        ringing_since=rings["since"],
        callbacks_due=calling["due"],
        callbacks_overdue=calling["overdue"],
        left=[
            Left(draft.owner.called, draft.begun_at, draft.updated_at)
            for draft in drafts
            if draft.updated_at <= at - LEFT_AFTER
        ],
        desk=_desk(at),
        alarms=Alarm.objects.visible_to(user).unanswered().count(),
        unwritten=_unwritten(user, at),
        reviews=CaseReview.objects.visible_to(user).waiting().count(),
        paper_open=paper.open_too_long(at).count(),
        sees_quality=access.may_take_calls(user),
    )


def _on_the_line(phones: Sequence[PhoneCall], drafts: Sequence[Draft], at: datetime) -> list[OnTheLine]:
    """Who is on the phone, and of everybody else the call they write at now: nobody takes two calls at once."""
    rung: set[UUID] = {phone.key for phone in phones}
    busy = {phone.operator_id for phone in phones}
    newest = {draft.owner_id: draft for draft in reversed(drafts)}
    calls = [
        OnTheLine(_name(phone.operator), phone.answered_at or at, _place(phone), on_phone=True)
        for phone in phones
    ]
    calls += [
        OnTheLine(draft.owner.called, draft.begun_at, "", on_phone=False)
        for draft in newest.values()
        if draft.updated_at > at - WRITTEN_NOW and draft.key not in rung and draft.owner_id not in busy
    ]
    return sorted(calls, key=lambda call: call.since)


def _desk(at: datetime) -> list[AtTheDesk]:
    """Who is ready first, then who is on a call, away, gone."""
    order = [*Doing.values, ""]
    seen = Presence.objects.filter(seen_at__gt=at - AT_THE_DESK, operator__in=access.call_takers())
    people = [
        AtTheDesk(one.operator.called, one.doing if one.seen_at > at - SEEN_LATELY else "", one.seen_at)
        for one in seen.select_related("operator")[:MOST]
    ]
    return sorted(people, key=lambda one: (order.index(one.doing), one.who))


def _unwritten(user: User, at: datetime) -> list[Unwritten]:
    """Answered, over, and neither written down nor being written."""
    ended = PhoneCall.objects.visible_to(user).unrecorded()
    ended = ended.filter(answered_at__isnull=False, ended_at__gt=at - UNWRITTEN_FOR)
    ended = ended.exclude(key__in=Draft.objects.filter(updated_at__gt=at - WRITTEN_NOW).values("key"))
    return [
        Unwritten(phone.reference, _name(phone.operator), _place(phone), phone.ended_at or at)
        for phone in ended.select_related("operator", "line__facility").order_by("-ended_at")[:MOST]
    ]


def _name(person: User | None) -> str:
    return person.called if person else ""


def _place(phone: PhoneCall) -> str:
    place: Facility | None = phone.line.facility if phone.line else None
    return place.label if place else ""
