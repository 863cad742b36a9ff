"""The desk: every move is decided on a version, and does what the page does."""

import threading
from typing import Any

import pytest
from django.db import connection

from cases.models import Action, Case, Closure, Disposition
from routing import desk, dispatch
from routing.api import examples
from routing.models import QueueItem
from tests.api.conftest import Api, fields
from tests.builders import a_case, item_of
from tests.cast import Cast

MOVES = {
    "claim": None,
    "release": None,
    "actions": examples.BODIES["act_on_case"],
    "transfer": examples.BODIES["transfer_case"],
    "return": examples.BODIES["return_case"],
    "closure": examples.BODIES["close_case"],
    "reopening": examples.BODIES["reopen_case"],
    "rerouting": examples.BODIES["reroute_case"],
}


def sentence(response: Any, status: int) -> str:
    """The detail of a refusal."""
    assert response.status_code == status, response.content
    detail: str = response.json()["detail"]
    return detail


def test_a_case_is_worked_from_claim_to_closure(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_atl)
    claimed = api.move(case, "claim")
    assert (claimed.status_code, claimed.json()["state"], claimed.json()["claimed_by"]) == (
        200,
        "in_progress",
        "officer.atl",
    )
    acted = api.post(f"cases/{case.number}/actions/", MOVES["actions"], If_Match=claimed.headers["ETag"])
    assert acted.status_code == 200
    closed = api.post(f"cases/{case.number}/closure/", MOVES["closure"], If_Match=acted.headers["ETag"])
    assert (closed.json()["state"], closed.json()["due_at"], bool(closed.json()["closed_at"])) == (
        "closed",
        None,
        True,
    )
    assert Action.objects.get().note == "Asked the facility to repair the phones."
    assert Closure.objects.get().by == cast.officer_atl


def test_a_claim_is_released_again(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_atl)
    api.move(case, "claim")
    released = api.move(case, "release", {})
    assert (released.status_code, released.json()["claimed_by"]) == (200, None)


def test_claiming_what_one_holds_changes_nothing(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_atl)
    tag = api.move(case, "claim").headers["ETag"]
    assert api.move(case, "claim").headers["ETag"] == tag


def test_a_case_transferred_out_of_sight_leaves_three_words(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    moved = Api(cast.officer_atl).move(case, "transfer", MOVES["transfer"])
    assert (moved.status_code, moved.json()) == (
        200,
        {"number": case.number, "state": "routed", "office": "IHSC"},
    )
    assert "ETag" not in moved.headers
    assert Api(cast.officer_atl).get(f"cases/{case.number}/").status_code == 404
    assert Api(cast.officer_ihsc).get(f"cases/{case.number}/").status_code == 200


def test_a_case_goes_back_to_headquarters(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    moved = Api(cast.officer_atl).move(case, "return", MOVES["return"])
    assert moved.json() == {"number": case.number, "state": "routed", "office": "OPA"}


def test_headquarters_sends_a_case_back_to_the_router_and_nobody_else_can(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    assert Api(cast.lead_atl).move(case, "rerouting", MOVES["rerouting"]).status_code == 404
    moved = Api(cast.hq).move(case, "rerouting", MOVES["rerouting"])
    assert (moved.json()["state"], moved.json()["office"]) == ("received", None)
    waiting = sentence(Api(cast.hq).move(case, "claim"), 409)
    assert waiting == "The router is still finding an office for this case. Try again in a moment."


def test_whoever_took_the_call_reopens_a_closed_case(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.claim(item := item_of(case), by=cast.officer_atl)
    assert (
        sentence(Api(cast.operator).move(case, "reopening", MOVES["reopening"]), 409)
        == "Only a closed case can be reopened."
    )
    desk.close(item, Disposition.RESOLVED, "Done.", by=cast.officer_atl)
    assert (
        Api(cast.officer_atl).move(case, "actions", MOVES["actions"]).json()["detail"]
        == "This case is closed. Reopen it first."
    )
    assert Api(cast.operator).move(case, "reopening", MOVES["reopening"]).json()["state"] == "received"
    dispatch.drain()
    assert item_of(case).office.code == "ATL"


@pytest.mark.parametrize("noun", MOVES)
def test_a_move_without_a_version_is_428_and_with_an_old_one_412(cast: Cast, noun: str) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.hq)
    path = f"cases/{case.number}/{noun}/"
    assert api.post(path, MOVES[noun]).status_code == 428
    for tag in (f'"{case.number}-1"', f'W/"{case.number}-2"', "2", '"2"', '"', "W/", "é", '"x", "y"'):
        assert api.post(path, MOVES[noun], If_Match=tag).status_code == 412, tag
    assert item_of(case).claimed_by is None


@pytest.mark.parametrize("tag", ["*", '"x", {current}'])
def test_any_current_version_will_do(cast: Cast, tag: str) -> None:
    case = a_case("CON", by=cast.operator)
    named = tag.format(current=f'"{case.number}-{case.version}"')
    assert Api(cast.officer_atl).move(case, "claim", tag=named).status_code == 200


@pytest.mark.parametrize(
    ("noun", "body", "named"),
    [
        ("claim", {"why": "x"}, [""]),
        ("actions", {}, ["kind", "note"]),
        ("actions", {"kind": "slept", "note": "x"}, ["kind"]),
        ("actions", {"kind": "noted", "note": "x" * 10_001}, ["note"]),
        ("actions", {"kind": ["noted"], "note": {"a": 1}}, ["kind", "note"]),
        ("transfer", {"to": "XXX", "why": " "}, ["to", "why"]),
        ("transfer", {"to": None, "why": None}, ["to", "why"]),
        ("return", {"reason": "tired", "why": "x"}, ["reason"]),
        ("closure", {"disposition": "", "note": ""}, ["disposition", "note"]),
        ("closure", [], [""]),
        ("rerouting", {"why": 1}, ["why"]),
    ],
)
def test_what_is_wrong_with_a_body_is_named(cast: Cast, noun: str, body: Any, named: list[str]) -> None:
    case = a_case("CON", by=cast.operator)
    assert fields(Api(cast.hq).move(case, noun, body)) == named
    assert item_of(case).claimed_by is None


def test_what_cannot_be_done_is_a_sentence(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_atl)
    assert sentence(api.move(case, "actions", MOVES["actions"]), 409).startswith("Claim the case")
    assert sentence(api.move(case, "closure", MOVES["closure"]), 409)
    assert sentence(api.move(case, "transfer", {"to": "atl", "why": "x"}), 409).startswith(
        "The case is already"
    )
    desk.claim(item_of(case), by=cast.lead_atl)
    assert sentence(api.move(case, "claim"), 409) == "Somebody else took this case first."
    assert sentence(api.move(case, "release"), 409).startswith("A colleague holds this case.")


def test_a_case_that_accuses_staff_is_not_handed_to_a_field_office(cast: Cast) -> None:
    case = a_case("FOR", by=cast.operator, accuses_staff=True)
    assert sentence(Api(cast.hq).move(case, "transfer", {"to": "ATL", "why": "x"}), 409)
    assert not Case.objects.filter(office__code="ATL").exists()


@pytest.mark.django_db(transaction=True)
def test_of_six_claims_by_three_people_at_once_one_person_gets_it(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    tag = f'"{case.number}-{Case.objects.get(pk=case.pk).version}"'
    people = [cast.officer_atl, cast.lead_atl, cast.hq] * 2
    clients = [(user.username, Api(user)) for user in people]
    answers: list[tuple[str, int]] = []
    barrier = threading.Barrier(len(clients))

    def claim(name: str, client: Api) -> None:
        barrier.wait()
        answers.append((name, client.post(f"cases/{case.number}/claim/", If_Match=tag).status_code))
        connection.close()

    threads = [threading.Thread(target=claim, args=client) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (
        len({name for name, status in answers if status == 200}) == 1
    )  # claiming twice what one holds is 200
    assert {status for _, status in answers} <= {200, 409, 412}
    assert QueueItem.objects.get(case=case).claimed_by is not None
