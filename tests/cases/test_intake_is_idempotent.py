"""The same submission sent again is the same call; another body under the same key is refused."""

import dataclasses
import threading
from collections import Counter
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from cases import intake, paper
from cases.intake import Question
from cases.models import (
    Alarm,
    Answer,
    Call,
    Callback,
    CallerKind,
    Case,
    Detainee,
    DisclosurePolicy,
    NamedPersonTold,
    ProtocolRun,
    ReceiptCode,
    RepeatCall,
    Topic,
    TopicProtocol,
)
from cases.submission import CallbackWish, Checked, Interpreter, Told
from helpline.accounts.models import Role, User
from helpline.audit.models import Entry
from helpline.refusals import Refused, SameKeyOtherBody
from tests.aftercare.promises import half_hour
from tests.builders import a_call, concern, submission
from tests.cast import Cast, make_cast, person


def test_sent_twice_it_is_one_call(cast: Cast) -> None:
    said = submission(concern(), concern("TEL", "Phones dead in unit B."))
    first, second = intake.submit(said, by=cast.operator), intake.submit(said, by=cast.operator)
    assert first.pk == second.pk
    assert (Call.objects.count(), Case.objects.count(), Entry.objects.filter(verb="opened").count()) == (
        1,
        2,
        2,
    )


def test_the_same_key_with_another_body_is_refused(cast: Cast) -> None:
    said = submission()
    intake.submit(said, by=cast.operator)
    with pytest.raises(SameKeyOtherBody):
        intake.submit(dataclasses.replace(said, note="changed"), by=cast.operator)
    assert Call.objects.count() == 1


def test_the_same_key_of_another_person_is_refused(cast: Cast) -> None:
    said = submission()
    intake.submit(said, by=cast.operator)
    with pytest.raises(SameKeyOtherBody):
        intake.submit(said, by=cast.operator2)


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_from_many_threads_it_is_one_call() -> None:
    operator = person("operator", Role.OPERATOR)
    said = submission(told=intake.ToldDetainee(a_number="A000000042", given_names="Ana", family_names="Xol"))
    others = [dataclasses.replace(said, key=uuid4()) for _ in range(3)]
    seen: list[str] = []
    start = threading.Barrier(12)

    def send(one: intake.Submission) -> None:
        start.wait()
        seen.append(intake.submit(one, by=operator).reference)
        connection.close()

    threads = [threading.Thread(target=send, args=[one]) for one in [said] * 9 + others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 12
    assert len(set(seen)) == Call.objects.count() == 4
    assert Detainee.objects.count() == 1


def in_full(key: UUID, paper_reference: str, told: intake.ToldDetainee, by: User) -> intake.Submission:
    """A call with something in every part; made anew each time, as by another request."""
    now = timezone.now().replace(microsecond=0)
    at = now.replace(minute=0, second=0)
    policy = DisclosurePolicy.objects.latest("version").version
    return submission(
        concern(
            "SUI",
            "Says he will end it tonight.",
            told=Told("Sgt. Doe", "Shift supervisor", at),
            protocol=TopicProtocol.objects.get(topic="SUI", version=1),
            steps=(0, 1),
            points=(("since", "Yesterday"),),
            supervised_by=User.objects.get(username="supervisor"),
        ),
        concern("CON", "Still no hot water.", repeats=Case.objects.order_by("pk").first()),
        key=key,
        told=told,
        caller=intake.ToldCaller(CallerKind.FAMILY, "Ana Xol", "(404) 555-0123", "Sister"),
        started_at=at,
        checked=Checked(policy, "", ()),
        interpreting=Interpreter("55", at, at),
        callback=CallbackWish(half_hour(), "(404) 555-0123"),
        receipt_code=True,
        questions=[Question(Topic.objects.get(code="CON"), "Told the visiting hours.")],
        paper_reference=paper_reference,
    )


@pytest.mark.django_db(transaction=True)
def test_a_call_with_every_part_sent_at_once_is_written_once_and_answered_alike() -> None:
    cast = make_cast()
    told = intake.ToldDetainee(a_number="A000000042", given_names="Ana", family_names="Xol")
    a_call(concern(), by=cast.operator, told=told)
    [reference] = paper.issue_block(1, "Outage.", by=cast.supervisor).references.values_list(
        "reference", flat=True
    )
    key, seen, start = uuid4(), list[object](), threading.Barrier(5)
    each = [in_full(key, reference, told, cast.operator) for _ in range(5)]

    def send(one: intake.Submission) -> None:
        start.wait()
        try:
            seen.append(intake.submit(one, by=cast.operator).reference)
        except Refused as refusal:
            seen.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[one]) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [reference] * 5
    call = Call.objects.get(submission_key=key)
    once = (Case, Answer, RepeatCall, Callback, ReceiptCode)
    assert [kind.objects.filter(call=call).count() for kind in once] == [1] * len(once)
    assert [kind.objects.count() for kind in (Alarm, NamedPersonTold, ProtocolRun)] == [1, 1, 1]
    assert Case.objects.order_by("pk")[0].calls_heard == 2
    verbs = Entry.objects.filter(subject_kind="call", subject_ref=call.reference)
    assert Counter(verbs.values_list("verb", flat=True)) == Counter(
        ["took", "used_reference", "answered", "issued_code"]
    )
