"""Connections are lent to requests: to one at a time, never inside a transaction, never a dead one."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock, Thread

import pytest
from django.db import connection, transaction

from helpline.stack import pooling

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, REQUESTS = 12, 600


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    """No connection stays behind."""
    yield
    while pooling._free:
        pooling.take()
        connection.close()
        pooling.put_back()


def backend() -> int:
    """Which connection of PostgreSQL this thread works with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def request(work: Callable[[], int] = backend) -> int:
    """What a request does, in a thread of its own."""
    seen: list[int] = []

    def run() -> None:
        pooling.take()
        try:
            seen.append(work())
        finally:
            pooling.put_back()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return seen[0] if seen else 0


def test_one_request_after_another_works_with_the_same_connection() -> None:
    assert request() == request()


def test_of_many_at_once_no_two_ever_work_with_the_same_connection() -> None:
    busy, lock, start = set[int](), Lock(), Barrier(THREADS)

    def serve(_: int) -> None:
        start.wait()
        for _ in range(REQUESTS // THREADS):
            pooling.take()
            pid = backend()
            with lock:
                assert pid not in busy
                busy.add(pid)
            backend()
            with lock:
                busy.remove(pid)
            pooling.put_back()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(serve, range(THREADS)))
    assert 1 <= len(pooling._free) <= THREADS


def test_one_that_postgresql_ended_is_replaced() -> None:
    ended = request()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert request() not in {0, ended}


def test_one_left_inside_a_transaction_is_not_lent_on() -> None:
    def leave() -> int:
        transaction.atomic().__enter__()
        return backend()

    left = request(leave)
    assert request() not in {0, left}
