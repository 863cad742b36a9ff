"""Taking a call: what was said becomes rows, all of them or none.

`submit` is the one way in for the page, the API and the demo. It is idempotent by `Submission.key`:
the same key with the same body is the same call, the same key with another body is refused.
"""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg2.errors import UniqueViolation

from cases.models import Answer, Call, CallEnding, CallerIdentity, CallerKind, Case, Detainee, Draft, Topic
from cases.references import new_call_reference, new_case_number
from cases.signals import case_waits_for_route
from facilities.models import Facility, Line
from helpline import failpoints, sealed
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused, SameKeyOtherBody

SUMMARY_LIMIT = 10_000
NOTE_LIMIT = 4_000
CONCERNS_LIMIT = 12
TRIES = 5
ANOTHER_PERSON = "The A-number typed belongs to somebody other than the record chosen. Check both."


@dataclass(frozen=True)
class ToldCaller:
    """Who said they were calling. Anonymous callers leave name, phone and relationship empty."""

    kind: CallerKind
    name: str = ""
    phone: str = ""
    relationship: str = ""
    safe_to_call_back: bool | None = None


@dataclass(frozen=True)
class ToldDetainee:
    """Whom it is about as the caller told it. `a_number` is canonical (`A` and nine digits) or empty."""

    a_number: str = ""
    given_names: str = ""
    family_names: str = ""
    date_of_birth: date | None = None
    country_of_birth: str = ""

    def __bool__(self) -> bool:
        return any(dataclasses.astuple(self))


@dataclass(frozen=True)
class Concern:
    """One concern. `urgency` can raise the topic's own, never lower it; `identity_withheld` None takes the default."""

    topic: Topic
    summary: str
    urgency: str = ""
    facility: Facility | None = None
    vulnerabilities: tuple[str, ...] = ()
    accuses_staff: bool = False
    identity_withheld: bool | None = None
    hearing_on: date | None = None


@dataclass(frozen=True)
class Question:
    """A question answered on the line."""

    topic: Topic
    note: str


@dataclass(frozen=True)
class Submission:
    """Everything about one call, checked for shape. `found` is a detainee the taker may see."""

    key: UUID
    caller: ToldCaller
    started_at: datetime
    ended_at: datetime | None = None
    channel: str = "phone"
    line: Line | None = None
    facility: Facility | None = None
    language: str = "en"
    interpreter: bool = False
    ending: str = CallEnding.TAKEN
    note: str = ""
    found: Detainee | None = None
    told: ToldDetainee = field(default_factory=ToldDetainee)
    concerns: Sequence[Concern] = ()
    questions: Sequence[Question] = ()

    def fingerprint(self) -> bytes:
        """Equal for equal bodies, keyed, so that the stored value tells nothing."""

        def plain(value: object) -> object:
            return str(getattr(value, "pk", value))

        body = {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name != "key"}
        body["caller"] = dataclasses.asdict(self.caller)
        body["told"] = dataclasses.asdict(self.told)
        for rows in ("concerns", "questions"):
            body[rows] = [
                {f.name: plain(getattr(row, f.name)) for f in dataclasses.fields(row)} for row in body[rows]
            ]
        return sealed.fingerprint(json.dumps(body, sort_keys=True, default=plain).encode())


def submit(submission: Submission, *, by: User) -> Call:
    """Record the call with its cases, answers, people and journal in one transaction; ring the bell after it.

    Sent again with the same key and body it returns the first call, marked `sent_before`, and changes nothing. Raises
    `SameKeyOtherBody` for a key with another body or of another person, `Refused` for a call about nothing or about a
    person chosen whose A-number is not the one told.
    """
    _refuse_emptiness(submission)
    for _ in range(TRIES):
        if known := Call.objects.filter(submission_key=submission.key).first():
            return _same(known, submission, by)
        try:
            with transaction.atomic():
                return _write(submission, by)
        except IntegrityError as clash:
            # The key, a number or an A-number was taken meanwhile: look again. Anything else is ours to mend.
            if not isinstance(clash.__cause__, UniqueViolation):
                raise
    raise Refused("This call could not be saved just now. Nothing was lost; send it again.")


def _refuse_emptiness(submission: Submission) -> None:
    if submission.ending and (submission.concerns or submission.questions):
        raise Refused("A call that ended without a concern has neither cases nor answers.")
    if not submission.ending and not submission.concerns and not submission.questions:
        raise Refused("Write down at least one concern or answer, or say how the call ended.")


def _same(known: Call, submission: Submission, by: User) -> Call:
    if known.taken_by_id != by.pk or bytes(known.submission_print) != submission.fingerprint():
        raise SameKeyOtherBody("This submission key was used before for something else.")
    known.sent_before = True
    return known


def _write(submission: Submission, by: User) -> Call:
    transaction.on_commit(lambda: failpoints.reach("after_commit"))
    call = take_call(submission, by=by)
    open_cases(call, submission.concerns, by=by)
    answer_on_call(call, submission.questions, by=by)
    Draft.objects.filter(key=submission.key, owner=by).delete()
    return call


def take_call(submission: Submission, *, by: User) -> Call:
    """Record the call itself: where it came from, who called, whom it is about. Runs inside a transaction."""
    facility = submission.line.facility if submission.line else submission.facility
    call = Call(
        reference=new_call_reference(timezone.localdate(submission.started_at)),
        submission_key=submission.key,
        submission_print=submission.fingerprint(),
        taken_by=by,
        started_at=submission.started_at,
        ended_at=submission.ended_at,
        channel=submission.channel,
        line=submission.line,
        facility=facility or submission.facility,
        caller_kind=submission.caller.kind,
        language=submission.language,
        interpreter=submission.interpreter,
        ending=submission.ending,
        note=submission.note,
        detainee=_whom(submission, by),
    )
    if submission.told:
        call.tell({k: str(v) for k, v in dataclasses.asdict(submission.told).items() if v})
    call.save(force_insert=True)
    caller = submission.caller
    if caller.kind != CallerKind.ANONYMOUS and (caller.name or caller.phone or caller.relationship):
        CallerIdentity.of(
            call,
            name=caller.name,
            phone=caller.phone,
            relationship=caller.relationship,
            safe_to_call_back=caller.safe_to_call_back,
        ).save(force_insert=True)
    journal.record("took", call, by=by, channel=call.channel, ending=call.ending)
    return call


def _whom(submission: Submission, by: User) -> Detainee | None:
    """The person it is about: the one found, the one with this A-number, or a new record. `Refused` for two people."""
    told = submission.told
    if submission.found:
        if submission.found.is_another_than(told.a_number):
            raise Refused(ANOTHER_PERSON)
        return submission.found
    if told.a_number and (known := Detainee.objects.with_a_number(told.a_number).first()):
        return known
    if not told:
        return None
    person = Detainee.described(**dataclasses.asdict(told), by=by)
    person.save(force_insert=True)
    return person


def open_case(call: Call, concern: Concern, *, by: User) -> Case:
    """Record one concern of the call as a case that waits for its route."""
    return open_cases(call, [concern], by=by)[0]


def open_cases(call: Call, concerns: Sequence[Concern], *, by: User) -> list[Case]:
    """Record concerns as cases that wait for their route. Runs inside a transaction; rings after commit."""
    if not concerns:
        return []
    cases = Case.objects.bulk_create([_case(call, concern, by) for concern in concerns])
    journal.record_many(
        [("opened", case, {"topic": case.topic_id, "urgency": case.urgency}) for case in cases], by=by
    )
    transaction.on_commit(case_waits_for_route.ring, robust=True)
    return cases


def _case(call: Call, concern: Concern, by: User) -> Case:
    topic = concern.topic
    if not topic.opens_case:
        raise Refused(
            f"“{topic.name}” is a way a call ends, not a concern. Choose how the call ended instead."
        )
    accuses = concern.accuses_staff or topic.accuses_staff
    withheld = concern.identity_withheld
    if withheld is None:
        withheld = topic.identity_withheld or accuses
    return Case(
        number=new_case_number(),
        call=call,
        topic=topic,
        summary=concern.summary.strip(),
        urgency=min(concern.urgency or topic.urgency, topic.urgency),
        facility=concern.facility or call.facility,
        detainee=call.detainee,
        accuses_staff=accuses,
        identity_withheld=withheld,
        vulnerabilities=sorted(set(concern.vulnerabilities)),
        hearing_on=concern.hearing_on,
        opened_by=by,
    )


def answer_on_call(call: Call, questions: Sequence[Question], *, by: User) -> list[Answer]:
    """Record what was answered on the line; counted by topic, seen by no queue."""
    if not questions:
        return []
    answers = Answer.objects.bulk_create(
        [Answer(call=call, topic=q.topic, note=q.note.strip(), given_by=by) for q in questions]
    )
    journal.record_many([("answered", call, {"topic": a.topic_id}) for a in answers], by=by)
    return answers
