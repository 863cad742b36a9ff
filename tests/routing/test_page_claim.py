"""Claiming from the queue or from the case: the first one holds it, the second is told."""

from typing import Any

from tests.builders import a_case, item_of
from tests.cast import Cast
from tests.routing.pages import claimed, queue_of, send


def test_a_claim_from_the_queue_leads_back_to_its_row(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator)
    response = send(signed_in(cast.officer_atl), "claim", case, queue="view=unclaimed&office=ATL&evil=//x")
    assert response.status_code == 302
    assert response.url == f"/queue/?office=ATL&view=unclaimed#case-{case.number}"
    assert item_of(case).claimed_by == cast.officer_atl


def test_a_claim_from_the_case_stays_with_the_case(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator)
    response = send(signed_in(cast.officer_atl), "claim", case)
    assert (response.status_code, response.url) == (302, f"/cases/{case.number}/")


def test_who_comes_second_is_told_who_was_first(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator)
    seen = case.version
    claimed(case, by=cast.lead_atl)
    response = send(signed_in(cast.officer_atl), "claim", case, version=seen)
    assert response.status_code == 409
    assert "Somebody else took this case first." in response.content.decode()
    assert [(m.who, m.verb) for m in response.context["news"]] == [("lead.atl", "claimed")]
    assert item_of(case).claimed_by == cast.lead_atl


def test_a_double_click_claims_once(cast: Cast, signed_in: Any) -> None:
    case, client = a_case("CON", by=cast.operator), signed_in(cast.officer_atl)
    assert [send(client, "claim", case).status_code for _ in range(2)] == [302, 302]


def test_another_office_cannot_claim(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator)
    for user in (cast.officer_mia, cast.operator, cast.supervisor, cast.analyst, cast.auditor):
        assert send(signed_in(user), "claim", case).status_code == 404
    assert item_of(case).claimed_by is None


def test_the_queue_sends_the_version_it_showed(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator)
    page = queue_of(signed_in(cast.officer_atl)).content.decode()
    assert f'formaction="/cases/{case.number}/claim/" name="version" value="{case.version}"' in page
