"""Calling back: an agreed half hour with room for it, tries that are written down, and a limit to them.

Three tries without reaching the person end the promise as *not reached*. That is never a resolution: it says only that
we tried. What the call was about goes on as it would.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from cases.callback_hours import AHEAD, ZONE, free_slots, places_at, taken_in
from cases.models import AttemptOutcome, Call, Callback, CallbackAttempt, CallbackState, CallerIdentity
from cases.submission import CallbackWish
from helpline import live
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

ATTEMPTS_LIMIT = 3
WISH_LIMIT = 200
NUMBER_LIMIT = 40
FEWEST_DIGITS = 7
REST = timedelta(hours=2)  # between a try that did not reach anybody and the next, where no time is named
SLOT_LOCK = 0x48_4C_43  # the class of advisory locks that keep the places of a half hour
SECONDS_OF_A_SLOT = 1800
ANNOUNCED_TO = [Role.OPERATOR, Role.SUPERVISOR]
NOT_SAFE = "The caller said it is not safe to call back. Change that answer first, or agree on no call-back."
NO_NUMBER = "Write the number to call back, with at least seven digits."
NO_SUCH_HALF_HOUR = "Nobody calls back at that time."
FULL = "That half hour is full."
PAST = "That half hour has begun already."
TOO_FAR = "A call-back can be agreed on for the next two weeks."
ALREADY = "Somebody else wrote down a try or ended this call-back meanwhile. Look at what it says now."


class NoPlace(Refused):
    """There is no place in the half hour chosen; the sentence names the next one that has."""


def agree(call: Call, wish: CallbackWish, *, by: User) -> Callback:
    """Promise to call back. Runs inside the transaction of the call.

    `NoPlace` for a half hour that has begun, is full, or is none of ours; `Refused` without a number or where calling
    back is not safe. The places of a half hour are kept under a lock of its own, so that no two calls share the last.
    """
    if not has_number(wish.number):
        raise Refused(NO_NUMBER)
    if CallerIdentity.objects.filter(call=call, safe_to_call_back=False).exists():
        raise Refused(NOT_SAFE)
    _take_place(wish.slot_at)
    callback = Callback(
        call=call, slot_at=wish.slot_at, announce=wish.announce, wish=wish.wish.strip(), agreed_by=by
    )
    callback.note_number(wish.number.strip())
    callback.save(force_insert=True)
    journal.record("agreed_callback", callback, by=by, at=wish.slot_at.isoformat())
    live.tell(live.CALLBACK, roles=ANNOUNCED_TO)
    return callback


def has_number(text: str) -> bool:
    """Whether a text can be a phone number."""
    return sum(sign.isdecimal() for sign in text) >= FEWEST_DIGITS and len(text) <= NUMBER_LIMIT


def _take_place(at: datetime) -> None:
    """Make sure of a place in the half hour that begins at this moment, until the transaction ends."""
    now = timezone.now()
    if at > now + AHEAD:
        raise NoPlace(TOO_FAR)
    if at <= now:
        raise NoPlace(_with_next(PAST))
    places = places_at(at)
    if not places:
        raise NoPlace(_with_next(NO_SUCH_HALF_HOUR, at))
    with connection.cursor() as cursor:
        slot = int(at.timestamp()) // SECONDS_OF_A_SLOT
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SLOT_LOCK, slot])
    if taken_in([at]).get(at, 0) >= places:
        raise NoPlace(_with_next(FULL, at))


def _with_next(sentence: str, at: datetime | None = None) -> str:
    now = timezone.now()
    free = free_slots(max(now, at) if at else now, days=1, most=1) or free_slots(now, days=1, most=1)
    if not free:
        return f"{sentence} No half hour of the next two weeks has room. Ask your supervisor."
    local = free[0].at.astimezone(ZONE)
    return f"{sentence} The next one with room: {local:%a} {local.day} {local:%b, %H:%M} ET."


def attempt(
    callback: Callback,
    outcome: AttemptOutcome,
    note: str = "",
    *,
    seen: int,
    again_at: datetime | None = None,
    by: User,
) -> Callback:
    """Write down one try. `seen` is how many tries `by` saw there: another number, or an ended call-back, is `Overtaken`.

    Reached ends it. A number that does not work, and the third try without reaching the person, end it as not reached.
    Otherwise it moves to `again_at`, or to the next half hour with room after a rest.
    """
    with transaction.atomic():
        row = _still_open(callback, seen)
        CallbackAttempt.objects.create(callback=row, outcome=outcome, note=note.strip(), by=by)
        journal.record("tried_callback", row, by=by, outcome=outcome, attempt=seen + 1)
        if outcome == AttemptOutcome.REACHED:
            _end(row, CallbackState.REACHED, by)
        elif outcome == AttemptOutcome.BAD_NUMBER or seen + 1 >= ATTEMPTS_LIMIT:
            _end(row, CallbackState.NOT_REACHED, by)
        else:
            _move(row, again_at)
        live.tell(live.CALLBACK, roles=ANNOUNCED_TO)
    return row


def cancel(callback: Callback, *, seen: int, by: User) -> Callback:
    """End a promise because the caller no longer wants it. `seen` as for `attempt`."""
    with transaction.atomic():
        row = _still_open(callback, seen)
        _end(row, CallbackState.CANCELLED, by)
        live.tell(live.CALLBACK, roles=ANNOUNCED_TO)
    return row


def _still_open(callback: Callback, seen: int) -> Callback:
    """The row, locked, as long as nothing was written down that was not seen."""
    row = Callback.objects.open().select_for_update().filter(pk=callback.pk).first()
    if row is None or row.attempts.count() != seen:
        raise Overtaken(ALREADY)
    return row


def _move(row: Callback, again_at: datetime | None) -> None:
    """To the time named, or to the first half hour with room after a rest; with no room at all it stays where it is."""
    if again_at is None:
        for slot in free_slots(timezone.now() + REST, days=2):
            with suppress(NoPlace):  # somebody took its last place meanwhile: on to the next
                _take_place(slot.at)
                row.slot_at = slot.at
                break
    elif again_at != row.slot_at:
        _take_place(again_at)
        row.slot_at = again_at
    row.save(update_fields=["slot_at"])


def _end(row: Callback, state: CallbackState, by: User) -> None:
    row.state, row.ended_at, row.ended_by = state, timezone.now(), by
    row.save(update_fields=["state", "ended_at", "ended_by"])
    journal.record("ended_callback", row, by=by, now=state)


def wipe_numbers() -> int:
    """Numbers of call-backs that ended are no longer kept. Gives back how many were wiped; runs twice without harm."""
    ended = Callback.objects.exclude(state=CallbackState.AGREED).exclude(number_sealed=b"")
    return ended.update(number_sealed=b"")


def due(at: datetime) -> int:
    """How many promises have come due; of nobody in particular."""
    return Callback.objects.open().filter(slot_at__lte=at).count()
