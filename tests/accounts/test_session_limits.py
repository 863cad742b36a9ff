"""A session ends after half an hour without anything a person did, after twelve hours, and with the account."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings

from helpline.middleware import POLLING_PARTS
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WORDS = "No insulin for two days, unit B."


def test_half_an_hour_without_a_request_ends_it(cast: Cast, signed_in: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.auditor)
        assert client.get("/journal/").status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get("/journal/").status_code == 200
        clock.shift(timedelta(minutes=30))
        answer = client.get("/journal/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/journal/", 302)]
    assert "because nothing happened for a while" in answer.content.decode()


@pytest.mark.parametrize(
    ("headers", "keeps_it"),
    [
        ({"X-Autosave": "1"}, False),
        ({"HX-Request": "true", "HX-Trigger": "receipt", "HX-Target": "receipt"}, False),
        ({"HX-Request": "true", "HX-Trigger": "filter-q", "HX-Target": "facilities"}, True),
        ({}, True),
    ],
    ids=["autosave", "poll of the receipt", "a search", "a page"],
)
def test_only_what_a_person_did_keeps_it(
    cast: Cast, signed_in: Any, headers: dict[str, str], keeps_it: bool
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.auditor)
        client.get("/journal/")
        for _ in range(2):
            clock.shift(timedelta(minutes=14))
            assert client.get("/journal/", headers=headers).status_code == 200
        clock.shift(timedelta(minutes=14))
        answer = client.get("/journal/", headers=headers)
    assert (answer.status_code == 200) is keeps_it


def test_a_page_that_only_saves_by_itself_ends_half_an_hour_after_its_first_request(
    cast: Cast, signed_in: Any
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.operator)
        for _ in range(3):
            assert client.get("/calls/", headers={"X-Autosave": "1"}).status_code == 200
            clock.shift(timedelta(minutes=10))
        assert client.post("/calls/new/", {"summary": WORDS}, headers={"X-Autosave": "1"}).status_code == 401


def test_parts_that_ask_by_themselves_do_so_in_a_name_the_limits_know() -> None:
    texts = (part.read_text() for part in settings.BASE_DIR.glob("templates/**/*.html"))
    asking = {re.search(r'<\w+ id="(\w+)"[^>]*hx-trigger="every', text) for text in texts if "every " in text}
    names = {found[1] for found in asking if found}
    assert names == POLLING_PARTS


def test_twelve_hours_end_it_whatever_happened(cast: Cast, signed_in: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.auditor)
        for _ in range(36):
            assert client.get("/journal/").status_code == 200
            clock.shift(timedelta(minutes=20))
        assert client.get("/journal/").status_code == 302


def test_a_form_sent_too_late_comes_back_with_its_words(cast: Cast, signed_in: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.operator)
        client.get("/calls/")
        clock.shift(timedelta(minutes=31))
        answer = client.post("/calls/new/", {"summary": WORDS})
    assert answer.status_code == 401
    assert WORDS in answer.content.decode()


def test_a_closed_account_ends_it_at_once(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.auditor)
    assert client.get("/journal/").status_code == 200
    cast.auditor.is_active = False
    cast.auditor.save()
    assert client.get("/journal/").status_code == 302
    cast.auditor.is_active = True
    cast.auditor.save()
    assert client.get("/journal/").status_code == 302


def test_requests_in_quick_succession_write_the_session_once(
    cast: Cast, signed_in: Any, django_assert_num_queries: Any
) -> None:
    client = signed_in(cast.auditor)
    client.get("/accounts/logout/")
    with django_assert_num_queries(2):  # session and person
        client.get("/accounts/logout/")
