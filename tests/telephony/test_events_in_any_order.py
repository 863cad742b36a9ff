"""10,000 events, shuffled, repeated and late, from several threads: exactly the right calls."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases import telephony
from cases.models import HungUpBy, PhoneCall
from cases.telephony import EventKind, PhoneEvent
from facilities.models import Line
from helpline.accounts.models import User
from helpline.audit.models import Entry
from tests.cast import Cast
from tests.telephony.phone import KROME_LINE, STEWART_LINE, send

CALLS, EVENTS, THREADS, BY_HTTP = 1_500, 10_000, 4, 240


@dataclass(frozen=True)
class Right:
    """What a phone call has to be when everything was told."""

    line: str
    number: str
    offered_to: int | None
    operator: int | None
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    hung_up_by: str


def a_story(
    number: int, began: datetime, people: list[User], lines: list[Line]
) -> tuple[Right, list[PhoneEvent]]:
    """One phone call: some ring at two desks, some are handed on, some are given up, some are not over."""
    line, name = lines[number % 2], f"exchange-{number:05}"
    desk, other = people[number % 2], people[(number + 1) % 2]
    ring = PhoneEvent(EventKind.NEW_CALL, name, began, line, f"555-01{number % 100:02}", desk)
    events = [ring, replace(ring, at=began + timedelta(seconds=3), operator=other)]
    answered = ended = None
    if number % 10:
        answered = began + timedelta(seconds=8)
        events += [
            PhoneEvent(EventKind.ANSWER, name, answered, operator=desk),
            PhoneEvent(EventKind.ANSWER, name, answered + timedelta(seconds=90), operator=other),
        ]
    by = random.Random(number).choice(HungUpBy.values)
    if number % 7:
        ended = began + timedelta(seconds=300)
        events += [
            PhoneEvent(EventKind.HANGUP, name, ended - timedelta(seconds=1), ended_by=HungUpBy.SYSTEM),
            PhoneEvent(EventKind.HANGUP, name, ended, ended_by=by),
        ]
    operator = other.pk if answered else None
    return Right(
        line.code, ring.number, other.pk, operator, began, answered, ended, by if ended else ""
    ), events


def as_told(phone: PhoneCall) -> Right:
    """What is on record."""
    assert phone.line is not None
    return Right(
        phone.line.code,
        phone.number,
        phone.offered_to_id,
        phone.operator_id,
        phone.rang_at or phone.told_at,
        phone.answered_at,
        phone.ended_at,
        phone.hung_up_by,
    )


def tell_all(events: list[PhoneEvent]) -> None:
    """As one web worker: its own connection."""
    try:
        for event in events:
            telephony.take_event(event)
    finally:
        connection.close()


def by_http(event: PhoneEvent) -> int:
    """As the exchange."""
    said: dict[str, str] = {}
    if event.line:
        said["line"] = event.line.code
    if event.number:
        said["from_"] = event.number
    if event.operator:
        said["operator"] = event.operator.username
    if event.ended_by:
        said["ended_by"] = event.ended_by
    return int(send(event.kind.value, event.telephony_id, event.at, **said).status_code)


@pytest.mark.slow
def test_ten_thousand_events_make_exactly_the_right_calls(transactional_db: None, cast: Cast) -> None:
    chance = random.Random(20260301)
    lines = [Line.objects.get(code=STEWART_LINE), Line.objects.get(code=KROME_LINE)]
    began = timezone.now() - timedelta(minutes=20)
    right: dict[str, Right] = {}
    events: list[PhoneEvent] = []
    for number in range(CALLS):
        at = began + timedelta(milliseconds=number)
        right[f"exchange-{number:05}"], story = a_story(number, at, [cast.operator, cast.operator2], lines)
        events += story
    events += chance.choices(events, k=EVENTS - len(events))
    chance.shuffle(events)
    assert len(events) == EVENTS
    assert {by_http(event) for event in events[:BY_HTTP]} <= {202, 409}  # 409: repeated within one second
    shares = [events[start::THREADS] for start in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(tell_all, shares))
    told = {phone.telephony_id: as_told(phone) for phone in PhoneCall.objects.select_related("line")}
    assert told == right
    assert PhoneCall.objects.values("reference").distinct().count() == CALLS
    assert Entry.objects.filter(verb="rang").count() == CALLS
