"""A session ends after half an hour without a request, after twelve hours, and with the account."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

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
