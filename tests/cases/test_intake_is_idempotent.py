"""The same submission sent again is the same call; another body under the same key is refused."""

import dataclasses
import threading
from uuid import uuid4

import pytest
from django.db import connection

from cases import intake
from cases.models import Call, Case, Detainee
from helpline.accounts.models import Role
from helpline.audit.models import Entry
from helpline.refusals import SameKeyOtherBody
from tests.builders import concern, submission
from tests.cast import Cast, person


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
