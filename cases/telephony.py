"""Phone calls as the exchange tells of them: merged, not replayed.

Every part of a phone call is the earliest or the latest of what was told about it, so any order, repetition and
lateness of its events leave the same one row. The number of the phone is sealed, shown to the operator of that call
only, looked up by nobody, and wiped when the call is written down or a day has passed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cases.models import Call, PhoneCall
from cases.numbering import next_reference
from facilities.models import Line
from helpline import live
from helpline.accounts.models import Role, User
from helpline.audit import journal

KEEPS_NUMBER_FOR = timedelta(hours=24)
WATCHING = (Role.SUPERVISOR, Role.HEADQUARTERS)


class EventKind(StrEnum):
    """What an exchange tells of."""

    NEW_CALL = "newCall"
    ANSWER = "answer"
    HANGUP = "hangup"


@dataclass(frozen=True)
class PhoneEvent:
    """One thing the exchange told: `operator` is at whose desk it rings, or who answered."""

    kind: EventKind
    telephony_id: str
    at: datetime
    line: Line | None = None
    number: str = ""
    operator: User | None = None
    ended_by: str = ""


# A later claim wins over an earlier one, and of two at the same moment the one with the larger key: whatever came first.
LATEST = """CASE WHEN (coalesce(excluded.{at}, '-infinity'), coalesce(excluded.{what}, {none}))
            > (coalesce(known.{at}, '-infinity'), coalesce(known.{what}, {none}))
            THEN excluded.{what} ELSE known.{what} END"""
MERGE = f"""
INSERT INTO cases_phonecall AS known (
    key, telephony_id, reference, line_id, number_sealed, offered_to_id, offered_at, operator_id, operator_since,
    rang_at, answered_at, ended_at, hung_up_by
) VALUES (
    %(key)s, %(id)s, %(reference)s, %(line)s, '', %(offered_to)s, %(offered_at)s, %(operator)s, %(operator_since)s,
    %(rang_at)s, %(answered_at)s, %(ended_at)s, %(ended_by)s
)
ON CONFLICT (telephony_id) DO UPDATE SET
    line_id = least(known.line_id, excluded.line_id),
    rang_at = least(known.rang_at, excluded.rang_at),
    answered_at = least(known.answered_at, excluded.answered_at),
    offered_to_id = {LATEST.format(at="offered_at", what="offered_to_id", none=0)},
    offered_at = greatest(known.offered_at, excluded.offered_at),
    operator_id = {LATEST.format(at="operator_since", what="operator_id", none=0)},
    operator_since = greatest(known.operator_since, excluded.operator_since),
    hung_up_by = {LATEST.format(at="ended_at", what="hung_up_by", none="''")},
    ended_at = greatest(known.ended_at, excluded.ended_at)
RETURNING known.*, (xmax = 0) AS is_new
"""  # noqa: S608 - made of the constants above
NOTHING_TOLD: dict[str, datetime | int | str | UUID | None] = {
    "offered_to": None, "offered_at": None, "operator": None, "operator_since": None,
    "rang_at": None, "answered_at": None, "ended_at": None, "ended_by": "",
}  # fmt: skip


def take_event(event: PhoneEvent) -> PhoneCall:
    """Merge what the exchange told into its phone call and tell the pages it concerns; any order gives the same row."""
    with transaction.atomic():
        phone = _merge(event)
        if phone.is_new:
            journal.record("rang", phone, by=None, line=event.line.code if event.line else "")
        if event.number:
            _keep_number(phone, event.number)
        if event.kind == EventKind.HANGUP:
            _end_record(phone)
        _tell(phone, event)
    return phone


def _merge(event: PhoneEvent) -> PhoneCall:
    """The row as it is now, locked until the end of the transaction."""
    told = {
        **NOTHING_TOLD,
        **_told_by(event),
        "key": uuid4(),
        "id": event.telephony_id,
        "reference": next_reference(timezone.localdate(event.at)),
        "line": event.line.pk if event.line else None,
    }
    return PhoneCall.objects.raw(MERGE, told)[0]


def _told_by(event: PhoneEvent) -> dict[str, datetime | int | str | None]:
    """The columns this kind of event has a say in."""
    who = event.operator.pk if event.operator else None
    since = event.at if event.operator else None
    match event.kind:
        case EventKind.NEW_CALL:
            return {"rang_at": event.at, "offered_to": who, "offered_at": since}
        case EventKind.ANSWER:
            return {"answered_at": event.at, "operator": who, "operator_since": since}
    return {"ended_at": event.at, "ended_by": event.ended_by}


def _keep_number(phone: PhoneCall, number: str) -> None:
    """Keep the number as long as it may help: not of a call written down, nor of one more than a day ago.

    The row is locked by the merge. Of two numbers told for one call the smaller text stays, whichever came first.
    """
    too_late = phone.began_at < timezone.now() - KEEPS_NUMBER_FOR
    if too_late or Call.objects.filter(submission_key=phone.key).exists():
        return
    if not phone.number or number < phone.number:
        phone.note_number(number)
        phone.save(update_fields=["number_sealed"])


def _end_record(phone: PhoneCall) -> None:
    """A call written down before it was over gets its end now."""
    written = Call.objects.filter(submission_key=phone.key, ended_at__isnull=True)
    if written.update(ended_at=Greatest("started_at", phone.ended_at)):
        journal.record("ended", Call.objects.get(submission_key=phone.key), by=None)


def _tell(phone: PhoneCall, event: PhoneEvent) -> None:
    at_whose_desk = {phone.operator_id, phone.offered_to_id, event.operator.pk if event.operator else None}
    people = [key for key in at_whose_desk if key]
    live.tell_all(live.news(live.CALL, people=people), live.news(live.BOARD, roles=WATCHING))


def written_down(call: Call) -> None:
    """The phone call of this record, if it came by the exchange, forgets its number and lends its end.

    Runs inside the transaction that writes the call.
    """
    phone = PhoneCall.objects.select_for_update(of=("self",)).filter(pk=call.submission_key).first()
    if phone is None:
        return
    PhoneCall.objects.filter(pk=phone.pk).with_number().update(number_sealed=b"")
    if phone.ended_at and call.ended_at is None:
        call.ended_at = max(call.started_at, phone.ended_at)
        call.save(update_fields=["ended_at"])
    live.tell(live.CALL, people=[call.taken_by_id])
    live.tell(live.BOARD, roles=WATCHING)


def reference_of(key: UUID, *, by: User) -> str:
    """The reference that the phone call with this key has had from its first second; empty where there is none."""
    known = PhoneCall.objects.visible_to(by).filter(pk=key).values_list("reference", flat=True).first()
    return known or ""


def not_written_down(user: User, *, since: datetime) -> list[PhoneCall]:
    """Phone calls that somebody answered and nobody wrote down, the newest first: none is lost."""
    calls = PhoneCall.objects.visible_to(user).unrecorded().told_since(since)
    answered = calls.filter(answered_at__isnull=False).select_related("line__facility", "operator")
    return list(answered.order_by("-told_at").defer("number_sealed")[:50])


def at_the_desk(user: User, *, since: datetime) -> list[PhoneCall]:
    """Phone calls ringing at this person's desk or answered by them, not over and not written down."""
    calls = PhoneCall.objects.of(user).unrecorded().told_since(since).filter(ended_at__isnull=True)
    return list(calls.select_related("line__facility").order_by("-told_at").defer("number_sealed")[:5])


def forget_numbers(at: datetime) -> int:
    """Wipe the number of every phone call that began a day ago or longer; say how many."""
    old = Coalesce("answered_at", "rang_at", "told_at")
    calls = PhoneCall.objects.with_number().alias(began=old)
    return calls.filter(Q(began__lt=at - KEEPS_NUMBER_FOR)).update(number_sealed=b"")
