"""Taking a call: what was said becomes rows, all of them or none.

`submit` is the one way in for the page, the API and the demo. It is idempotent by `Submission.key`:
the same key with the same body is the same call, the same key with another body is refused.
"""

import dataclasses
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg2.errors import UniqueViolation

from cases import (
    callbacks,
    certifications,
    disclosure,
    emergencies,
    handover,
    paper,
    points,
    protocols,
    receipts,
    repeats,
    reviews,
    speech,
    telephony,
    turns,
)
from cases.models import Answer, Call, CallerIdentity, Case, Detainee, Draft
from cases.numbering import next_reference
from cases.references import new_case_number
from cases.signals import case_waits_for_route
from cases.submission import Concern, Question, Submission, ToldCaller, ToldDetainee
from helpline import failpoints
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused, SameKeyOtherBody

__all__ = [
    "CONCERNS_LIMIT",
    "NOTE_LIMIT",
    "SUMMARY_LIMIT",
    "Concern",
    "Question",
    "Submission",
    "ToldCaller",
    "ToldDetainee",
    "answer_on_call",
    "case_of",
    "open_case",
    "open_cases",
    "submit",
    "take_call",
]

SUMMARY_LIMIT = 10_000
NOTE_LIMIT = 4_000
CONCERNS_LIMIT = 12
TRIES = 5
ANOTHER_PERSON = "The A-number typed belongs to somebody other than the record chosen. Check both."


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
        except Refused:
            # It may have used up what it asked for itself, sent a second time at the same moment.
            if known := Call.objects.filter(submission_key=submission.key).first():
                return _same(known, submission, by)
            raise
    raise Refused("This call could not be saved just now. Nothing was lost; send it again.")


def _refuse_emptiness(submission: Submission) -> None:
    speech.refuse_loss_without_language(submission)
    if submission.ending and (submission.concerns or submission.questions):
        raise Refused("A call that ended without a concern has neither cases nor answers.")
    if not submission.ending and not submission.concerns and not submission.questions:
        raise Refused("Write down at least one concern or answer, or say how the call ended.")


def _same(known: Call, submission: Submission, by: User) -> Call:
    if (known.entered_by_id or known.taken_by_id) != by.pk or bytes(
        known.submission_print
    ) != submission.fingerprint():
        raise SameKeyOtherBody("This submission key was used before for something else.")
    known.sent_before = True
    return known


def _write(submission: Submission, by: User) -> Call:
    transaction.on_commit(lambda: failpoints.reach("after_commit"))
    handover.refuse_what_a_colleague_writes(submission.key, by=by)
    certifications.refuse_uncertified(submission, by=by)
    call = take_call(submission, by=by)
    telephony.written_down(call)
    disclosure.record(call, submission.checked, by=by)
    _take_up(call, submission.concerns, by)
    answer_on_call(call, submission.questions, by=by)
    if submission.callback:
        callbacks.agree(call, submission.callback, by=by)
    if submission.receipt_code and not submission.ending:
        receipts.issue(call, by=by)
    Draft.objects.filter(key=submission.key, owner=by).delete()
    failpoints.reach("before_commit")
    return call


def _take_up(call: Call, concerns: Sequence[Concern], by: User) -> None:
    """Each concern opens a case or adds to one; what presses alarms the supervisors."""
    new = [concern for concern in concerns if concern.repeats is None]
    again = [concern for concern in concerns if concern.repeats is not None]
    opened = open_cases(call, new, by=by)
    protocols.record_runs(zip(new, opened, strict=True))
    added = repeats.add_calls(call, again, by=by)
    reviews.ask_for(opened, by=by)
    told = [*zip(new, opened, strict=True), *zip(again, added, strict=True)]
    emergencies.note_emergencies(call, told, timezone.now(), by=by)


def take_call(submission: Submission, *, by: User) -> Call:
    """Record the call itself: where it came from, who called, whom it is about. Runs inside a transaction."""
    facility = submission.line.facility if submission.line else submission.facility
    taker = submission.taken_by or by
    call = Call(
        reference=_reference(submission, by),
        submission_key=submission.key,
        submission_print=submission.fingerprint(),
        taken_by=taker,
        entered_by=by if taker != by else None,
        started_at=submission.started_at,
        ended_at=submission.ended_at,
        channel=submission.channel,
        line=submission.line,
        facility=facility or submission.facility,
        caller_kind=submission.caller.kind,
        language=submission.language,
        interpreter=submission.interpreter,
        **speech.of(submission.interpreting),
        ending=submission.ending,
        note=submission.note,
        detainee=_whom(submission, by),
    )
    if submission.told:
        call.tell({k: str(v) for k, v in dataclasses.asdict(submission.told).items() if v})
    call.save(force_insert=True)
    caller = submission.caller
    if caller.says_anything:
        CallerIdentity.of(
            call,
            name=caller.name,
            phone=caller.phone,
            relationship=caller.relationship,
            safe_to_call_back=caller.safe_to_call_back,
            may_announce=caller.may_announce,
        ).save(force_insert=True)
    verb = "took" if taker == by else "wrote_down"
    journal.record(verb, call, by=by, channel=call.channel, ending=call.ending)
    if submission.paper_reference:
        paper.use(submission.paper_reference, call, by=by)
    return call


def _reference(submission: Submission, by: User) -> str:
    """The one on paper, the one its page has shown all along, or a fresh one of the day it began."""
    if submission.paper_reference:
        return paper.take(submission.paper_reference)
    shown = Draft.objects.filter(key=submission.key, owner=by).values_list("reference", flat=True).first()
    shown = shown or telephony.reference_of(submission.key, by=by)
    return shown or next_reference(timezone.localdate(submission.started_at))


def _whom(submission: Submission, by: User) -> Detainee | None:
    """The person it is about: the one found, the one with this A-number, or a new record. `Refused` for two people.

    Where the A-number is that of a record `by` may not know of, a record that stands in for it is made: to them it is
    a new person's in every way, now and when they search again. Both take the same statements.
    """
    told = submission.told
    if submission.found or told.a_number:
        turns.keep_still()
    if submission.found:
        if submission.found.is_another_than(told.a_number):
            raise Refused(ANOTHER_PERSON)
        return Detainee.objects.held().kept_of(submission.found.pk)
    holders: list[Detainee] = []
    if told.a_number:
        held = Detainee.objects.held()
        holders = list(held.with_a_number(told.a_number))
        for holder in holders:
            known = held.kept_of(holder.merged_into_id) if holder.merged_into_id else holder
            if known and known.is_known_to(by):
                return known
    if not told:
        return None
    hidden = holders[0] if holders else None
    person = Detainee.described(**dataclasses.asdict(told), by=by, stands_in_for=hidden)
    person.save(force_insert=True)
    return person


def open_case(call: Call, concern: Concern, *, by: User) -> Case:
    """Record one concern of the call as a case that waits for its route."""
    return open_cases(call, [concern], by=by)[0]


def open_cases(call: Call, concerns: Sequence[Concern], *, by: User) -> list[Case]:
    """Record concerns as cases that wait for their route. Runs inside a transaction; rings after commit."""
    if not concerns:
        return []
    cases = Case.objects.bulk_create([case_of(call, concern, by=by) for concern in concerns])
    journal.record_many(
        [("opened", case, {"topic": case.topic_id, "urgency": case.urgency}) for case in cases], by=by
    )
    transaction.on_commit(case_waits_for_route.ring, robust=True)
    return cases


def case_of(call: Call, concern: Concern, *, by: User) -> Case:
    """The unsaved case of one concern, with the defaults of its topic."""
    topic = concern.topic
    if not topic.opens_case:
        raise Refused(
            f"“{topic.name}” is a way a call ends, not a concern. Choose how the call ended instead."
        )
    withheld, told = concern.identity_withheld, dict(concern.points)
    if withheld is None:
        withheld = topic.identity_withheld or concern.accuses
    return Case(
        number=new_case_number(),
        call=call,
        topic=topic,
        summary=points.compose(concern.summary, told),
        points=points.kept(concern.summary, told),
        urgency=min(concern.urgency or topic.urgency, topic.urgency),
        facility=concern.facility or call.facility,
        detainee=call.detainee,
        accuses_staff=concern.accuses,
        identity_withheld=withheld,
        vulnerabilities=sorted(set(concern.vulnerabilities)),
        hearing_on=concern.hearing_on,
        removal_on=concern.removal_on,
        held_at=concern.held_at,
        supervised_by=concern.supervised_by,
        opened_by=by,
    )


def answer_on_call(call: Call, questions: Sequence[Question], *, by: User) -> list[Answer]:
    """Record what was answered on the line; counted by topic, seen by no queue."""
    if not questions:
        return []
    answers = Answer.objects.bulk_create(
        [
            Answer(call=call, topic=q.topic, note=q.note.strip(), from_library=q.from_library, given_by=by)
            for q in questions
        ]
    )
    journal.record_many([("answered", call, {"topic": a.topic_id}) for a in answers], by=by)
    return answers
