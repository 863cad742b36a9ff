"""PostgreSQL ends the session of a worker in the middle of routing: rolled back, and routed by the next, no restart."""

from uuid import uuid4

from django.db import connection

from routing.invariants import check
from routing.models import Decision
from tests.cast import Cast
from tests.machinery import Machinery, in_queues, make_due, take, until

END_THE_ONE_IN_A_TRANSACTION = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
"""


def test_the_case_is_routed_and_no_process_ends(machinery: Machinery, cast: Cast) -> None:
    flag = machinery.folder / "once"
    flag.touch()
    worker = machinery.start_worker(failpoint=f"routing_before_commit:stall:{flag}")
    taken = take(machinery.taker(), "operator", uuid4(), cases=2)
    until(lambda: not flag.exists(), of="The worker is in the middle of routing")
    with connection.cursor() as cursor:
        cursor.execute(END_THE_ONE_IN_A_TRANSACTION)
        assert cursor.fetchall() == [(True,)]
    assert not Decision.objects.exists()
    machinery.start_beat()
    make_due()
    took = until(lambda: in_queues(taken.reference) == 2, of="Routed", then=machinery.look_after)
    print(f"PostgreSQL session ended: routed {took:.1f} s later")
    assert worker.ended() is None
    assert check().violations == []
