"""Those who watch us get the truth, without signing in and without a cookie."""

import pytest
import redis
from django.db import OperationalError
from django.test import Client

from helpline import health, pulse


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_kept", health._Kept())
    monkeypatch.setattr(pulse, "_last_beat", 0.0)
    pulse.connection().delete(pulse.KEY, pulse.SWEEP_KEY)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_strangers_may_ask_and_get_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert client.post(path).status_code == 405


def test_being_up_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_when_a_worker_was_seen(client: Client) -> None:
    pulse.beat()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() | {"worker_seen_seconds": 0} == {
        "status": "ready",
        "database": "ok",
        "migrations_missing": 0,
        "oldest_waiting_seconds": 0.0,
        "redis": "ok",
        "worker_seen_seconds": 0,
    }


@pytest.mark.django_db
def test_a_silent_worker_degrades(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


@pytest.mark.django_db
def test_without_redis_it_is_degraded_but_serves(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> float:
        raise redis.ConnectionError

    monkeypatch.setattr(pulse, "age", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["redis"]) == (
        200,
        "degraded",
        "unreachable",
    )


@pytest.mark.django_db
def test_missing_migrations_are_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "missing_migrations", lambda: 2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert answer["Retry-After"] == "5"


@pytest.mark.django_db
def test_without_the_database_it_is_not_ready_and_says_nothing_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise OperationalError("secret detail")

    monkeypatch.setattr(health, "missing_migrations", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready", "database": "unreachable"}


@pytest.mark.django_db
def test_metrics_are_counts_and_cost_the_same_whoever_asks_often(
    client: Client, django_assert_num_queries: object
) -> None:
    first = client.get("/metrics")
    assert first["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line.split() for line in first.content.decode().splitlines() if not line.startswith("#")]
    assert {name for name, _ in lines} == {
        "helpline_alarms_unanswered",
        "helpline_alarm_oldest_seconds",
        "helpline_route_requests_waiting",
        "helpline_route_request_oldest_seconds",
        "helpline_route_requests_failing",
        "helpline_triage_last_hour",
        "helpline_notices_waiting",
        "helpline_notices_failed",
        "helpline_escalations_unanswered",
        "helpline_rules_version",
        "helpline_database_up",
        "helpline_redis_up",
    }
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/metrics").content == first.content
