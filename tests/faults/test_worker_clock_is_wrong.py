"""The worker's clock is an hour off: cases are routed all the same, and every stamp is the database's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from routing.invariants import check
from routing.models import Decision, QueueItem
from tests.cast import Cast
from tests.machinery import Machinery, in_queues, take, until

WRONG = """
import datetime
import os

import time_machine

shift = datetime.timedelta(hours=int(os.environ["CLOCK_IS_OFF_BY_HOURS"]))
time_machine.travel(datetime.datetime.now(datetime.timezone.utc) + shift, tick=True).start()
"""
FRESH = timedelta(minutes=30)  # of the hour that the clock is wrong by


@pytest.mark.parametrize("hours", [1, -1])
def test_routed_with_the_stamps_of_the_database(machinery: Machinery, cast: Cast, hours: int) -> None:
    (machinery.folder / "sitecustomize.py").write_text(WRONG)
    machinery.start_worker(PYTHONPATH=str(machinery.folder), CLOCK_IS_OFF_BY_HOURS=str(hours))
    machinery.start_beat()
    taken = take(machinery.taker(), "operator", uuid4(), cases=2)
    until(lambda: in_queues(taken.reference) == 2, of="Routed", then=machinery.look_after)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    for item in QueueItem.objects.select_related("case", "case__topic"):
        assert abs(now - item.entered_at) < FRESH
        assert item.counted_from == item.case.opened_at
        assert now < item.due_at
    assert all(abs(now - decision.decided_at) < FRESH for decision in Decision.objects.all())
    assert check().violations == []
