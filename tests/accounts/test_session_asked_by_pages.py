"""Open pages ask whose session it is and how long it lasts; only a person who presses something extends it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.cast import Cast

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def told(client: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/session/").json()
    return answer


def test_who_and_for_how_long(cast: Cast, signed_in: Any, client: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        own = signed_in(cast.auditor)
        own.get("/journal/")
        clock.shift(timedelta(minutes=10))
        said = told(own)
        assert (said["person"], said["idle"], said["whole"]) == (cast.auditor.pk, 20 * 60, 710 * 60)
        assert told(client)["person"] == 0


def test_asking_is_not_activity(cast: Cast, signed_in: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.auditor)
        client.get("/journal/")
        for _ in range(2):
            clock.shift(timedelta(minutes=14))
            assert told(client)["person"] == cast.auditor.pk
        clock.shift(timedelta(minutes=2))
        assert told(client)["person"] == 0


def test_staying_signed_in_is_but_not_beyond_twelve_hours(cast: Cast, signed_in: Any) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        client = signed_in(cast.auditor)
        client.get("/journal/")
        for _ in range(25):
            clock.shift(timedelta(minutes=28))
            assert client.post("/session/extension/").json()["idle"] == 1800
        clock.shift(timedelta(minutes=20))
        assert client.post("/session/extension/").status_code in {302, 401}
        assert told(client)["person"] == 0


def test_a_page_of_somebody_else_is_refused_whatever_it_sends(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator2)
    theirs, own = {"X-Person": str(cast.operator.pk)}, {"X-Person": str(cast.operator2.pk)}
    assert client.post("/calls/new/", {"add_concern": "1"}, headers=theirs).status_code == 401
    assert client.post("/calls/new/", {"add_concern": "1"}, headers=own).status_code == 200
