"""`/` leads every role to what it does first."""

from typing import Any

import pytest
from django.test import Client

from helpline.accounts.models import Role
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

FIRST = {
    Role.OPERATOR: "/calls/new/",
    Role.SUPERVISOR: "/board/",
    Role.OFFICER: "/queue/",
    Role.OFFICE_LEAD: "/queue/",
    Role.HEADQUARTERS: "/queue/",
    Role.ANALYST: "/rollout/",
    Role.AUDITOR: "/journal/",
}


@pytest.mark.parametrize("role", Role)
def test_it_leads_to_a_page_that_opens(role: Role, signed_in: Any) -> None:
    client = signed_in(person("somebody", role, "ATL" if "offic" in role else None))
    answer = client.get("/")
    assert answer.headers["Location"] == FIRST[role]
    assert client.get(FIRST[role]).status_code == 200


def test_a_stranger_signs_in_first(db: None) -> None:
    assert Client().get("/").headers["Location"] == "/accounts/login/?next=/"


def test_every_role_has_a_handful_of_places_and_all_of_them_open(cast: Cast, signed_in: Any) -> None:
    for user in cast.everybody():
        client = signed_in(user)
        places = client.get(FIRST[Role(user.role)]).context["frame"].places
        assert 1 <= sum(not place.more for place in places) <= 6
        for place in places:
            assert client.get(place.href).status_code == 200, (user.role, place.href)


def test_the_page_says_who_reads_it_and_where_they_stand(cast: Cast, signed_in: Any) -> None:
    page = signed_in(cast.officer_atl).get("/queue/").content.decode()
    assert "Officer · Atlanta" in page
    assert 'data-clock="America/New_York"' in page


def test_clocks_show_the_time_of_the_readers_office(signed_in: Any) -> None:
    page = signed_in(person("west", Role.OFFICER, "LOS")).get("/queue/").content.decode()
    assert 'data-clock="America/Los_Angeles"' in page
