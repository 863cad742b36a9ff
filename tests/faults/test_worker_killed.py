"""A worker dies in the middle of routing: nothing is half done, and the case is routed soon after."""

import os
import signal
from io import StringIO
from uuid import uuid4

from django.core.management import call_command

from cases.models import Case
from helpline.audit.models import Entry
from routing.invariants import check
from routing.models import Decision, QueueItem, RouteRequest
from tests.cast import Cast
from tests.machinery import Machinery, in_queues, make_due, take, until

CASES = 3


def nothing_is_half_done() -> bool:
    """The cases wait, and no row of the interrupted routing stayed."""
    return (
        RouteRequest.objects.pending().count() == CASES
        and Case.objects.filter(state="received", office=None, version=1).count() == CASES
        and not Decision.objects.exists()
        and not QueueItem.objects.exists()
        and not Entry.objects.filter(verb="routed").exists()
    )


def attempts() -> list[int]:
    """How often the router took each case up."""
    return list(RouteRequest.objects.values_list("attempts", flat=True))


def begin_and_stall(machinery: Machinery, how: str) -> tuple[int, str]:
    """A worker (its process id) in the middle of routing a call (its reference) with three cases, once."""
    flag = machinery.folder / "once"
    flag.touch()
    worker = machinery.start_worker(failpoint=f"routing_before_commit:{how}:{flag}", pool=1)
    taken = take(machinery.taker(), "operator", uuid4(), CASES)
    until(lambda: not flag.exists(), of="The worker is in the middle of routing")
    assert worker.pid is not None
    return worker.pid, taken.reference


def test_a_pool_process_that_dies_leaves_nothing_half_done(machinery: Machinery, cast: Cast) -> None:
    _, reference = begin_and_stall(machinery, "die")
    assert attempts() == [1] * CASES, "The attempt was not counted before the crash"
    assert nothing_is_half_done()
    machinery.start_beat()
    took = until(lambda: in_queues(reference) == CASES, of="Routed", then=machinery.look_after)
    print(f"pool process killed: routed {took:.1f} s later")
    assert min(attempts()) >= 2
    assert check().violations == []


def test_a_worker_that_dies_comes_back_and_routes(machinery: Machinery, cast: Cast) -> None:
    worker, reference = begin_and_stall(machinery, "stall")
    os.kill(worker, signal.SIGKILL)
    until(lambda: machinery.supervisor.processes[-1].ended() is not None, of="The worker is dead")
    assert nothing_is_half_done()
    machinery.start_beat()
    make_due()
    took = until(lambda: in_queues(reference) == CASES, of="Routed", then=machinery.look_after)
    print(f"worker killed: routed {took:.1f} s later")
    assert check().violations == []


def test_without_a_worker_one_command_routes_what_a_dead_one_left(machinery: Machinery, cast: Cast) -> None:
    worker, reference = begin_and_stall(machinery, "stall")
    os.kill(worker, signal.SIGKILL)

    until(nothing_is_half_done, of="Its transaction is rolled back")

    def route_pending() -> None:
        make_due()
        call_command("route_pending", stdout=StringIO())

    until(lambda: in_queues(reference) == CASES, of="Routed by route_pending", then=route_pending)
    assert check().violations == []
