"""When two people move a facility at the same moment, one does and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from facilities import rollout
from helpline.audit.models import Entry
from helpline.refusals import Refused
from tests.cast import make_cast
from tests.facilities.places import state_of, stewart

WORKERS = 6


@pytest.mark.django_db(transaction=True)
def test_one_of_many_activations_wins() -> None:
    hq = make_cast().hq
    together = Barrier(WORKERS)

    def activate(_: int) -> bool:
        try:
            together.wait()
            rollout.activate(stewart(), by=hq, why="Test calls came through.")
        except Refused:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        won = list(pool.map(activate, range(WORKERS)))

    assert sum(won) == 1
    assert state_of(stewart()) == "live"
    assert Entry.objects.filter(verb="activated").count() == 1
