"""Finding a person among a million: by A-number, and by a name as it was heard."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from cases import matching
from cases.matching import Description
from cases.models import Detainee
from helpline.accounts.models import Role, User
from helpline.benchmarks import crowd
from helpline.benchmarks.figures import AtLeast, AtMost, Figure, interleaved, milliseconds, p50, p95
from helpline.benchmarks.misheard import misheard
from helpline.benchmarks.stage import Bench, Stage

SEED = 20_260_101
ROUNDS = 200
FIRST = 5
TRIES = 3
BY_KEY = "SELECT id, given_names, family_names FROM cases_detainee WHERE id = %s"


@dataclass(frozen=True)
class Asked:
    """One search and who it is for, with how long it took and where the person came."""

    person: Detainee
    said: Description
    database_ms: float = 0.0
    total_ms: float = 0.0
    found: bool = False


def measure(stage: Stage) -> Iterator[Figure]:
    """The figures of the search. Every answer is looked at; the floor is one row by its primary key."""
    operator = User.objects.create(username="bench", role=Role.OPERATOR, password=make_password(None))
    count = stage.sizes["people"]
    began = milliseconds(lambda: crowd.load(stage, count, SEED, by=operator))
    stage.say(f"{count:,} people on record after {began / 1000:.0f} s.")
    chance = random.Random(SEED + 1)  # noqa: S311 - which people are asked for, no secrets
    persons = _sample(stage.sizes["searches"], count, chance)
    _everything_once(persons, operator)
    yield from _by_a_number(stage, persons, operator)
    heard = [_heard(person, number, chance) for number, person in enumerate(persons)]
    asked = [_ask(said, operator) for said in heard]
    floor = p95([milliseconds(lambda person=person: _by_key(person)) for person in persons])  # type: ignore[misc]
    yield stage.figure("name_p95_ms", p95([a.database_ms for a in asked]), "ms", floor=floor, goal=AtMost(50))
    yield stage.figure("name_p50_ms", p50([a.database_ms for a in asked]), "ms", floor=floor)
    yield stage.figure("name_total_p95_ms", p95([a.total_ms for a in asked]), "ms", floor=floor)
    yield stage.figure("recall_at_5", _share(asked), "share", goal=AtLeast(0.95))
    short = [_ask(_without_second_family_name(a), operator) for a in asked]
    yield stage.figure("recall_without_second_family_name", _share(short), "share")


def _sample(wanted: int, count: int, chance: random.Random) -> list[Detainee]:
    """People of whom a birth year or a country is known, anywhere in the crowd, with their A-numbers."""
    numbers = chance.sample(range(1, count + 1), min(count, wanted * 2))
    persons = (Detainee.objects.with_a_number(crowd.a_number(number)).get() for number in numbers)
    known = [person for person in persons if person.year_of_birth or person.country_of_birth]
    return known[:wanted]


def _everything_once(persons: Sequence[Detainee], by: User) -> None:
    """Read what is searched into memory, as it would be on any day but the first."""
    for person in persons[:: max(1, len(persons) // 50)]:
        matching.find(Description(names=person.full_name, born_year=person.year_of_birth), by=by)
        matching.find(Description(names=person.full_name, country=person.country_of_birth), by=by)


def _by_a_number(stage: Stage, persons: Sequence[Detainee], by: User) -> Iterator[Figure]:
    turn = iter(range(10 * ROUNDS))

    def exact() -> None:
        person = persons[next(turn) % len(persons)]
        if matching.find(Description(a_number=person.a_number), by=by) != [person]:
            raise AssertionError("An A-number on record found somebody else.")

    exactly, by_key = interleaved([exact, lambda: _by_key(persons[0])], rounds=ROUNDS)
    yield stage.figure("a_number_ms", p50(exactly), "ms", floor=p50(by_key), goal=AtMost(5))
    yield stage.figure("a_number_p95_ms", p95(exactly), "ms", floor=p95(by_key))


def _by_key(person: Detainee) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY, [person.pk])
        if cursor.fetchone() is None:
            raise AssertionError("A person on record was not found by key.")


def _heard(person: Detainee, number: int, chance: random.Random) -> Asked:
    """The name as heard, with the birth year beside it or, every other time, the country."""
    name = misheard(person.full_name, number, chance)
    by_year = (
        (number // 2) % 2 == 0 if person.year_of_birth and person.country_of_birth else person.year_of_birth
    )
    if by_year:
        return Asked(person, Description(names=name, born_year=person.year_of_birth))
    return Asked(person, Description(names=name, country=person.country_of_birth))


def _without_second_family_name(asked: Asked) -> Asked:
    """The same name, its last word left out where there are three or more."""
    words = asked.person.full_name.split()
    said = asked.said
    short = " ".join(words[:-1] if len(words) > 2 else words)
    return Asked(asked.person, Description(names=short, born_year=said.born_year, country=said.country))


def _ask(asked: Asked, by: User) -> Asked:
    """Search `TRIES` times; the quickest counts, because what delays the others is not the search."""
    tries = [_once(asked.said, by) for _ in range(TRIES)]
    people = tries[0][2]
    return Asked(
        asked.person,
        asked.said,
        min(database for database, _, _ in tries),
        min(total for _, total, _ in tries),
        asked.person in people[:FIRST],
    )


def _once(said: Description, by: User) -> tuple[float, float, list[Detainee]]:
    with _statements_timed() as spent:
        began = time.perf_counter()
        found = matching.find(said, by=by)
        total = (time.perf_counter() - began) * 1000
    return sum(spent), total, found


def _share(asked: Sequence[Asked]) -> float:
    return sum(one.found for one in asked) / len(asked)


@contextmanager
def _statements_timed() -> Iterator[list[float]]:
    """The milliseconds that each statement of this connection spends in the database and on its way."""
    spent: list[float] = []

    def timed(execute: Callable[..., Any], *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    with connection.execute_wrapper(timed):
        yield spent


BENCH = Bench("search", "Finding a person", measure, sizes={"people": 1_000_000, "searches": 500})
