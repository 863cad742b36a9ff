"""Steps, transfer, return, closure, release, reopening and rerouting through the page."""

from typing import Any

import pytest
from django.contrib.messages import get_messages

from cases.models import Case, CaseState, Closure
from helpline.audit.models import Entry
from tests.builders import a_case, item_of, violations
from tests.cast import Cast
from tests.routing.pages import claimed, fresh, page_of, send

CLOSING = {"disposition": "resolved", "note": "Boiler repaired."}


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case the officer of Atlanta holds."""
    return claimed(a_case("CON", by=cast.operator), by=cast.officer_atl)


def flash_of(response: Any) -> list[str]:
    """What the answer tells the person."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_step_is_recorded(cast: Cast, signed_in: Any, case: Case) -> None:
    client = signed_in(cast.officer_atl)
    response = send(client, "actions", case, kind="contacted_facility", note="Called.")
    assert (response.status_code, response.url) == (302, f"/cases/{case.number}/")
    assert "Called." in page_of(client, case).content.decode()


def test_a_transfer_moves_the_case_out_of_sight(cast: Cast, signed_in: Any, case: Case) -> None:
    client, due_at = signed_in(cast.officer_atl), item_of(case).due_at
    response = send(client, "transfer", case, office="MIA", why="He was moved to Krome.")
    assert (response.status_code, response.url) == (302, "/queue/")
    assert flash_of(response) == ["Moved to Miami."]
    assert page_of(client, case).status_code == 404
    assert page_of(signed_in(cast.officer_mia), case).status_code == 200
    assert (item_of(case).office.code, item_of(case).due_at) == ("MIA", due_at)


def test_what_accuses_staff_is_offered_to_headquarters_units_only(cast: Cast, signed_in: Any) -> None:
    accusing = claimed(a_case("CON", by=cast.operator, accuses_staff=True), by=cast.officer_opr)
    client = signed_in(cast.officer_opr)
    panels = {panel.noun: panel for panel in page_of(client, accusing).context["panels"]}
    assert {office.kind for office in panels["transfer"].form.offices.values()} == {"headquarters"}
    refused = send(client, "transfer", accusing, office="ATL", why="Theirs.")
    assert refused.status_code == 422
    assert item_of(accusing).office.code == "OPR"


def test_a_return_goes_to_triage(cast: Cast, signed_in: Any, case: Case) -> None:
    response = send(signed_in(cast.officer_atl), "return", case, reason="conflict", why="We run the kitchen.")
    assert (response.status_code, response.url) == (302, "/queue/")
    assert item_of(case).office.code == "OPA"


def test_a_closure_ends_it_with_how_and_what(cast: Cast, signed_in: Any, case: Case) -> None:
    response = send(signed_in(cast.officer_atl), "closure", case, **CLOSING)
    assert (response.status_code, response.url) == (302, "/queue/")
    assert flash_of(response) == [f"{case.number} is closed."]
    assert fresh(case).state == CaseState.CLOSED
    assert Closure.objects.get(case=case).note == "Boiler repaired."
    assert violations() == []


def test_a_release_puts_it_back(cast: Cast, signed_in: Any, case: Case) -> None:
    assert send(signed_in(cast.officer_atl), "release", case).status_code == 302
    assert item_of(case).claimed_by is None


def test_a_colleague_cannot_close_what_another_holds(cast: Cast, signed_in: Any) -> None:
    case = claimed(a_case("CON", by=cast.operator), by=cast.lead_atl)
    client = signed_in(cast.officer_atl)
    assert not page_of(client, case).context["file"].can.close
    assert send(client, "closure", case, **CLOSING).status_code == 409
    assert fresh(case).state == CaseState.IN_PROGRESS


def test_the_operator_who_took_it_reopens_it_with_a_reason(cast: Cast, signed_in: Any, case: Case) -> None:
    send(signed_in(cast.officer_atl), "closure", case, **CLOSING)
    client = signed_in(cast.operator)
    response = send(client, "reopening", case, why="The water is cold again.")
    assert (response.status_code, response.url) == (302, f"/cases/{case.number}/")
    assert fresh(case).state == CaseState.RECEIVED
    assert "The water is cold again." in page_of(client, case).content.decode()


def test_an_officer_who_reopens_is_led_to_the_queue(cast: Cast, signed_in: Any, case: Case) -> None:
    client = signed_in(cast.officer_atl)
    send(client, "closure", case, **CLOSING)
    response = send(client, "reopening", case, why="The water is cold again.")
    assert (response.status_code, response.url) == (302, "/queue/")


def test_headquarters_sends_a_case_back_to_the_router(cast: Cast, signed_in: Any, case: Case) -> None:
    response = send(signed_in(cast.hq), "rerouting", case, why="The facility was wrong.")
    assert response.status_code == 302
    assert fresh(case).state == CaseState.RECEIVED
    assert send(signed_in(cast.lead_atl), "rerouting", case, why="Me too.").status_code == 404


@pytest.mark.parametrize(
    ("noun", "said", "mend"),
    [
        ("actions", {"kind": "", "note": "Kept words."}, "Choose what kind of step you took."),
        ("actions", {"kind": "noted", "note": " "}, "Say what was done."),
        ("transfer", {"office": "XXX", "why": "Kept words."}, "Choose an office from the list."),
        ("transfer", {"office": "ATL", "why": "Kept words."}, "Choose an office from the list."),
        ("transfer", {"office": "MIA", "why": ""}, "Say why the case goes to the other office."),
        ("return", {"reason": "", "why": "Kept words."}, "Choose why the case goes back."),
        ("closure", {"disposition": "won", "note": "Kept words."}, "Choose how the case ended."),
        ("closure", {"disposition": "resolved", "note": "x" * 200_000}, "Shorten this to 10,000 characters."),
        (
            "actions",
            {"kind": "noted", "note": "Kept words.\x00"},
            "This text holds a sign that cannot be kept.",
        ),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    cast: Cast, signed_in: Any, case: Case, noun: str, said: dict[str, str], mend: str
) -> None:
    entries = Entry.objects.count()
    response = send(signed_in(cast.officer_atl), noun, case, **said)
    page = response.content.decode()
    assert response.status_code == 422
    assert mend in page
    assert all(text in page for name, text in said.items() if name in {"why", "note"} and "\x00" not in text)
    assert Entry.objects.count() == entries


def test_nobody_else_moves_a_case(cast: Cast, signed_in: Any, case: Case) -> None:
    nouns = {
        "release": {},
        "actions": {"kind": "noted", "note": "x"},
        "transfer": {"office": "BAL", "why": "x"},
        "return": {"reason": "conflict", "why": "x"},
        "closure": CLOSING,
        "rerouting": {"why": "x"},
    }
    for user in (cast.operator, cast.supervisor, cast.officer_mia, cast.analyst, cast.auditor):
        for noun, said in nouns.items():
            assert send(signed_in(user), noun, case, **said).status_code == 404
    assert fresh(case).version == case.version


def test_a_get_changes_nothing(cast: Cast, signed_in: Any, case: Case) -> None:
    client = signed_in(cast.officer_atl)
    assert client.get(f"/cases/{case.number}/closure/").status_code == 405
