"""Emergencies: what counts as one, telling the supervisors at once, and who was told that can act now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Alarm, Call, Case, NamedPersonTold, Topic, Urgency
from cases.models.aftercare import AlarmQuerySet
from cases.models.case import CaseQuerySet
from cases.submission import Concern, Told
from facilities.models import Facility
from helpline import live
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

HOME_ZONE = ZoneInfo("America/New_York")
ANSWER_WITHIN = timedelta(minutes=5)
CLOCK_SLACK = timedelta(minutes=2)
WATCHERS = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})
SHOWN = 50
NOT_ON_RECORD = "The call is not on record yet. Write down who was told once it is handed in."
SAY_WHO = "Write down the name and the position of who was told."


def is_emergency(topic: Topic, urgency: str = "", removal_on: date | None = None, *, today: date) -> bool:
    """Life in danger by the topic or by what was told, or a removal on this very day (`today` at the facility)."""
    return Urgency.P0 in {topic.urgency, urgency} or removal_on == today


def today_at(facility: Facility | None, now: datetime) -> date:
    """The day it is where the facility is; Eastern time where none is known."""
    zone = ZoneInfo(facility.timezone) if facility and facility.timezone else HOME_ZONE
    return now.astimezone(zone).date()


def presses(concern: Concern, facility: Facility | None, now: datetime) -> bool:
    """Whether this concern of a call from `facility` is an emergency now."""
    today = today_at(concern.held_at or concern.facility or facility, now)
    return is_emergency(concern.topic, concern.urgency, concern.removal_on, today=today)


def raise_alarm(key: UUID, topic: Topic, facility: Facility | None, *, by: User) -> Alarm:
    """Tell every supervisor and headquarters, once for a call (by its submission key) and topic."""
    with transaction.atomic():
        alarm, raised = Alarm.objects.get_or_create(
            key=key, topic=topic, defaults={"facility": facility, "raised_by": by}
        )
        if raised:
            journal.record("raised_alarm", alarm, by=by, topic=topic.code)
            live.tell(live.ALARM, roles=WATCHERS)
    return alarm


def note_emergencies(call: Call, told: Sequence[tuple[Concern, Case]], now: datetime, *, by: User) -> None:
    """Raise the alarms of a call that goes on record, and keep who was told. Inside its transaction."""
    for concern, case in told:
        if presses(concern, call.facility, now):
            place = concern.facility or call.facility
            raise_alarm(call.submission_key, concern.topic, place, by=by)
        if concern.told:
            name_person(case, concern.told, by=by)


def name_person(case: Case, told: Told, *, by: User) -> NamedPersonTold:
    """Keep that a named person who can act was told of the emergency. Raises `Refused` without name or position."""
    name, position = told.name.strip(), told.position.strip()
    if not name or not position:
        raise Refused(SAY_WHO)
    with transaction.atomic():
        row = NamedPersonTold.objects.create(
            case=case, told_name=name, told_position=position, told_at=told.at or timezone.now(), told_by=by
        )
        journal.record("named_person", case, by=by, told=row.pk)
        live.tell(live.ALARM, roles=WATCHERS)
    return row


def name_person_for(alarm: Alarm, told: Told, *, by: User) -> NamedPersonTold:
    """The same, for whoever has only the alarm before them. Raises `Refused` while the call is not on record."""
    case = cases_of(alarm).order_by("id").first()
    if case is None:
        raise Refused(NOT_ON_RECORD)
    return name_person(case, told, by=by)


def cases_of(alarm: Alarm) -> CaseQuerySet:
    """The cases this alarm is about: opened by its call or added to by it."""
    opened, added = Q(call__submission_key=alarm.key), Q(repeats__call__submission_key=alarm.key)
    return Case.objects.filter(opened | added, topic=alarm.topic_id).distinct()


def acknowledge(alarm: Alarm, *, by: User) -> None:
    """Say “I am on it”. One person wins; saying it again changes nothing; `Overtaken` names whoever was first."""
    with transaction.atomic():
        mine = (
            Alarm.objects.unanswered().filter(pk=alarm.pk).update(acknowledged_at=Now(), acknowledged_by=by)
        )
        if mine:
            journal.record("answered_alarm", alarm, by=by, topic=alarm.topic_id)
            live.tell(live.ALARM, roles=WATCHERS, people=[alarm.raised_by_id])
    first = Alarm.objects.select_related("acknowledged_by").get(pk=alarm.pk)
    if not mine and first.acknowledged_by and first.acknowledged_by != by:
        raise Overtaken(f"{first.acknowledged_by.called} is on it already.")
    alarm.acknowledged_at, alarm.acknowledged_by = first.acknowledged_at, first.acknowledged_by


@dataclass(frozen=True)
class AlarmRow:
    """One alarm as a list shows it: nothing about the caller or the person. `number` where the reader sees the case."""

    alarm: Alarm
    on_record: bool
    told: bool
    number: str

    @property
    def awaits_name(self) -> bool:
        """The call is handed in, and nobody has written down who was told."""
        return self.on_record and not self.told

    @property
    def open(self) -> bool:
        """Something is left to do."""
        return self.alarm.acknowledged_at is None or self.awaits_name


def unanswered_for(user: User, now: datetime) -> AlarmQuerySet:
    """Alarms that are this person's to answer: supervisors at once, headquarters when nobody did within five minutes."""
    waiting = Alarm.objects.visible_to(user).unanswered()
    if user.role == Role.HEADQUARTERS:
        return waiting.filter(raised_at__lt=now - ANSWER_WITHIN)
    return waiting if user.role == Role.SUPERVISOR else waiting.none()


def alarms_for(user: User, now: datetime) -> list[AlarmRow]:
    """What the pages of this person should cry out now, the oldest first. Two queries; one where nothing waits."""
    return _rows(unanswered_for(user, now).order_by("raised_at", "id"), user)


def alarm_list(user: User, now: datetime) -> list[AlarmRow]:
    """Every unanswered alarm and those of the last week, what is open first, then the newest. Two queries."""
    lately = Q(raised_at__gt=now - timedelta(days=7)) | Q(acknowledged_at__isnull=True)
    rows = _rows(Alarm.objects.visible_to(user).filter(lately).order_by("-raised_at", "id"), user)
    return sorted(rows, key=lambda row: not row.open)


def alarm_row(key: UUID, user: User) -> AlarmRow:
    """One alarm this person sees. Raises `Alarm.DoesNotExist` for any other."""
    rows = _rows(Alarm.objects.visible_to(user).filter(pk=key), user)
    if not rows:
        raise Alarm.DoesNotExist
    return rows[0]


def _rows(alarms: AlarmQuerySet, user: User) -> list[AlarmRow]:
    calls = Call.objects.filter(submission_key=OuterRef("key"))
    opened = Q(case__call__submission_key=OuterRef("key"))
    added = Q(case__repeats__call__submission_key=OuterRef("key"))
    told = NamedPersonTold.objects.filter(opened | added, case__topic=OuterRef("topic"))
    shown = list(
        alarms.select_related("topic", "facility", "raised_by", "acknowledged_by")
        .defer("facility__search")
        .annotate(on_record=Exists(calls), told=Exists(told))[:SHOWN]
    )
    numbers = _numbers([alarm.key for alarm in shown], user)
    return [
        AlarmRow(alarm, alarm.on_record, alarm.told, numbers.get((alarm.key, alarm.topic_id), ""))  # type: ignore[attr-defined]
        for alarm in shown
    ]


def _numbers(keys: Sequence[UUID], user: User) -> dict[tuple[UUID, str], str]:
    """The case numbers this person may see, by submission key and topic; no query for no key."""
    if not keys:
        return {}
    seen = Case.objects.visible_to(user)
    opened = seen.filter(call__submission_key__in=keys)
    added = seen.filter(repeats__call__submission_key__in=keys)
    columns = ("topic_id", "number")
    rows = opened.values_list("call__submission_key", *columns).union(
        added.values_list("repeats__call__submission_key", *columns)
    )
    return {(key, topic): number for key, topic, number in rows}
