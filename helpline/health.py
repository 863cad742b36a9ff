"""What watches us may ask: is the process up, can it serve, and how much waits. Counts only; nothing personal.

Public, without cookies and sessions. `/healthz` touches nothing. `/readyz` is 503 while PostgreSQL or its
tables are not there; without Redis the product still works, so that is "degraded" and 200.
"""

import time
from dataclasses import dataclass
from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from helpline.accounts.doors import open_to_all
from routing.mailroom import read_figures, read_machinery
from routing.rules.in_force import rules_in_force

WAITS_TOO_LONG_SECONDS = 60.0
SILENT_WORKER_SECONDS = 60.0
METRICS_KEPT_SECONDS = 2.0
# The gauge, which of `mailroom.Figures` it shows, and what that means.
MAIL_ROOM = {
    "route_requests_waiting": ("waiting", "Cases that wait for the router"),
    "route_request_oldest_seconds": ("oldest_seconds", "Age of the oldest case that waits for the router"),
    "route_requests_failing": ("failing", "Cases that wait for the router and failed at least once"),
    "triage_last_hour": ("fell", "Cases that no rule could place in the last hour"),
    "notices_waiting": ("notices_waiting", "Notices that wait to be told"),
    "notices_failed": ("notices_failed", "Notices that did not go out, or may not have"),
    "escalations_unanswered": ("escalations", "Warnings about due times that nobody has taken on"),
}


@lru_cache(maxsize=1)
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def missing_migrations() -> int:
    """How many of our migrations the database lacks."""
    return len(_known_migrations() - set(MigrationRecorder(connection).applied_migrations()))


def alarms_unanswered() -> tuple[int, float]:
    """How many alarms nobody answered, and the age in seconds of the oldest, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(raised_at)), 0)"
            " FROM cases_alarm WHERE acknowledged_at IS NULL"
        )
        count, age = cursor.fetchone()
    return int(count), float(age)


def phone_events_refused() -> list[tuple[str, int]]:
    """How many messages of the telephone exchange were refused so far, by reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason, sum(times) FROM cases_telephonyrefusal GROUP BY reason ORDER BY reason"
        )
        return [(str(reason), int(times)) for reason, times in cursor.fetchall()]


@open_to_all
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@open_to_all
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """This process can serve: 200 ready or degraded, 503 unready; the body says why."""
    answer: dict[str, object] = {"status": "ready", "database": "ok"}
    try:
        missing = missing_migrations()
        answer["migrations_missing"] = missing
        oldest = read_figures().oldest_seconds if missing == 0 else 0.0
        answer["oldest_waiting_seconds"] = round(oldest, 1)
    except DatabaseError:
        connection.close()
        answer |= {"status": "unready", "database": "unreachable"}
        return JsonResponse(answer, status=503, headers={"Retry-After": "5"})
    if missing:
        return JsonResponse(answer | {"status": "unready"}, status=503, headers={"Retry-After": "5"})
    seen = read_machinery()
    age, answer["redis"] = seen.worker_seconds, "ok" if seen.redis else "unreachable"
    answer["worker_seen_seconds"] = None if age is None else round(age, 1)
    if age is None or age > SILENT_WORKER_SECONDS or oldest > WAITS_TOO_LONG_SECONDS:
        answer["status"] = "degraded"
    return JsonResponse(answer)


@dataclass
class _Kept:
    """The last answer of `/metrics`: whoever asks more often than every two seconds gets the same one."""

    at: float = 0.0
    text: bytes = b""


_kept = _Kept()


def _measure() -> bytes:
    registry = CollectorRegistry()

    def gauge(name: str, meaning: str, value: float) -> None:
        Gauge(f"helpline_{name}", meaning, registry=registry).set(value)

    try:
        figures = read_figures()
        for name, (of, meaning) in MAIL_ROOM.items():
            gauge(name, meaning, getattr(figures, of))
        ruleset = rules_in_force()
        gauge("rules_version", "Version of the rules in force; 0 for none", ruleset.version if ruleset else 0)
        refused = Gauge(
            "helpline_telephony_refused",
            "Messages of the telephone exchange refused so far",
            ["reason"],
            registry=registry,
        )
        for reason, times in phone_events_refused():
            refused.labels(reason).set(times)
        alarms, longest = alarms_unanswered()
        gauge("alarms_unanswered", "Emergencies on the line that nobody has answered", alarms)
        gauge("alarm_oldest_seconds", "Age of the oldest alarm that nobody has answered", longest)
        gauge("database_up", "1 if PostgreSQL answers", 1)
    except DatabaseError:
        connection.close()
        gauge("database_up", "1 if PostgreSQL answers", 0)
    seen = read_machinery()
    gauge("redis_up", "1 if Redis answers", seen.redis)
    if seen.worker_seconds is not None:
        gauge("worker_seen_seconds", "Seconds since a worker last finished a task", seen.worker_seconds)
    if seen.sweep_seconds is not None:
        gauge("sweep_seen_seconds", "Seconds since somebody last looked for what waits", seen.sweep_seconds)
    return generate_latest(registry)


@open_to_all
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in Prometheus' text format, over the whole installation."""
    if time.monotonic() - _kept.at > METRICS_KEPT_SECONDS:
        _kept.text, _kept.at = _measure(), time.monotonic()
    return HttpResponse(_kept.text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
