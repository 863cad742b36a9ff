"""The pages of the map: everybody who signs in reads them, headquarters changes the roll-out."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from facilities import rollout
from facilities.models import Activation, Assignment, Facility, FacilityAlias, Line, Phase
from helpline.accounts.models import User
from tests.cast import Cast
from tests.facilities.places import make_facilities, make_facility, state_of, stewart

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
PAGES = ["/facilities/", "/facilities/STWRTGA/", "/facilities/search/?q=stewart", "/rollout/"]
STEPS = ["activation", "testing", "suspension", "schedule"]
WHY = {"why": "Test calls came through."}


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_everybody_who_signs_in_reads_the_map(address: str, cast: Cast, signed_in: SignedIn) -> None:
    for person in cast.everybody():
        assert "Stewart Detention Center" in page(
            signed_in(person), f"{address}{'?q=stewart' if address in PAGES[::3] else ''}"
        )


@pytest.mark.parametrize("address", PAGES)
def test_strangers_are_led_to_the_sign_in_page(address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("step", STEPS)
def test_nobody_but_headquarters_takes_a_step(step: str, cast: Cast, signed_in: SignedIn) -> None:
    address = reverse(f"facilities:{step}", args=["STWRTGA"])
    for person in cast.everybody():
        if person != cast.hq:
            assert signed_in(person).post(address, WHY).status_code == 404
            assert "Make it live" not in page(signed_in(person), "/facilities/STWRTGA/")

    assert state_of(stewart()) == "planned"


def test_headquarters_makes_a_facility_live_from_its_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.hq)
    assert "Make it live" in page(client, "/facilities/STWRTGA/")

    answer = client.post("/facilities/STWRTGA/activation/", {**WHY, "seen": "planned"}, follow=True)

    shown = answer.content.decode()
    assert "Stewart Detention Center is live now." in shown
    assert "hq made the facility live." in shown
    assert "Test calls came through." in shown


def test_a_step_without_a_reason_says_what_to_mend(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.hq).post("/facilities/STWRTGA/activation/", {"why": " "})

    assert answer.status_code == 422
    assert "Say why, so that others can follow the decision." in answer.content.decode()
    assert state_of(stewart()) == "planned"


@pytest.mark.parametrize("why", ["a\x00b", "x" * 200_000])
def test_a_reason_that_cannot_be_kept_is_refused_and_shown_again(
    why: str, cast: Cast, signed_in: SignedIn
) -> None:
    answer = signed_in(cast.hq).post("/facilities/STWRTGA/suspension/", {"why": why})

    assert answer.status_code == 422


def test_who_comes_second_keeps_what_they_typed(cast: Cast, signed_in: SignedIn) -> None:
    rollout.begin_testing(stewart(), by=cast.hq, why="Lines are ready.")

    answer = signed_in(cast.hq).post(
        "/facilities/STWRTGA/activation/", {"why": "All units rang.", "seen": "planned"}
    )

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Stewart Detention Center has changed: it is testing now. Look again." in shown
    assert "All units rang." in shown
    assert state_of(stewart()) == "testing"


def test_an_unplanned_facility_is_planned_from_its_page(cast: Cast, signed_in: SignedIn) -> None:
    make_facility("QUILLBY")
    client = signed_in(cast.hq)
    assert (
        client.post("/facilities/QUILLBY/schedule/", {"phase": "77", "why": "It opens."}).status_code == 422
    )

    client.post("/facilities/QUILLBY/schedule/", {"phase": "3", "why": "It opens."})

    assert Activation.objects.get(facility__key="QUILLBY").phase == Phase.objects.get(number=3)


@pytest.mark.parametrize(
    "address",
    ["/facilities/NOSUCH/", "/facilities/%00/", "/facilities/a%20b/", "/facilities/" + "A" * 65 + "/"],
)
def test_an_unknown_facility_is_not_found(address: str, cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.hq).get(address).status_code == 404


def test_the_key_is_read_in_any_case(cast: Cast, signed_in: SignedIn) -> None:
    assert "Stewart Detention Center" in page(signed_in(cast.analyst), "/facilities/stwrtga/")


@pytest.mark.parametrize(
    ("query", "fact"),
    [
        ("", "583 facilities on the map"),
        ("?use=now", "203 facilities fit"),
        ("?office=HLG&use=now", "7 facilities fit"),
        ("?phase=2", "56 facilities fit"),
        ("?state=live", "0 facilities fit"),
        ("?q=stewart", "1 facility fits"),
        ("?q=zzzz", "0 facilities fit"),
        ("?office=NOSUCH&phase=x&state=gone&page=-3", "583 facilities on the map"),
        ("?page=99999999999999999999", "583 facilities on the map"),
        ("?page=12", "583 facilities on the map"),
    ],
)
def test_the_list_is_filtered_and_counted(query: str, fact: str, cast: Cast, signed_in: SignedIn) -> None:
    assert fact in page(signed_in(cast.operator), f"/facilities/{query}")


def test_a_list_without_rows_says_what_to_do(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.analyst)
    assert "No facility fits." in page(client, "/facilities/?q=zzzz")

    for table in (Activation, Assignment, FacilityAlias, Line, Facility):
        table.objects.all().delete()
    assert "There are no facilities here yet." in page(client, "/facilities/")
    assert "No facility is in the roll-out yet" in page(client, "/rollout/")


def test_a_slip_of_the_pen_lists_what_looks_alike(cast: Cast, signed_in: SignedIn) -> None:
    shown = page(signed_in(cast.operator), "/facilities/?q=stweart")

    assert "These look alike." in shown
    assert "Stewart Detention Center" in shown


def test_the_rollout_is_headed_by_its_fact(cast: Cast, signed_in: SignedIn) -> None:
    rollout.activate(stewart(), by=cast.hq, why="Test calls came through.")

    shown = page(signed_in(cast.analyst), "/rollout/?state=live")

    assert "1 of 203 facilities is live, 3 % of people held" in shown
    assert shown.count('<a href="/facilities/STWRTGA/">') == 1


def test_options_carry_key_place_office_and_state(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.operator)

    shown = page(client, "/facilities/search/?q=stewart")
    assert 'data-key="STWRTGA" data-label="Stewart Detention Center, Lumpkin, GA"' in shown
    assert "Lumpkin, GA · Atlanta · Planned in Phase 2" in shown
    assert 'data-key="PUBLIC"' in page(client, "/facilities/search/?q=public")
    assert "Nothing is called that." in page(client, "/facilities/search/?q=zzzz")
    assert page(client, "/facilities/search/?q=county").count('role="option"') == 8


@pytest.mark.parametrize(
    "address", ["/facilities/?q=quillby", "/rollout/?q=quillby", "/facilities/search/?q=quillby"]
)
def test_a_list_costs_the_same_for_one_three_and_fifty_rows(
    address: str, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.hq)
    page(client, address)
    costs = []
    made = 0
    for number in (1, 3, 50):
        for place in range(made, number):
            facility = make_facility(f"QUILLBY{place}", city="Quillby", in_use_2026=True)
            FacilityAlias.objects.create(facility=facility, name="X", shown_name="X")
            rollout.schedule(facility, Phase.objects.get(number=2), by=cast.hq, why="A test.")
        made = number
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        costs.append(len(queries))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 12


def test_the_page_of_a_facility_costs_the_same_however_much_happened(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.hq)
    rollout.activate(stewart(), by=cast.hq, why="Test calls came through.")
    rollout.suspend(stewart(), by=cast.hq, why="The phones are out.")
    page(client, "/facilities/STWRTGA/")
    with CaptureQueriesContext(connection) as before:
        page(client, "/facilities/STWRTGA/")
    for _ in range(10):
        rollout.begin_testing(stewart(), by=cast.hq, why="Again.")
        rollout.suspend(stewart(), by=cast.hq, why="The phones are out.")
    make_facilities(3)

    with CaptureQueriesContext(connection) as after:
        page(client, "/facilities/STWRTGA/")

    assert len(before) == len(after) <= 12
