"""The demonstration of a supervisor's day: a trainee, reviews, calls on the line, promises, references on paper.

Made through the same verbs as a real one; run once, on a database that has no demonstration of it yet.
"""

import dataclasses
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases import drafts, emergencies, handover, intake, paper, presence, quality, reviews, traineeships
from cases.callback_hours import free_slots
from cases.models import (
    Call,
    CallerKind,
    CaseReview,
    CaseReviewVerdict,
    Channel,
    Doing,
    ReferenceBlock,
    Topic,
    Traineeship,
)
from cases.quality import FULL, NOT, PARTLY
from cases.submission import CallbackWish
from cases.telephony import EventKind, PhoneEvent, take_event
from facilities.models import Facility, Line
from helpline.accounts.models import User

People = dict[str, User]
ASKED = (
    (
        "TEL",
        "All phones of the east unit are dead since Sunday evening.",
        "The number works again since noon.",
    ),
    ("CON", "No clean clothes for nine days in unit 4.", "Asked whether laundry runs on weekends."),
    ("OTH", "The commissary charged twice for the same order.", "Wants to know when the money comes back."),
)
FEEDBACK = (
    "Calm from the first word. Ask for the unit and the time before you write.",
    "The caller was heard out. The number was not read back; do that every time.",
    "Very good check of who was calling before you said anything.",
    "You promised an answer by Friday. Say what happens next instead.",
)


def make_desk(people: People, dice: random.Random) -> None:
    """All of it, once: a second run of the demonstration adds nothing here."""
    if Traineeship.objects.filter(operator=people["trainee"]).exists():
        return
    now, topics = timezone.now(), Topic.objects.in_bulk()
    places = list(Facility.objects.filter(activation__state="live").order_by("key")[:8])
    _trainee(people, topics, places, now)
    _scores(people)
    _paper(people, topics, places, now)
    _voicemail(people, topics, places, now)
    _promises(people, topics, places, dice)
    _line_now(people, places, now)
    _left(people, topics)


def _told(topics: dict[str, Topic], place: Facility, row: int, started: datetime) -> intake.Submission:
    code, summary, _ = ASKED[row % len(ASKED)]
    return intake.Submission(
        key=uuid4(),
        caller=intake.ToldCaller(CallerKind.DETAINEE),
        started_at=started,
        facility=place,
        language="es",
        concerns=[intake.Concern(topics[code], summary)],
    )


def _trainee(people: People, topics: dict[str, Topic], places: list[Facility], now: datetime) -> None:
    """Somebody who is learning, with three cases, of which a supervisor has read one."""
    traineeships.begin(people["trainee"], by=people["supervisor"])
    for row, place in enumerate(places[:3]):
        intake.submit(_told(topics, place, row, now - timedelta(minutes=30)), by=people["trainee"])
    read = CaseReview.objects.waiting().select_related("case").filter(trainee=people["trainee"]).first()
    if read:
        note = "Good summary. Ask next time who saw it, and since when the office knows."
        reviews.give_verdict(read, CaseReviewVerdict.TALK, note, by=people["supervisor"])


def _scores(people: People) -> None:
    """Some calls of both operators, read by the scorecard: enough of one for an average."""
    card = quality.scorecard_in_force(timezone.localdate())
    if card is None:
        return
    boss = people["supervisor"]
    seen = Call.objects.visible_to(boss).filter(ending="", channel=Channel.PHONE, quality_review__isnull=True)
    calls: Iterable[Call] = [
        *seen.filter(taken_by=people["operator"]).select_related("taken_by")[:3],
        *seen.filter(taken_by=people["operator2"]).select_related("taken_by")[:1],
    ]
    for turn, call in enumerate(calls):
        scores = {
            question["key"]: (PARTLY, FULL, None, NOT, FULL, FULL)[(turn * 5 + place) % 6]
            for place, question in enumerate(card.questions)
        }
        review = quality.score(call, card, scores, FEEDBACK[turn % len(FEEDBACK)], by=boss)
        if turn == 0:
            quality.answer(review, "Thank you. I have it on a note at my screen now.", by=call.taken_by)


def _paper(people: People, topics: dict[str, Topic], places: list[Facility], now: datetime) -> None:
    """References printed for an outage: two calls keyed in, one reference struck out, the rest open."""
    issued: ReferenceBlock = paper.issue_block(
        8, "Maintenance of the network on Saturday night", by=people["supervisor"]
    )
    sheet = list(issued.references.order_by("reference").values_list("reference", flat=True))
    for row, (place, hours) in enumerate(zip(places, (30, 29), strict=False)):
        later = {"channel": Channel.PAPER, "taken_by": people["operator2"], "paper_reference": sheet[row]}
        told = _told(topics, place, row + 1, now - timedelta(hours=hours))
        intake.submit(_changed(told, **later), by=people["operator"])
    paper.strike_out(issued, sheet[2:3], "The sheet got wet and was shredded.", by=people["supervisor"])


def _voicemail(people: People, topics: dict[str, Topic], places: list[Facility], now: datetime) -> None:
    """Messages left over the last days, written down this morning."""
    for row, hours in enumerate((15, 39, 64, 88)):
        told = _told(topics, places[row % len(places)], row, now - timedelta(hours=hours))
        intake.submit(_changed(told, channel=Channel.VOICEMAIL), by=people["operator2"])


def _promises(people: People, topics: dict[str, Topic], places: list[Facility], dice: random.Random) -> None:
    """Promises to call back on the next half hours that have room."""
    for row, slot in enumerate(free_slots(timezone.now(), days=2, most=4)):
        number = f"(404) 555-01{dice.randint(0, 99):02d}"
        wish = CallbackWish(slot.at, number, wish="Ask for the sister.")
        code, _, note = ASKED[row % len(ASKED)]
        told = intake.Submission(
            key=uuid4(),
            caller=intake.ToldCaller(
                CallerKind.FAMILY,
                name="Ana Ejemplo",
                phone=number,
                relationship="Sister",
                safe_to_call_back=True,
            ),
            started_at=timezone.now() - timedelta(minutes=20),
            facility=places[row % len(places)],
            language="es",
            questions=[intake.Question(topics[code], note)],
            callback=wish,
        )
        intake.submit(told, by=people["operator"])


def _line_now(people: People, places: list[Facility], now: datetime) -> None:
    """One phone rings, one is answered, one call ended without a word on record; an emergency nobody answered."""
    lines = list(Line.objects.filter(facility__in=places, active=True).order_by("code")[:3])
    if not lines:
        return

    def told(kind: EventKind, call: str, seconds_ago: int, **more: object) -> None:
        at = now - timedelta(seconds=seconds_ago)
        line = lines[int(call) % len(lines)]
        take_event(PhoneEvent(kind, f"demo-{call}", at, line=line, **more))  # type: ignore[arg-type]

    told(EventKind.NEW_CALL, "1", 75)
    told(EventKind.NEW_CALL, "2", 400)
    told(EventKind.ANSWER, "2", 390, operator=people["operator2"])
    told(EventKind.NEW_CALL, "3", 5_400)
    told(EventKind.ANSWER, "3", 5_390, operator=people["operator"])
    told(EventKind.HANGUP, "3", 5_000, ended_by="caller")
    emergencies.raise_alarm(uuid4(), Topic.objects.get(code="EMR"), places[0], by=people["operator2"])
    presence.note(Doing.READY, by=people["operator"])
    presence.note(Doing.ON_CALL, by=people["operator2"])
    presence.note(Doing.AWAY, by=people["trainee"])


def _left(people: People, topics: dict[str, Topic]) -> None:
    """A call half written, handed from the trainee to a colleague."""
    key = uuid4()
    body = {
        "submission_key": [str(key)],
        "started_at": [timezone.now().isoformat()],
        "caller_kind": [CallerKind.DETAINEE.value],
        "language": ["es"],
        "concerns-TOTAL_FORMS": ["1"],
        "concerns-INITIAL_FORMS": ["0"],
        "concerns-0-topic": [topics["RET"].code],
        "concerns-0-summary": ["Says that the officer on the night shift"],
        "answers-TOTAL_FORMS": ["0"],
        "answers-INITIAL_FORMS": ["0"],
    }
    rev = drafts.keep(key, 0, body, by=people["trainee"])
    handover.hand_over(key, people["operator"], rev, by=people["trainee"])


def _changed(told: intake.Submission, **more: Any) -> intake.Submission:
    return dataclasses.replace(told, **more)
