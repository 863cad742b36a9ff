"""On the intake page, without a script: a time, a number, what may be said; nothing typed is lost."""

from typing import Any

import pytest
from django.utils import timezone

from cases.models import Call, Callback, CallbackHours, CallerIdentity
from cases.templatetags.callbacks import value_of
from tests.aftercare.promises import NUMBER, a_promise, half_hour
from tests.cases.form_page import FormPage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page_of(client: Any) -> FormPage:
    page = FormPage(client, "/calls/new/")
    return page.write(concerns_0_topic="CON", concerns_0_summary="No hot water for a week.")


def test_the_number_of_the_caller_is_offered_and_kept_sealed(cast: Cast, signed_in: Any) -> None:
    page = page_of(signed_in(cast.operator)).write(caller_kind="family", caller_phone=NUMBER)
    page.press("add_callback")
    assert page.typed["callback_number"] == [NUMBER]
    at = half_hour()
    page.write(callback_at=value_of(at), callback_announce="yes", callback_wish="Ask for Ana.").press()
    row = Callback.objects.get()
    assert (row.slot_at, row.number, row.announce, row.wish) == (at, NUMBER, True, "Ask for Ana.")
    assert NUMBER.encode() not in bytes(row.number_sealed)
    receipt = page.client.get(page.answer["Location"]).content.decode()
    assert "We call back" in receipt
    assert NUMBER not in receipt.split('<h2 id="record"')[0]


def test_an_anonymous_caller_gives_a_number_for_this_only(cast: Cast, signed_in: Any) -> None:
    page = page_of(signed_in(cast.operator)).write(caller_kind="anonymous", caller_phone="(404) 555-0199")
    page.press("add_callback")
    assert "wipe it once the call-back has ended" in page.html
    assert page.typed["callback_number"] == [""]
    page.write(callback_at=value_of(half_hour())).press()
    assert "with at least seven digits" in page.html
    page.write(callback_number=NUMBER).press()
    assert Callback.objects.get().number == NUMBER
    assert not CallerIdentity.objects.exists()


def test_not_safe_to_call_back_stands_beside_the_time(cast: Cast, signed_in: Any) -> None:
    page = page_of(signed_in(cast.operator)).write(
        caller_kind="family", caller_phone=NUMBER, safe_to_call_back="no"
    )
    page.press("add_callback").write(callback_at=value_of(half_hour())).press()
    assert page.answer.status_code == 422
    assert 'id="id_callback_at_error"' in page.html
    assert "not safe to call back" in page.html
    assert not Call.objects.exists()


def test_a_time_that_filled_up_names_the_next_and_keeps_every_word(cast: Cast, signed_in: Any) -> None:
    CallbackHours.objects.update(places=1)
    at = half_hour()
    page = page_of(signed_in(cast.operator)).write(caller_kind="family", caller_phone=NUMBER)
    page.press("add_callback").write(callback_at=value_of(at))
    a_promise(cast.operator2, at)
    page.press()
    assert page.answer.status_code == 409
    assert "That half hour is full. The next one with room:" in page.html
    assert 'id="id_callback_at_error"' in page.html
    assert page.typed["concerns-0-summary"] == ["No hot water for a week."]
    assert page.typed["callback_at"] == [value_of(at)]


def test_the_same_page_sent_twice_makes_one_promise(cast: Cast, signed_in: Any) -> None:
    CallbackHours.objects.update(places=1)
    client = signed_in(cast.operator)
    page = page_of(client).write(caller_kind="family", caller_phone=NUMBER).press("add_callback")
    sent = dict(page.write(callback_at=value_of(half_hour())).typed)
    first, second = (client.post("/calls/new/", sent) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert Callback.objects.count() == 1


def test_no_callback_after_all(cast: Cast, signed_in: Any) -> None:
    page = page_of(signed_in(cast.operator)).write(caller_kind="family", caller_phone=NUMBER)
    page.press("add_callback").press("remove_callback").press()
    assert Call.objects.count() == 1
    assert not Callback.objects.exists()


def test_a_time_that_is_none_and_one_of_the_past(cast: Cast, signed_in: Any) -> None:
    page = page_of(signed_in(cast.operator)).write(caller_kind="family", caller_phone=NUMBER)
    page.press("add_callback").write(callback_at="yesterday").press()
    assert "Choose the time to call back from the list." in page.html
    page.write(callback_at=value_of(timezone.now().replace(year=2001))).press()
    assert page.answer.status_code == 409
    assert "has begun already" in page.html
