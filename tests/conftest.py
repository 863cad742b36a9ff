"""Every test begins with the reference facts (offices, facilities, topics, rules) in the database.

Tests that need real commits ask for `transactional_db`; the reference facts are loaded again after each of them.
The journal's triggers refuse TRUNCATE, so the emptying between such tests runs as a replica session.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from psycopg2.errors import DeadlockDetected, LockNotAvailable
from pytest_django.plugin import blocking_manager_key

from helpline import live_hub
from helpline.accounts.models import User
from tests.cast import Cast, make_cast

_execute_sql_flush = DatabaseOperations.execute_sql_flush


def _flush_past_the_triggers(self: DatabaseOperations, sql_list: Iterable[str]) -> None:
    """Empty the tables; a page of the test before that still polls may be in the way once or twice."""
    replica = ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"]
    for left in (2, 1, 0):
        try:
            _execute_sql_flush(self, replica)
            return
        except OperationalError as clash:
            if not left or not isinstance(clash.__cause__, DeadlockDetected | LockNotAvailable):
                raise


DatabaseOperations.execute_sql_flush = _flush_past_the_triggers  # type: ignore[assignment,method-assign]


class Silent:
    """Takes what a command prints."""

    def write(self, _: str) -> None:
        """Forget it."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=Silent())


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with real commits ends with empty tables: the next one, of any kind, finds the reference facts again."""
    yield
    if _commits(item):
        live_hub.HUB.close()  # its listener would keep the database from being thrown away
    if nextitem and _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            call_command("load_reference", stdout=Silent())
            connection.close()


@pytest.fixture
def cast(db: None) -> Cast:
    """One person for every role, posted where the name says."""
    return make_cast()


@pytest.fixture
def signed_in() -> Any:
    """A browser-less client signed in as a person: `signed_in(cast.operator)`."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of
