"""Four sweeps at once take each step once and tell everybody once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from routing.deadlines import ladder
from routing.models import Escalation, Notification, QueueItem
from tests.builders import violations
from tests.cast import make_cast
from tests.routing.pages import many_cases

pytestmark = pytest.mark.django_db(transaction=True)
SWEEPS = 4


def in_its_own_connection(work: Callable[[], object]) -> None:
    """Do the work and close the connection of the thread."""
    try:
        work()
    finally:
        connection.close()


def test_four_sweeps_at_once_are_one() -> None:
    cast = make_cast()
    many_cases(30, by=cast.operator)
    QueueItem.objects.update(
        counted_from=F("counted_from") - timedelta(days=40), next_step_at=F("entered_at")
    )
    with ThreadPoolExecutor(SWEEPS) as pool:
        for done in [pool.submit(in_its_own_connection, ladder.climb_all) for _ in range(SWEEPS)]:
            done.result(timeout=300)
    ladder.climb_all()
    assert Escalation.objects.count() == 30 * 3
    assert Notification.objects.filter(kind="escalated").count() == 30 * 5
    assert not QueueItem.objects.open().filter(next_step_at__isnull=False).exists()
    assert violations() == []
