"""The map in the API: the same facts, the same verbs, the same doors as on the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from facilities import rollout
from facilities.models import Phase
from helpline.accounts.models import User
from tests.cast import Cast
from tests.facilities.places import make_facilities, state_of, stewart

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
API = "/api/v1"
HARLINGEN = [
    "CBENDTX",
    "EHDLGTX",
    "FY26-EL-VALLE-DETENTION-FACILITY-TX",
    "LRDICDF",
    "PIC",
    "RGRNDTX",
    "WEBDCTX",
]
LISTS = [f"{API}/offices/", f"{API}/facilities/", f"{API}/phases/"]
STEPS = [f"{API}/facilities/STWRTGA/activation/", f"{API}/facilities/STWRTGA/suspension/"]


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(client: Client, address: str, body: object) -> Any:
    return client.post(address, body, content_type="application/json")


@pytest.mark.parametrize("address", [*LISTS, f"{API}/facilities/STWRTGA/"])
def test_everybody_who_signs_in_reads_and_strangers_do_not(
    address: str, cast: Cast, signed_in: SignedIn
) -> None:
    for person in cast.everybody():
        read(signed_in(person), address)

    assert Client().get(address).status_code == 401


def test_a_facility_is_told_in_full(cast: Cast, signed_in: SignedIn) -> None:
    told = read(signed_in(cast.operator), f"{API}/facilities/stwrtga/")

    assert told["assignments"][0].pop("basis")
    assert told.pop("rollout")["state"] == "planned"
    assert told == {
        "key": "STWRTGA",
        "code": "STWRTGA",
        "name": "Stewart Detention Center",
        "official_name": "STEWART DETENTION CENTER",
        "other_names": [],
        "kind": "DIGSA",
        "kind_name": "Dedicated facility under an intergovernmental service agreement",
        "city": "Lumpkin",
        "state": "GA",
        "timezone": "America/New_York",
        "in_use": True,
        "office": "ATL",
        "address": "146 CCA Road",
        "county": "Stewart",
        "zip": "31815",
        "gender": "both",
        "holds_over_72h": True,
        "telephone_service": "Talton Full Service",
        "medical_provider": "IHSC",
        "average_population": {"fy12": "1676.88", "fy13": "1559.51", "fy17": "1839.77", "fy26": "2025.80"},
        "lines": ["F-STWRTGA"],
        "assignments": [{"office": "ATL", "valid_from": "2000-01-01", "valid_to": None}],
    }


def test_every_facility_is_met_once_on_the_way_through_the_pages(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.analyst)
    keys: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = read(client, f"{API}/facilities/?cursor={cursor}" if cursor else f"{API}/facilities/")
        keys += [facility["key"] for facility in page["results"]]
        cursor = page["next"]

    assert len(keys) == len(set(keys)) == 583


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("q=stewart", ["STWRTGA"]),
        ("q=stweart&office=ATL", ["STWRTGA"]),
        ("office=HLG&state=planned", HARLINGEN),
        ("phase=1", []),
        ("q=zzzz", []),
    ],
)
def test_the_list_is_filtered(query: str, keys: list[str], cast: Cast, signed_in: SignedIn) -> None:
    page = read(signed_in(cast.operator), f"{API}/facilities/?{query}")

    assert [facility["key"] for facility in page["results"]] == keys


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("office=NOSUCH", "office"),
        ("phase=x", "phase"),
        ("phase=99999999999", "phase"),
        ("state=gone", "state"),
        ("cursor=a%20b", "cursor"),
    ],
)
def test_a_question_that_makes_no_sense_says_which_part(
    query: str, field: str, cast: Cast, signed_in: SignedIn
) -> None:
    answer = signed_in(cast.operator).get(f"{API}/facilities/?{query}")

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_offices_and_phases_are_told(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.operator)

    offices = {office["code"]: office for office in read(client, f"{API}/offices/")}
    phases = {phase["number"]: phase for phase in read(client, f"{API}/phases/")}

    assert len(offices) == 34
    assert (offices["HLG"]["opened_on"], offices["HLG"]["open"]) == ("2025-09-15", True)
    assert sorted(phases[2]["offices"]) == ["ATL", "BAL", "MIA", "NOL", "WAS"]
    assert phases[1]["facilities"] == {"planned": 0, "testing": 0, "live": 0, "suspended": 0}


def test_headquarters_activates_and_suspends_with_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.hq)

    live = send(client, STEPS[0], {"why": "Test calls came through."})
    assert (live.status_code, live.json()["rollout"]["state"]) == (200, "live")
    assert live.json()["rollout"]["live_since"].endswith("Z")
    again = send(client, STEPS[0], {"why": "Again."})
    assert (again.status_code, again.json()["detail"]) == (409, "Stewart Detention Center is already live.")

    suspended = send(client, STEPS[1], {"why": "The phones are out.", "seen": "live"})
    assert (suspended.status_code, suspended.json()["rollout"]["state"]) == (200, "suspended")


def test_a_step_from_a_state_that_is_gone_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    rollout.begin_testing(stewart(), by=cast.hq, why="Lines are ready.")

    assert send(signed_in(cast.hq), STEPS[0], {"why": "Go.", "seen": "planned"}).status_code == 409
    assert state_of(stewart()) == "testing"


@pytest.mark.parametrize("step", STEPS)
def test_nobody_but_headquarters_takes_a_step(step: str, cast: Cast, signed_in: SignedIn) -> None:
    for person in cast.everybody():
        if person != cast.hq:
            assert send(signed_in(person), step, {"why": "Because."}).status_code == 404

    assert send(Client(), step, {"why": "Because."}).status_code == 401
    assert state_of(stewart()) == "planned"


@pytest.mark.parametrize(
    "body",
    [{}, {"why": ""}, {"why": "a\x00"}, {"why": "x" * 2_001}, {"why": None}, {"why": "x", "seen": "gone"}],
)
def test_a_step_that_is_not_well_told_is_refused(
    body: dict[str, object], cast: Cast, signed_in: SignedIn
) -> None:
    assert send(signed_in(cast.hq), STEPS[0], body).status_code == 422
    assert state_of(stewart()) == "planned"


def test_an_unknown_facility_is_the_same_404_everywhere(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.hq)
    answers = [
        client.get(f"{API}/facilities/NOSUCH/"),
        send(client, f"{API}/facilities/NOSUCH/activation/", {"why": "Because."}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.content for answer in answers}) == 1


def test_the_list_costs_the_same_for_one_three_and_fifty_rows(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.operator)
    read(client, f"{API}/facilities/?q=quillby")
    costs = []
    made = make_facilities(50)
    for facility in made:
        rollout.schedule(facility, Phase.objects.get(number=2), by=cast.hq, why="A test.")
    for query in ("q=quillby&cursor=QUILLBY8", "q=quillby&cursor=QUILLBY6", "q=quillby"):
        with CaptureQueriesContext(connection) as queries:
            read(client, f"{API}/facilities/?{query}")
        costs.append(len(queries))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 8
