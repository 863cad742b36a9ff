"""Three tries, each written down once; not reached is an ending and no resolution; the number goes with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from cases import callbacks
from cases.models import AttemptOutcome, Callback, CallbackAttempt, CallbackState, Case
from cases.tasks import wipe_callback_numbers
from helpline.accounts.models import Role
from helpline.refusals import Overtaken
from tests.aftercare.promises import NUMBER, a_promise, half_hour
from tests.cast import Cast, person


@pytest.mark.django_db
def test_the_third_try_without_reaching_anybody_ends_it_as_not_reached(cast: Cast) -> None:
    row = a_promise(cast.operator)
    for seen in range(3):
        row = callbacks.attempt(row, AttemptOutcome.NO_ANSWER, seen=seen, by=cast.operator2)
    assert row.state == CallbackState.NOT_REACHED
    assert row.ended_by == cast.operator2
    assert set(Case.objects.values_list("state", flat=True)) == {"received"}
    with pytest.raises(Overtaken):
        callbacks.attempt(row, AttemptOutcome.REACHED, seen=3, by=cast.operator)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (AttemptOutcome.REACHED, CallbackState.REACHED),
        (AttemptOutcome.BAD_NUMBER, CallbackState.NOT_REACHED),
        (AttemptOutcome.BUSY, CallbackState.AGREED),
        (AttemptOutcome.SOMEBODY_ELSE, CallbackState.AGREED),
    ],
)
def test_what_the_first_try_leads_to(cast: Cast, outcome: AttemptOutcome, state: CallbackState) -> None:
    assert callbacks.attempt(a_promise(cast.operator), outcome, seen=0, by=cast.operator).state == state


@pytest.mark.django_db
def test_it_moves_on_by_itself_or_to_the_time_agreed(cast: Cast) -> None:
    row = callbacks.attempt(a_promise(cast.operator), AttemptOutcome.BUSY, seen=0, by=cast.operator)
    assert row.slot_at >= timezone.now() + callbacks.REST - timedelta(seconds=5)
    later = half_hour(3)
    row = callbacks.attempt(row, AttemptOutcome.BUSY, seen=1, again_at=later, by=cast.operator)
    assert row.slot_at == later


@pytest.mark.django_db
def test_the_number_is_wiped_once_it_ended_and_not_before(cast: Cast) -> None:
    ended, lasting = a_promise(cast.operator), a_promise(cast.operator)
    callbacks.cancel(ended, seen=0, by=cast.operator)
    wipe_callback_numbers()
    wipe_callback_numbers()
    ended.refresh_from_db()
    lasting.refresh_from_db()
    assert (ended.number, lasting.number) == ("", NUMBER)


@pytest.mark.django_db(transaction=True)
def test_eight_people_write_down_the_same_try_once() -> None:
    row, together = a_promise(person("operator", Role.OPERATOR)), Barrier(8)
    people = [person(f"operator{number}", Role.OPERATOR) for number in range(8)]

    def try_it(place: int) -> bool:
        try:
            together.wait(20)
            callbacks.attempt(
                Callback.objects.get(pk=row.pk), AttemptOutcome.NO_ANSWER, seen=0, by=people[place]
            )
        except Overtaken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(8))) == 1
    assert CallbackAttempt.objects.count() == 1
