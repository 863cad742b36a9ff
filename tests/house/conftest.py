"""One world for the tests of who may see what."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction

from tests.house.matrix import Ear
from tests.house.walking import Walker
from tests.house.world import World, make_world


@pytest.fixture(scope="module")
def walker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walker]:
    """One world for all tests of this module, gone afterwards. What a test does to it is undone after that test.

    The clock of Python stands still, so that no answer differs from another by the time of day.
    """
    with (
        time_machine.travel(datetime.now(UTC), tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        walker = Walker(make_world())
        walker.sign_everybody_in()
        yield walker
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(walker: Walker) -> World:
    """The world of the walker."""
    return walker.world


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listens to every logger."""
    handler = Ear()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
