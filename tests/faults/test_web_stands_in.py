"""Nobody but the web server is there: it routes what comes in by itself, with Redis and without."""

from uuid import uuid4

import pytest

from routing.invariants import check
from tests.faults.handing_in import BODY, client_of, hand_in
from tests.machinery import Machinery, in_queues, until


@pytest.mark.parametrize("redis", [True, False], ids=["nobody hears the hint", "Redis is away"])
def test_without_a_worker_the_web_server_routes(machinery: Machinery, token: str, redis: bool) -> None:
    client = client_of(machinery.start_web(), token)
    if not redis:
        machinery.stop_redis()
    reference = hand_in(client, uuid4()).body["reference"]
    took = until(lambda: in_queues(reference) == len(BODY["cases"]), of="Routed by the web server")
    print(f"no worker, Redis {'there' if redis else 'away'}: routed after {took:.1f} s")
    assert check().violations == []
