"""Where a bench runs: a database of its own on the configured server, made for it and dropped after it."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from helpline.benchmarks.figures import Figure, Goal
from helpline.stack import places


@dataclass(frozen=True)
class Stage:
    """What a bench works with. `database` is the name of its own database, the default connection's for now."""

    bench: str
    database: str
    sizes: Mapping[str, int]
    say: Callable[[str], object]

    def figure(
        self, name: str, value: float, unit: str, *, floor: float | None = None, goal: Goal | None = None
    ) -> Figure:
        """A figure of this bench."""
        return Figure(self.bench, name, value, unit, floor, goal)

    def load_reference(self) -> None:
        """Offices, facilities, lines, topics and rules, as in the real thing."""
        with open(os.devnull, "w") as nowhere:
            call_command("load_reference", stdout=nowhere)

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """A transaction in which a statement may take its time: loading, indexing."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield

    def environment(self) -> dict[str, str]:
        """This process's environment for another one that is to work in the same database."""
        url = urlsplit(os.environ.get("DATABASE_URL") or places.database_url())
        return {**os.environ, "DATABASE_URL": urlunsplit(url._replace(path=f"/{self.database}"))}


@contextmanager
def staged(bench: str, sizes: Mapping[str, int], say: Callable[[str], object]) -> Iterator[Stage]:
    """A migrated, empty database for one bench; afterwards it is gone and the connection is what it was."""
    real, debug = connection.settings_dict["NAME"], settings.DEBUG
    own = f"helpline_bench_{secrets.token_hex(4)}"
    _administer(f"CREATE DATABASE {own}")
    try:
        _point_at(own)
        settings.DEBUG = False
        call_command("migrate", verbosity=0)
        yield Stage(bench, own, sizes, say)
    finally:
        settings.DEBUG = debug
        _point_at(real)
        _administer(f"DROP DATABASE {own} WITH (FORCE)")


@contextmanager
def stage_of(bench: "Bench", sizes: Mapping[str, int], say: Callable[[str], object]) -> Iterator[Stage]:
    """What this bench asks for."""
    if bench.own_stack:
        yield Stage(bench.name, "", sizes, say)
        return
    with staged(bench.name, sizes, say) as stage:
        yield stage


def _point_at(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _administer(statement: str) -> None:
    """Run a statement about whole databases, from none of them."""
    here = connections["default"]
    nowhere: BaseDatabaseWrapper = type(here)({**here.settings_dict, "NAME": "postgres"})
    try:
        with nowhere.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # a busy disk may take its time
            cursor.execute(statement)
    finally:
        nowhere.close()


@dataclass(frozen=True)
class Bench:
    """One bench: its name, what it is about, what measures it, and how big its world is unless told otherwise.

    One with `own_stack` brings servers of its own and gets no database.
    """

    name: str
    about: str
    measure: Callable[[Stage], Iterator[Figure]]
    sizes: Mapping[str, int] = field(default_factory=dict)
    own_stack: bool = False
