"""News reach the pages they concern, hold nothing, and are no sign that anybody is there."""

import gc
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Presence
from helpline import live, live_hub
from tests.cast import Cast
from tests.telephony.phone import STEWART_LINE, send


@pytest.fixture
def hub() -> Iterator[live_hub.Hub]:
    """The hub of this process; afterwards it listens no more."""
    yield live_hub.HUB
    live_hub.HUB.close()


def heard_by(client: Client, hub: live_hub.Hub, tell: Any, *what: str) -> float:
    """Seconds from telling until the page hears any of this; -1 if it never does."""
    answer: Any = client.get("/live/", {"seconds": "3"})
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    lines = iter(answer)
    assert b"retry" in next(lines)
    assert hub.listening.wait(5)
    told_at: list[float] = []

    def speak() -> None:
        time.sleep(0.2)
        told_at.append(time.monotonic())
        tell()
        connection.close()

    speaker = Thread(target=speak)
    speaker.start()
    try:
        for line in lines:
            if any(f"event: {kind}\n".encode() in line for kind in what):
                return time.monotonic() - told_at[0]
    finally:
        speaker.join()
        answer.close()
    return -1


def test_an_answered_call_is_told_to_its_operator_within_a_second(
    transactional_db: None, cast: Cast, signed_in: Any, hub: live_hub.Hub
) -> None:
    def answer() -> None:
        send("answer", "x-1", timezone.now(), line=STEWART_LINE, operator="operator")

    assert 0 <= heard_by(signed_in(cast.operator), hub, answer, "call") < 1


def test_what_concerns_others_is_not_heard_and_what_is_undone_never_was(
    transactional_db: None, cast: Cast, signed_in: Any, hub: live_hub.Hub
) -> None:
    def undone() -> None:
        live.tell(live.CALL, people=[cast.operator.pk])
        with transaction.atomic():
            live.tell(live.ALARM, people=[cast.operator2.pk])
            transaction.set_rollback(True)

    assert heard_by(signed_in(cast.operator2), hub, undone, "call", "alarm") == -1


def test_the_listener_comes_back_after_postgresql_ended_it(
    transactional_db: None, cast: Cast, signed_in: Any, hub: live_hub.Hub
) -> None:
    def tell() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
                " AND datname = current_database()",
                ["helpline live news"],
            )
        time.sleep(0.1)
        assert hub.listening.wait(5)
        live.tell(live.BOARD, roles=["supervisor"])

    assert 0 <= heard_by(signed_in(cast.supervisor), hub, tell, "board") < 4


@pytest.mark.django_db
def test_beyond_the_bound_a_page_is_told_to_ask(
    cast: Cast, signed_in: Any, hub: live_hub.Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_hub, "STREAMS_AT_MOST", 0)
    answer = signed_in(cast.operator).get("/live/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


@pytest.mark.django_db
def test_a_stream_whose_answer_was_lost_on_the_way_takes_no_room(
    cast: Cast, signed_in: Any, hub: live_hub.Hub
) -> None:
    before = hub.waiting()
    answer = signed_in(cast.operator).get("/live/")
    assert hub.waiting() == before + 1
    del answer  # never read, never closed
    gc.collect()
    assert hub.waiting() == before


@pytest.mark.django_db
def test_the_part_names_the_call_at_this_desk_and_no_number(cast: Cast, signed_in: Any) -> None:
    send("newCall", "x-1", timezone.now(), line=STEWART_LINE, from_="555-0117", operator="operator")
    html = signed_in(cast.operator).get("/live/news/").content.decode()
    assert "is ringing" in html
    assert "Stewart Detention Center" in html
    send("answer", "x-1", timezone.now(), operator="operator2")
    assert "Stewart" not in signed_in(cast.operator).get("/live/news/").content.decode()
    html = signed_in(cast.operator2).get("/live/news/").content.decode()
    assert "is on your line" in html
    assert "0117" not in html
    assert "Stewart" not in signed_in(cast.supervisor).get("/live/news/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/live/?seconds=0", "/live/news/", "/presence/"])
def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(
    cast: Cast, signed_in: Any, address: str
) -> None:
    client = signed_in(cast.operator)
    client.get("/calls/")
    session = client.session
    session["session_seen_at"] = seen = int(time.time()) - 300
    session.save()
    answer = client.post(address, {"doing": "away"}) if address == "/presence/" else client.get(address)
    assert answer.status_code in {200, 204}
    b"".join(answer)
    assert client.session["session_seen_at"] == seen


@pytest.mark.django_db
def test_whoever_says_so_is_at_the_desk(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    assert client.post("/presence/", {"doing": "ready"}).status_code == 204
    assert client.post("/presence/", {"doing": "on_call"}).status_code == 204
    assert client.post("/presence/", {"doing": "asleep"}).status_code == 400
    assert [(row.operator, row.doing) for row in Presence.objects.all()] == [(cast.operator, "on_call")]
