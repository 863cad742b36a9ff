"""Every test begins with the reference facts (offices, facilities, topics, rules) in the database.

Tests that need real commits ask for `transactional_db`; the reference facts are put back after each of them.
The journal's triggers refuse TRUNCATE, so the emptying between such tests runs as a replica session.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.management import call_command
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from facilities.models import Office
from helpline.accounts.models import User
from tests.cast import Cast, make_cast

_execute_sql_flush = DatabaseOperations.execute_sql_flush


def _flush_past_the_triggers(self: DatabaseOperations, sql_list: Iterable[str]) -> None:
    _execute_sql_flush(
        self, ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"]
    )


DatabaseOperations.execute_sql_flush = _flush_past_the_triggers  # type: ignore[assignment,method-assign]


class Silent:
    """Takes what a command prints."""

    def write(self, _: str) -> None:
        """Forget it."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=Silent())


@pytest.fixture(autouse=True)
def _reference_is_there(request: pytest.FixtureRequest) -> None:
    """A test with real commits finds the reference facts too, though the one before it emptied every table."""
    marker = request.node.get_closest_marker("django_db")
    real_commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if real_commits or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
        if not Office.objects.exists():
            call_command("load_reference", stdout=Silent())


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
