"""Routing: a backlog drained by two workers beside raw SQL, and how long a new case takes from saved to queued.

All times are the database's, from when a case was saved, or the workers were rung for, to the last statement of the
transaction that routed it.
"""

import multiprocessing
import time
from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import Any, cast

from django.db import connection

from cases.models import Case
from facilities.models import Office
from helpline.benchmarks import crew, raw_routing
from helpline.benchmarks.backlog import Backlog
from helpline.benchmarks.crew import Crew
from helpline.benchmarks.figures import AtLeast, AtMost, Figure, p50, p95, percentile
from helpline.benchmarks.raw_routing import Writes
from helpline.benchmarks.stage import Bench, Stage
from routing.models import (
    CaseCopy,
    Decision,
    NoticeChannel,
    Notification,
    QueueItem,
    RequestState,
    RouteRequest,
)
from routing.notices import delivery
from routing.rules.in_force import rules_in_force
from routing.rules.language import TRIAGE

WORKERS = 2
SINGLE_SHARE = 10  # one by one a tenth is enough to see how fast it is
CALLS_A_SECOND = 15
NEW_CALLS_A_SECOND = 3
PATIENCE = 900.0
TAKEN = """
SELECT extract(epoch FROM r.done_at - r.made_at)::float FROM routing_routerequest r
JOIN cases_case c ON c.id = r.case_id AND c.number NOT LIKE '~%%'
WHERE r.made_at >= %s AND r.state = 'done'
"""
RATE = "SELECT count(*) / extract(epoch FROM max(done_at) - %s)::float FROM routing_routerequest WHERE done_at > %s"
FIFTHS = """
SELECT extract(epoch FROM percentile_disc(0.2) WITHIN GROUP (ORDER BY done_at) - %s)::float,
       extract(epoch FROM max(done_at) - percentile_disc(0.8) WITHIN GROUP (ORDER BY done_at))::float
FROM routing_routerequest WHERE done_at > %s
"""


def measure(stage: Stage) -> Iterator[Figure]:
    """The figures of routing; the rows are counted after each part."""
    stage.load_reference()
    backlog = Backlog(stage)
    with crew.at_work(stage, WORKERS) as workers:
        yield from _beside_raw_sql(stage, backlog, workers)
        yield from _latency(stage, workers)
        yield from _new_during_backlog(stage, backlog, workers)
        yield from _long_drain(stage, backlog, workers)
    _check()


def _beside_raw_sql(stage: Stage, backlog: Backlog, workers: Crew) -> Iterator[Figure]:
    rounds = [_round(stage, backlog, workers) for _ in range(stage.sizes["rounds"])]
    ours, single, batch = (median(rates) for rates in zip(*rounds, strict=True))
    by_one, by_batch = median(o / s for o, s, _ in rounds), median(o / b for o, _, b in rounds)
    yield stage.figure("batch_vs_raw_single", by_one, "times", goal=AtLeast(4))
    yield stage.figure("batch_vs_raw_batch", by_batch, "times", goal=AtLeast(0.4))
    yield stage.figure("cases_a_second", ours, "1/s", floor=single)
    yield stage.figure("raw_batch_a_second", batch, "1/s", floor=single)


def _round(stage: Stage, backlog: Backlog, workers: Crew) -> tuple[float, float, float]:
    """Cases a second by the product, raw one by one, and raw in batches."""
    count = stage.sizes["backlog"]
    few = max(count // SINGLE_SHARE, 100)
    backlog.add(few)
    single = _raw(few, "single", 1)
    backlog.add(count)
    ours = _drained(count, workers)
    backlog.add(count)
    batch = _raw(count, "batch", WORKERS)
    stage.say(f"{ours:.0f} cases a second; raw one by one {single:.0f}, raw in batches {batch:.0f}")
    return ours, single, batch


def _writes(count: int) -> Writes:
    """All into the queue of headquarters triage, with as many copies as the product made of its latest cases."""
    ruleset = rules_in_force()
    latest = Decision.objects.order_by("-id").values("id")[:count]
    share = CaseCopy.objects.filter(decision__in=latest).count() / count
    office, other = Office.objects.get(code=TRIAGE), Office.objects.headquarters().exclude(code=TRIAGE)[0]
    copied = round(share * raw_routing.BATCH)
    return Writes(office.pk, other.pk, ruleset.pk if ruleset else 0, min(copied, raw_routing.BATCH))


def _raw(count: int, by: str, processes: int) -> float:
    """Cases a second by so many processes of raw SQL."""
    spawn = multiprocessing.get_context("spawn")
    gate = spawn.Barrier(processes + 1)
    told = (_dsn(), by, _writes(count), gate)
    children = [spawn.Process(target=raw_routing.route, args=told) for _ in range(processes)]
    for child in children:
        child.start()
    while gate.n_waiting < processes:
        if not all(child.is_alive() for child in children):
            raise RuntimeError("raw SQL does not start")
        time.sleep(0.01)
    began = _now()
    gate.wait(timeout=PATIENCE)
    for child in children:
        child.join()
    rate = _rate(count, began)
    delivery.tell_pages()  # or the product would have to tell in the next round what was announced in this one
    return rate


def _drained(count: int, workers: Crew) -> float:
    """Cases a second by the product's worker."""
    began = _now()
    workers.ring(WORKERS)
    _wait_until_nothing_waits()
    rate = _rate(count, began)
    workers.wait_until_idle()
    return rate


def _latency(stage: Stage, workers: Crew) -> Iterator[Figure]:
    """Calls at a steady rate and nothing else."""
    began, seconds = _now(), stage.sizes["seconds"]
    _let_calls_in(workers, CALLS_A_SECOND, seconds)
    taken = _taken(began)
    if len(taken) != CALLS_A_SECOND * seconds:
        raise RuntimeError(f"{len(taken)} cases of {CALLS_A_SECOND * seconds} calls were routed")
    yield stage.figure("latency_p50_ms", p50(taken) * 1000, "ms", goal=AtMost(100))
    yield stage.figure("latency_p95_ms", p95(taken) * 1000, "ms", goal=AtMost(300))
    yield stage.figure("latency_p99_ms", percentile(taken, 0.99) * 1000, "ms")
    yield stage.figure("latency_worst_ms", max(taken) * 1000, "ms")


def _new_during_backlog(stage: Stage, backlog: Backlog, workers: Crew) -> Iterator[Figure]:
    """New calls come in until a backlog has drained; of these the slowest counts."""
    backlog.add(stage.sizes["backlog"])
    incoming = crew.caller(workers, str(NEW_CALLS_A_SECOND), str(PATIENCE))
    incoming.start()
    began = _now()
    try:
        while not _taken(began):  # its first call rings, and the worker begins
            time.sleep(0.02)
        _wait_until_nothing_waits("~")
        ended = _now()
    finally:
        incoming.ask_to_stop()
        incoming.wait()
    _wait_until_nothing_waits()
    workers.wait_until_idle()
    taken = _taken(began)
    stage.say(f"{len(taken)} new cases while {(ended - began).total_seconds():.1f} s of backlog drained")
    yield stage.figure("new_case_during_backlog_s", max(taken), "s", goal=AtMost(5))


def _long_drain(stage: Stage, backlog: Backlog, workers: Crew) -> Iterator[Figure]:
    """Whether the last fifth of a long backlog goes as quickly as the first."""
    count = stage.sizes["long_backlog"]
    backlog.add(count)
    began = _now()
    rate = _drained(count, workers)
    with connection.cursor() as cursor:
        cursor.execute(FIFTHS, [began, began])
        first, last = cursor.fetchone()
    yield stage.figure("drain_last_vs_first_fifth", first / last, "times", goal=AtLeast(0.8))
    yield stage.figure("long_backlog_a_second", rate, "1/s")


def _let_calls_in(workers: Crew, per_second: int, seconds: int) -> None:
    incoming = crew.caller(workers, str(per_second), str(seconds))
    incoming.start()
    while (code := incoming.ended()) is None:
        time.sleep(0.2)
    if code:
        raise RuntimeError(incoming.last_words())
    _wait_until_nothing_waits()
    workers.wait_until_idle()


def _wait_until_nothing_waits(numbered: str = "") -> None:
    """Until no case (of those whose numbers begin so) waits for its route."""
    ends = time.monotonic() + PATIENCE
    waiting = RouteRequest.objects.pending()
    if numbered:
        waiting = waiting.filter(case__number__startswith=numbered)
    while waiting.exists():
        if time.monotonic() > ends:
            raise RuntimeError(f"{waiting.count()} cases still wait for their routes")
        time.sleep(0.2)  # seldom, so that looking takes nothing from those who work


def _taken(since: datetime) -> list[float]:
    """Seconds from saved to queued of every case that came through the verb."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [since])
        return [seconds for (seconds,) in cursor.fetchall()]


def _rate(count: int, since: datetime) -> float:
    """Cases a second; every one of them was routed."""
    with connection.cursor() as cursor:
        cursor.execute(RATE, [since, since])
        (rate,) = cursor.fetchone()
    done = RouteRequest.objects.filter(done_at__gt=since).count()
    if done != count:
        raise RuntimeError(f"{done} cases were routed of {count}")
    return float(rate)


def _now() -> datetime:
    """By the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return cast(datetime, now)


def _dsn() -> dict[str, Any]:
    said = connection.get_connection_params()
    return {name: said[name] for name in ("dbname", "user", "password", "host", "port") if said.get(name)}


def _check() -> None:
    """Every case has its request done, one decision, one stay that lasts and one notice in the page."""
    pages = Notification.objects.filter(channel=NoticeChannel.PAGE, kind__in=["routed", "triaged"])
    counts = {
        Case.objects.count(),
        RouteRequest.objects.filter(state=RequestState.DONE).count(),
        Decision.objects.count(),
        QueueItem.objects.open().count(),
        pages.count(),
    }
    singly = Decision.objects.filter(notices__isnull=True).count()  # the floor one by one tells nobody
    if len(counts) != 1 and counts != {Case.objects.count(), Case.objects.count() - singly}:
        raise RuntimeError(f"The rows at the end do not agree: {counts}")


BENCH = Bench(
    "routing",
    "Routing a backlog and new cases",
    measure,
    sizes={"backlog": 20_000, "rounds": 3, "seconds": 300, "long_backlog": 100_000},
)
