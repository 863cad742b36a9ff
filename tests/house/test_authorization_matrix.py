"""The authorization matrix: every address x every method x everybody x every kind of case, against `tests/policy.py`.

For each answer: did the right people get in; does anything in it (body, headers, addresses, file names) name what this
person may not know; is the unseen the same as the unknown, byte for byte; did a refused request change anything; and
did anything personal reach a log. Every violation is listed, not only the first.
"""

import pytest

from helpline.accounts.doors import PUBLIC, opens_to
from helpline.accounts.models import Role
from tests.house import ruling
from tests.house.matrix import Ear, known, walk_through
from tests.house.tree import tell
from tests.house.walking import Walker, everybody, places
from tests.house.world import World
from tests.policy import OUTSIDE, ROWS, SIGHTS, STRANGER, Row

pytestmark = [pytest.mark.house, pytest.mark.timeout(300), pytest.mark.django_db]

PAGES = [name for name in ROWS if not name.startswith("api:")]


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


def variable_parts(target: str) -> int:
    """How many parts of an address are variable."""
    return 2 if ruling.unknown(target) else 1 if target else 0


def test_every_row_says_what_its_variable_part_is() -> None:
    odd = [
        f"{name}: {place.variables or 'no variable part'}, target {ROWS[name].target!r}"
        for name, place in known().items()
        if name in ROWS and len(place.variables) != variable_parts(ROWS[name].target)
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


# -- the walk (the API has a file of its own) ---------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_everybody_gets_what_is_theirs(name: str, walker: Walker, ear: Ear) -> None:
    walk_through(name, walker, ear)


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
        "named": "ATL",
        "leads": "ATL",
        "let_in": "MIA",
        "copied": "ATL",
        "unrouted": "",
    }
