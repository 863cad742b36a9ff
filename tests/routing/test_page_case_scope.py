"""A case is a page for who may see it, and the same nothing as an unknown number for everybody else."""

import re
from typing import Any

import pytest

from cases.models import Case
from tests.builders import a_call, a_case, concern
from tests.cast import Cast
from tests.routing.pages import fresh, page_of

UNKNOWN = "2222-2222-T"
NONCE = re.compile(rb'(csrf[^>]*value|nonce|content)="[^"]*"|data-now="[^"]*"|<time.*?</time>')


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case in Atlanta's queue."""
    return a_case("CON", by=cast.operator, summary="Canary in unit B.")


@pytest.mark.parametrize("who", ["operator", "supervisor", "officer_atl", "lead_atl", "hq"])
def test_who_may_see_it_reads_it(cast: Cast, signed_in: Any, case: Case, who: str) -> None:
    page = page_of(signed_in(getattr(cast, who)), case)
    assert page.status_code == 200
    assert "Canary in unit B." in page.content.decode()


@pytest.mark.parametrize("who", ["operator2", "officer_mia", "officer_ihsc", "analyst", "auditor"])
def test_for_others_it_is_as_unknown_as_any_number(cast: Cast, signed_in: Any, case: Case, who: str) -> None:
    client = signed_in(getattr(cast, who))
    page = page_of(client, case)
    unknown = client.get(page.request["PATH_INFO"].replace(case.number, UNKNOWN))
    assert (page.status_code, unknown.status_code) == (404, 404)
    assert NONCE.sub(b"", page.content) == NONCE.sub(b"", unknown.content)


def test_a_stranger_is_led_to_the_sign_in(client: Any, case: Case) -> None:
    response = page_of(client, case)
    assert response.status_code == 302
    assert "/accounts/login/" in response.url


def test_the_accused_office_finds_nothing(cast: Cast, signed_in: Any) -> None:
    accusing = a_case("CON", by=cast.operator, accuses_staff=True)
    for user in (cast.officer_atl, cast.lead_atl):
        assert page_of(signed_in(user), accusing).status_code == 404
    assert page_of(signed_in(cast.officer_opr), accusing).status_code == 200


def test_other_cases_of_the_call_show_only_to_who_may_see_them(cast: Cast, signed_in: Any) -> None:
    from routing import dispatch

    call = a_call(concern("CON"), concern("MED"), concern("TEL", accuses_staff=True), by=cast.operator)
    dispatch.drain()
    conditions, medical, accusing = (fresh(case) for case in Case.objects.filter(call=call).order_by("id"))
    seen_by_office = page_of(signed_in(cast.officer_atl), conditions)
    assert seen_by_office.context["file"].siblings == []
    assert medical.number not in seen_by_office.content.decode()
    assert accusing.number not in seen_by_office.content.decode()
    assert "Same call" not in seen_by_office.content.decode()
    seen_by_operator = page_of(signed_in(cast.operator), conditions)
    assert seen_by_operator.context["file"].siblings == [medical, accusing]


def test_the_number_may_be_spelled_without_dashes(cast: Cast, signed_in: Any, case: Case) -> None:
    spelled = case.number.replace("-", "").lower()
    assert signed_in(cast.hq).get(f"/cases/{spelled}/").status_code == 200
