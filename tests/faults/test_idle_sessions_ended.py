"""PostgreSQL ends every idle session, as a restart does: the worker routes the next case without being restarted."""

from django.db import connection

from routing.invariants import check
from tests.builders import a_call
from tests.cast import Cast
from tests.machinery import Machinery, in_queues, until

END_ALL_THE_OTHERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_the_worker_finds_its_way_back(machinery: Machinery, cast: Cast) -> None:
    worker = machinery.start_worker()
    machinery.start_beat()
    first = a_call(by=cast.operator).reference
    until(lambda: in_queues(first) == 1, of="Routed", then=machinery.look_after)
    with connection.cursor() as cursor:
        cursor.execute(END_ALL_THE_OTHERS)
        (ended,) = cursor.fetchone()
    assert ended >= 1
    second = a_call(by=cast.operator).reference
    took = until(lambda: in_queues(second) == 1, of="Routed again", then=machinery.look_after)
    print(f"idle sessions ended: routed {took:.1f} s later")
    assert worker.ended() is None
    assert check().violations == []
