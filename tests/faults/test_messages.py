"""The broker's messages are hints: too many, at once, or broken, they change nothing about the outcome."""

import subprocess
import sys
from functools import partial
from uuid import uuid4

from helpline.audit.models import Entry
from helpline.benchmarks.faults import verdict
from helpline.benchmarks.faults.injuries import GARBAGE
from helpline.celery import app
from routing.invariants import check
from routing.models import Decision, QueueItem
from tests.cast import Cast
from tests.machinery import ROOT, Machinery, everybody_waits, in_queues, take, until

QUEUE = "celery"
CASES = 6
MESSAGES = 100
SWEEPS = 4
POOL = 16
PATIENT = {"HELPLINE_PG_OPTIONS": "-c lock_timeout=90s"}


def send_hints(machinery: Machinery, count: int) -> None:
    """The same wake-up message, many times."""
    with app.connection_for_write(
        f"redis+socket://{machinery.homes.run}/redis.sock?virtual_host=0"
    ) as broker:
        producer = app.amqp.Producer(broker)
        for _ in range(count):
            app.send_task("routing.tasks.route_waiting_cases", producer=producer, task_id="the-same-message")


def test_a_hundred_equal_messages_in_sixteen_processes_and_four_sweeps_at_once_make_one_decision(
    machinery: Machinery, cast: Cast
) -> None:
    taken = take(machinery.taker(), "operator", uuid4(), CASES)
    machinery.broker().delete(QUEUE)
    send_hints(machinery, MESSAGES)
    with everybody_waits("routing_routerequest") as waiting:
        machinery.start_worker(pool=POOL, **PATIENT)
        sweeps = [route_pending(machinery) for _ in range(SWEEPS)]
        until(lambda: waiting() == POOL + SWEEPS, of="All of them stand at the same door")
    assert [sweep.wait(90) for sweep in sweeps] == [0] * SWEEPS
    until(
        lambda: machinery.broker().llen(QUEUE) == 0,
        of="Every message is taken",
        then=machinery.look_after,
    )
    assert in_queues(taken.reference) == CASES
    assert Decision.objects.count() == CASES
    assert QueueItem.objects.count() == CASES
    assert Entry.objects.filter(verb="routed").count() == CASES
    assert sum(verdict.duplicates().values()) == 0
    assert check().violations == []


def route_pending(machinery: Machinery) -> subprocess.Popen[bytes]:
    """One sweep in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "route_pending"],
        env=machinery.environment() | PATIENT,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )


def both_routed(reference: str) -> bool:
    """Both cases of the call wait in their queues."""
    return in_queues(reference) == 2


def test_broken_messages_do_not_stop_the_routing(machinery: Machinery, cast: Cast) -> None:
    machinery.start_beat()
    machinery.start_worker()
    taker = machinery.taker()
    for kind, message in GARBAGE.items():
        machinery.broker().lpush(QUEUE, message)
        taken = take(taker, "operator", uuid4(), cases=2)
        took = until(
            partial(in_queues, taken.reference), of=f"Routed after {kind}", then=machinery.look_after
        )
        print(f"routed {took:.1f} s after {kind}")
    assert Decision.objects.count() == 2 * len(GARBAGE)
    assert check().violations == []
