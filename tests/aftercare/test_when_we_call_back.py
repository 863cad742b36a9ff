"""Half hours of working days, never in the past, never on a holiday, and only what headquarters opened."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cases import callback_hours, callbacks
from cases.callback_hours import ZONE, Opening, free_slots
from cases.models import Call, CallbackHours
from cases.submission import CallbackWish
from helpline.audit.models import Entry
from helpline.refusals import Refused
from tests.aftercare.promises import NUMBER, SISTER, half_hour
from tests.builders import a_call
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CHRISTMAS_EVE = datetime(2026, 12, 24, 19, 10, tzinfo=ZONE)


def test_the_day_after_a_holiday_and_a_weekend_follows() -> None:
    slots = free_slots(CHRISTMAS_EVE, days=2)
    local = [slot.at.astimezone(ZONE) for slot in slots]
    assert local[0] == datetime(2026, 12, 24, 19, 30, tzinfo=ZONE)
    assert local[1] == datetime(2026, 12, 28, 8, 0, tzinfo=ZONE)
    assert local[-1] == datetime(2026, 12, 28, 19, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (timezone.now() - timedelta(hours=1), callbacks.PAST),
        (timezone.now() + timedelta(days=30), callbacks.TOO_FAR),
        (timezone.now().replace(minute=7) + timedelta(days=1), callbacks.NO_SUCH_HALF_HOUR),
    ],
)
def test_no_other_moment_is_agreed_on_and_nothing_is_saved(cast: Cast, at: datetime, says: str) -> None:
    with pytest.raises(callbacks.NoPlace, match=says):
        a_call(by=cast.operator, caller=SISTER, callback=CallbackWish(at, NUMBER))
    assert not Call.objects.exists()


def test_a_number_is_needed(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least seven digits"):
        a_call(by=cast.operator, caller=SISTER, callback=CallbackWish(half_hour(), "call me"))


def test_headquarters_sets_the_hours_and_the_journal_keeps_them(cast: Cast, signed_in: object) -> None:
    client = signed_in(cast.hq)  # type: ignore[operator]
    typed = {"opens_1": "9:00", "closes_1": "10:00", "places_1": "2"}
    assert client.post("/callbacks/hours/", typed).status_code == 302
    tuesday = free_slots(timezone.now(), days=1)
    assert len(tuesday) in {1, 2}
    assert {slot.left for slot in tuesday} == {2}
    assert Entry.objects.filter(verb="set_hours").count() == 1
    assert Entry.objects.filter(verb="ended_hours").count() == 4


def test_hours_that_end_before_they_begin_are_told_beside_the_field(cast: Cast, signed_in: object) -> None:
    client = signed_in(cast.hq)  # type: ignore[operator]
    answer = client.post("/callbacks/hours/", {"opens_1": "10:00", "closes_1": "9:15", "places_1": "2"})
    assert answer.status_code == 422
    assert 'id="id_closes_1_error"' in answer.content.decode()
    assert CallbackHours.objects.count() == 5


def test_the_verb_refuses_half_quarters(cast: Cast) -> None:
    nine = datetime(2026, 1, 1, 9, 10).time()
    with pytest.raises(Refused):
        callback_hours.set_hours([Opening(0, nine, datetime(2026, 1, 1, 17).time(), 2)], by=cast.hq)
