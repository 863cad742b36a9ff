"""Redis is gone, hangs or forgets: PostgreSQL alone routes what was saved, or the worker as soon as Redis is back."""

from collections.abc import Callable
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from routing.invariants import check
from tests.cast import Cast
from tests.machinery import Machinery, Taken, in_queues, take, until

SUBMITS = 5


def refuse(machinery: Machinery) -> None:
    """Redis is not there."""
    machinery.stop_redis()


def hang(machinery: Machinery) -> None:
    """Redis accepts connections and never answers."""
    assert machinery.redis.pid is not None
    machinery.freeze(machinery.redis.pid)


def five_calls(
    machinery: Machinery, failing: Callable[[Machinery], None], *, worker: bool = False
) -> list[Taken]:
    """One call while all is well, so that the taker has a connection to lose; then five in a row."""
    taker = machinery.taker()
    first = take(taker, "operator", uuid4())
    if worker:
        until(lambda: in_queues(first.reference) == 1, of="The first call is routed")
    failing(machinery)
    return [take(taker, "operator", uuid4(), cases=2) for _ in range(SUBMITS)]


def test_without_redis_one_command_routes_the_cases(machinery: Machinery, cast: Cast) -> None:
    taken = five_calls(machinery, refuse)
    said = StringIO()
    call_command("route_pending", stdout=said)
    assert said.getvalue() == f"{1 + 2 * SUBMITS} route requests taken up.\n"
    assert [in_queues(each.reference) for each in taken] == [2] * SUBMITS
    assert check().violations == []


@pytest.mark.parametrize("failing", [refuse, hang])
def test_when_redis_is_back_the_worker_routes_what_waited(
    machinery: Machinery, cast: Cast, failing: Callable[[Machinery], None]
) -> None:
    machinery.start_worker()
    machinery.start_beat()
    taken = five_calls(machinery, failing, worker=True)
    assert not all(in_queues(each.reference) for each in taken)
    if failing is refuse:
        machinery.start_redis()
    machinery.thaw()
    took = until(
        lambda: all(in_queues(each.reference) == 2 for each in taken),
        of="Routed after Redis came back",
        then=machinery.look_after,
    )
    print(f"Redis: {failing.__name__}; all routed {took:.1f} s after its return")
    assert check().violations == []


def test_a_flushed_redis_loses_no_case(machinery: Machinery, cast: Cast) -> None:
    taken = take(machinery.taker(), "operator", uuid4(), cases=2)
    machinery.broker().flushall()
    machinery.start_beat()
    machinery.start_worker()
    until(lambda: in_queues(taken.reference) == 2, of="Routed by the sweep", then=machinery.look_after)
    assert check().violations == []
