"""Letting the clock of a case stand still for what the office cannot hasten, and letting it run again.

Only business time pauses. Every pause names the day on which the clock runs again by itself; nobody has to be awake
for it. A pause goes along when the case is handed on, and ends when the case is closed.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Case, Urgency
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused
from routing import access, clock
from routing.deadlines import deadline, reckoning, standstill
from routing.deadlines.reckoning import Reckoning
from routing.models import Pause, PauseReason, QueueItem

NOTE_LIMIT = 2_000
LONGEST = timedelta(days=60)
CANNOT_WAIT = frozenset({Urgency.P0, Urgency.P1})
URGENT = (
    "An urgent case cannot be paused: its time runs day and night. Record a step that says what you wait for."
)
BY_THE_WALL = "This case cannot be paused: it is to be resolved within {limit}, and that runs day and night."
CHANGED = "Somebody else changed this case first. Look at it again, then decide."


def pause(item: QueueItem, reason: PauseReason, note: str, until: date, *, by: User) -> Pause:
    """Let the clock stand still from now to the beginning of `until`; the stay shows its new due time at once."""
    access.must_finish(by, item)
    known = reckoning.reckoning_of(item)
    must_pause(item.case, known)
    if not note.strip():
        raise Refused("Say what the case waits for.")
    must_be_soon(until)
    with transaction.atomic():
        _lock(item)
        end_what_is_over(item, known)
        if Pause.objects.filter(case=item.case, ended_at__isnull=True).exists():
            raise Refused("The clock of this case stands still already. Let it run first.")
        made = Pause.objects.create(
            case=item.case, reason=reason, note=note.strip(), until=until, began_by=by
        )
        _count_again(item)
        journal.record("paused", item.case, by=by, reason=reason, until=until.isoformat(), pause=made.pk)
    return made


def resume(item: QueueItem, *, by: User) -> None:
    """Let the clock run again from now; raises `Refused` where it runs already."""
    access.must_finish(by, item)
    known = reckoning.reckoning_of(item)
    with transaction.atomic():
        _lock(item)
        end_what_is_over(item, known)
        lasting = Pause.objects.filter(case=item.case, ended_at__isnull=True)
        kept = list(lasting.values_list("pk", flat=True))
        if not lasting.update(ended_at=Now(), ended_by=by):
            raise Refused("The clock of this case runs already.")
        _count_again(item)
        journal.record("resumed", item.case, by=by, pause=kept[0])


def end_with(case: Case, *, by: User) -> None:
    """The case was closed: its clock stands still no longer. Call it in the transaction that closes."""
    Pause.objects.filter(case=case, ended_at__isnull=True).update(ended_at=Now(), ended_by=by)


def lasting(pauses: tuple[Pause, ...] | list[Pause], known: Reckoning) -> Pause | None:
    """The pause in which the clock stands still now."""
    now = timezone.now()
    return next(
        (p for p in pauses if p.ended_at is None and standstill.runs_again_at(p, known.calendar.zone) > now),
        None,
    )


def must_pause(case: Case, known: Reckoning) -> None:
    """Raise `Refused`, saying why, where the clock of this case may not stand still."""
    if case.urgency in CANNOT_WAIT:
        raise Refused(URGENT)
    resolving, _ = deadline.within(known.topic, known.limits)
    for limit in resolving:
        if clock.by_the_wall(limit):
            raise Refused(BY_THE_WALL.format(limit=clock.in_words(limit)))


def must_be_soon(until: date) -> None:
    """Raise `Refused` unless the day comes after today and within the longest pause there is."""
    today = timezone.localdate()
    if until <= today:
        raise Refused("Choose a day after today for the clock to run again.")
    if until > today + LONGEST:
        raise Refused(
            f"A pause lasts {LONGEST.days} days at most. Choose a day until {clock.said(today + LONGEST)}."
        )


def end_what_is_over(item: QueueItem, known: Reckoning) -> None:
    """A pause whose last day has come ended as that day began; it only has to be written down."""
    for over in Pause.objects.filter(case=item.case, ended_at__isnull=True):
        ends = standstill.runs_again_at(over, known.calendar.zone)
        if ends <= timezone.now():
            Pause.objects.filter(pk=over.pk, ended_at__isnull=True).update(ended_at=ends)


def _lock(item: QueueItem) -> None:
    """The case as it was seen, one version on; and its stay, so that nobody counts it at the same time."""
    seen = Case.objects.filter(pk=item.case_id, version=item.case.version, state=item.case.state)
    if not seen.update(version=F("version") + 1):
        raise Overtaken(CHANGED)
    if not QueueItem.objects.open().select_for_update(no_key=True).filter(pk=item.pk).exists():
        raise Overtaken("This case has left the queue meanwhile.")
    item.case.version += 1


def _count_again(item: QueueItem) -> None:
    reckoning.count_again([item], reckoning.reckonings([item]))
    QueueItem.objects.filter(pk=item.pk).update(next_step_at=Now())
