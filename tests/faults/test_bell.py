"""A real worker hears the bell: saved is in the queue soon after, with no sweep to help."""

from collections.abc import Callable
from functools import partial
from statistics import median
from uuid import uuid4

from routing.invariants import check
from routing.models import Decision
from tests.cast import Cast
from tests.machinery import Machinery, in_queues, take, until

CALLS = 12


def test_a_saved_case_is_in_its_queue_within_seconds(
    machinery: Machinery, cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    machinery.start_worker()
    taker = machinery.taker()
    for _ in range(CALLS):
        taken = take(taker, "operator", uuid4())
        until(partial(in_queues, taken.reference), of="A saved case is in its queue")
    latencies = sorted(
        (decided - opened).total_seconds() * 1000
        for opened, decided in Decision.objects.values_list("case__opened_at", "decided_at")
    )
    record_property("routed_p50_ms", round(median(latencies), 1))
    record_property("routed_max_ms", round(latencies[-1], 1))
    print(f"saved to routed: p50 {median(latencies):.0f} ms, worst {latencies[-1]:.0f} ms of {CALLS}")
    assert len(latencies) == CALLS
    assert check().violations == []
