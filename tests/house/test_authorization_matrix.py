"""The authorization matrix: every address x every method x everybody x every kind of case, against `tests/policy.py`.

For each answer: did the right people get in; does anything in it (body, headers, addresses, file names) name what this
person may not know; is the unseen the same as the unknown, byte for byte; did a refused request change anything; and
did anything personal reach a log. Every violation is listed, not only the first.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import transaction

from helpline.accounts.doors import PUBLIC, opens_to
from helpline.accounts.models import Role
from tests.house.marks import Mark
from tests.house.tree import tell
from tests.house.walking import METHODS, WRITES, Answer, Place, Walker, everybody, places, tables
from tests.house.world import World, make_world
from tests.policy import OUTSIDE, ROWS, SIGHTS, STRANGER, WITHOUT_ROW, Row

pytestmark = [pytest.mark.house, pytest.mark.timeout(300), pytest.mark.django_db]

SECRET = {"case", "call", "person", "draft"}
REFUSED = {401, 403, 404, 405}
# The methods that hardly any address takes are tried on these targets only.
TELLING = {"", "plain", "accusing", "mia", "mixed", "live", "draft", "key"}


class Ear(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the whole line, with the traceback."""
        self.heard.append(logging.Formatter("%(name)s %(message)s").format(record))


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


def known() -> dict[str, Place]:
    """Every address that needs a row, by its name."""
    return {place.name: place for place in places() if place.name not in WITHOUT_ROW}


# -- the policy is complete -----------------------------------------------------------------------


def test_every_address_has_a_row() -> None:
    missing = [
        f'    "{name}": Row(get=...),  # /{place.route}'
        for name, place in known().items()
        if name not in ROWS
    ]
    assert not missing, f"Say in tests/policy.py, ROWS, who gets in where:\n{tell(missing)}"


def test_every_row_has_an_address() -> None:
    gone = sorted(set(ROWS) - set(known()))
    assert not gone, f"These rows of tests/policy.py lead nowhere; take them out:\n{tell(gone)}"


def test_every_address_has_a_name_of_its_own() -> None:
    names = [place.name for place in places()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_row_says_what_its_variable_part_is() -> None:
    odd = [
        f"{name}: {place.variables or 'no variable part'}, target {ROWS[name].target!r}"
        for name, place in known().items()
        if name in ROWS and len(place.variables) != (1 if ROWS[name].target else 0)
    ]
    assert not odd, tell(odd)


ROLE_OF = {
    Role.OPERATOR: "taker",
    Role.SUPERVISOR: "supervisor",
    Role.OFFICER: "officer_mia",
    Role.OFFICE_LEAD: "lead_atl",
    Role.HEADQUARTERS: "hq",
    Role.ANALYST: "analyst",
    Role.AUDITOR: "auditor",
}


@pytest.mark.parametrize("name", ROWS)
def test_the_view_names_the_roles_of_its_row(name: str) -> None:
    place = known().get(name)
    assert place is not None, f"{name} leads nowhere"
    door = opens_to(place.view)
    if door == PUBLIC:
        assert ROWS[name].doors >= STRANGER, f"{name} is open to strangers; its row is not"
    else:
        assert {ROLE_OF[role] for role in door} == ROWS[name].doors & set(ROLE_OF.values())


# -- the walk -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ROWS)
def test_everybody_gets_what_is_theirs(name: str, walker: Walker, ear: Ear) -> None:
    place = known().get(name)
    assert place is not None, f"{name} leads nowhere"
    walk = Walk(walker, place, ROWS[name])
    before = tables()
    walk.everywhere()
    for table, now in tables().items():
        if now != before.get(table):
            walk.note(f"table {table} changed although every accepted write was undone", "")
    for line in ear.heard:
        for mark in walker.world.marks.found_in(line).values():
            if mark.personal:
                walk.note(f"the log names {mark}", line.splitlines()[0][:120])
    if ROWS[name].post and not ROWS[name].own_rules and not walk.accepted:
        walk.note("no POST was accepted from anybody: the `body` of the row proves nothing", "")
    assert not walk.violations, f"/{place.route}\n{walk.told()}"


class Walk:
    """All requests to one address."""

    def __init__(self, walker: Walker, place: Place, row: Row) -> None:
        self.walker, self.place, self.row = walker, place, row
        self.violations: dict[str, list[str]] = defaultdict(list)
        self.accepted = False

    def note(self, verdict: str, where: str) -> None:
        """Remember a violation; the same one in many places is told once, with the places."""
        if where not in self.violations[verdict]:
            self.violations[verdict].append(where)

    def told(self) -> str:
        """All violations."""
        return tell([f"{verdict}: {', '.join(where)}" for verdict, where in sorted(self.violations.items())])

    def everywhere(self) -> None:
        """Everybody, every method, every target."""
        for person in everybody():
            for method in METHODS:
                twin = (
                    self.ask(person, method, self.walker.world.unknown(self.row.target))
                    if self.row.target
                    else None
                )
                for label, value, sees in self.walker.world.targets(self.row.target):
                    if label in TELLING or method == "GET" or self.row.door(method):
                        self.one(person, method, label, value, sees is None or person in sees, twin)

    def ask(self, person: str, method: str, value: object, may: bool = False, version: int = 0) -> Answer:
        """One request."""
        query = self.row.query if method in {"GET", "HEAD"} else ""
        return self.walker.send(
            person,
            method,
            self.place.address(value, query),
            self.row,
            api=self.place.is_api,
            keep=not may,
            version=version,
        )

    def one(
        self, person: str, method: str, label: str, value: object, sees: bool, twin: Answer | None
    ) -> None:
        """One request to one target, judged."""
        may = person in self.row.door(method) and sees
        case = self.walker.world.cases.get(label)
        answer = self.ask(
            person, method, value, may=may and method in WRITES, version=case.version if case else 0
        )
        said, where = f"{method} {answer.status}", f"{label} as {person}"
        if verdict := self.door(person, method, may, answer):
            self.note(f"{said} {verdict}", where)
        if twin and not may and self.row.target in SECRET and answer.shape != twin.shape:
            self.note(f"{said}, and the unknown one answers {twin.status} or otherwise", where)
        if answer.written and not (may and method in WRITES) and not self.row.own_rules:
            self.note(f"{said}, and wrote to {', '.join(sorted(answer.written))}", where)
        if may and method == "POST" and answer.status < 400:
            self.accepted = True
        found = self.walker.world.marks.found_in(answer.said)
        echoed = self.walker.world.marks.found_in(answer.sent)
        for token, mark in found.items():
            if person not in mark.readers and token not in echoed:
                self.note(f"{said}, and it tells {mark}", where)
        if may and self.row.shows and method == "GET" and not shows(found, label):
            self.note(f"{said}, but the summary is not there: canaries prove nothing here", where)

    def door(self, person: str, method: str, may: bool, answer: Answer) -> str:
        """What is wrong with whether this person got in; nothing when it is right."""
        status = answer.status
        if status >= 500:
            return "which is a crash" if status != 503 or not may else ""
        if self.row.own_rules:
            return ""
        if person in OUTSIDE and not self.row.doors >= OUTSIDE:
            asked = status == 401 if self.place.is_api else answer.to_sign_in
            return "" if asked else "not asked to sign in"
        if method == "OPTIONS":
            usual = {200, 405} if person in self.row.doors else {404}
            return "" if status in usual else "which OPTIONS never answers"
        if method == "HEAD" and may:
            return "" if status == 405 or status not in REFUSED else "refused, and it should be as GET"
        if may:
            return (
                ""
                if status not in REFUSED and not answer.to_sign_in
                else "refused, and the policy lets them in"
            )
        fits = {404, 405} if person in self.row.doors else {404}
        return "" if status in fits else "got in, and the policy keeps them out"


def shows(found: dict[str, Mark], label: str) -> bool:
    """The summary of this fixture is among what was found."""
    return any(mark.label == label and mark.field == "summary" for mark in found.values())


# -- the unknown ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if not row.own_rules])
def test_a_closed_door_looks_like_no_door(name: str, walker: Walker) -> None:
    """Whoever's role does not open an address gets what an address that does not exist gives."""
    place, row = known()[name], ROWS[name]
    nowhere = "/api/v1/no/such/address/" if place.is_api else "/no/such/address/"
    _, value, _ = walker.world.targets(row.target)[0]
    odd = []
    for person in everybody():
        if person in row.doors or person in OUTSIDE:
            continue
        unknown = walker.send(person, "GET", nowhere, Row(), api=place.is_api, keep=True)
        closed = walker.send(person, "GET", place.address(value), row, api=place.is_api, keep=True)
        if closed.shape != unknown.shape:
            odd.append(f"{person}: {closed.status} against {unknown.status}, or the bodies differ")
    assert not odd, tell(odd)


# -- the tables of the policy fit the world ---------------------------------------------------------


def test_every_fixture_has_its_line_in_the_policy(world: World) -> None:
    labels = {*world.cases, *world.calls, *world.persons, "draft", "token"}
    assert labels == set(SIGHTS)


def test_the_world_is_as_its_labels_say(world: World) -> None:
    offices = {label: case.office.code if case.office else "" for label, case in world.cases.items()}
    assert offices == {
        "plain": "ATL",
        "claimed": "ATL",
        "closed": "ATL",
        "reopened": "ATL",
        "rerouted": "ATL",
        "transferred": "MIA",
        "returned": "OPA",
        "protected": "ATL",
        "mia": "MIA",
        "withheld": "ATL",
        "accusing": "OPR",
        "restricted": "SAAPI",
        "mixed_plain": "ATL",
        "mixed_accusing": "OPR",
        "unrouted": "",
    }
