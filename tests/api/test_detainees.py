"""People in the API: searched for in the body, read, linked, merged, protected, by the same verbs as the pages."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from cases.models import Case, Detainee
from helpline.accounts.models import User
from helpline.audit.models import Access
from tests.api.conftest import ROOT, Api, body, fields
from tests.builders import a_call
from tests.cases.people import a_person
from tests.cast import Cast

As = Callable[[User], Api]


@pytest.fixture
def ana(cast: Cast) -> Detainee:
    return a_person(
        by=cast.hq, a_number="A000000042", date_of_birth=date(1985, 3, 4), country_of_birth="Mexico"
    )


def delete(api: Api, path: str, said: Any) -> Any:
    """DELETE with a body."""
    return api.client.delete(ROOT + path, data=json.dumps(said), content_type="application/json")


def test_a_search_finds_as_the_page_does_and_is_recorded(cast: Cast, api: As, ana: Detainee) -> None:
    answer = api(cast.operator).post("detainees/search/", {"names": "anna crus", "year_of_birth": 1985})
    assert answer.json() == {
        "results": [
            {
                "id": str(ana.pk),
                "name": "Ana Cruz",
                "a_number": "A000000042",
                "year_of_birth": 1985,
                "country_of_birth": "Mexico",
                "fits": "Sounds alike",
            }
        ]
    }
    assert Access.objects.filter(
        by=cast.operator, subject_key=str(ana.pk), where="api search for a person"
    ).exists()
    assert (
        api(cast.operator).post("detainees/search/", {"a_number": "000-0042"}).json()["results"][0]["fits"]
        == "A-number"
    )


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, ["a_number"]),
        ({"a_number": "12"}, ["a_number"]),
        ({"names": "ana", "year_of_birth": "1985"}, ["year_of_birth"]),
        ({"names": "ana", "year_of_birth": True}, ["year_of_birth"]),
        ({"names": "ana", "year_of_birth": 10**30}, ["year_of_birth"]),
        ({"names": "ana", "date_of_birth": "1985-03-04", "year_of_birth": 1986}, ["year_of_birth"]),
        ({"names": "a\x00"}, ["names"]),
        ({"names": "x" * 300}, ["names"]),
        ({"surname": "Cruz", "names": "ana"}, [""]),
    ],
)
def test_what_to_mend_is_said(cast: Cast, api: As, said: dict[str, Any], wrong: list[str]) -> None:
    assert fields(api(cast.operator).post("detainees/search/", said)) == wrong


def test_reading_one(cast: Cast, api: As, ana: Detainee) -> None:
    call = a_call(by=cast.operator, found=ana)
    told = api(cast.operator).get(f"detainees/{ana.pk}/").json()
    assert (told["id"], told["year_of_birth"], told["calls"]) == (str(ana.pk), 1985, [call.reference])
    assert told["cases"] == [Case.objects.get().number]
    assert api(cast.operator2).get(f"detainees/{ana.pk}/").json()["calls"] == []
    assert api(cast.officer_mia).get(f"detainees/{ana.pk}/").status_code == 404


def test_linking_and_taking_off(cast: Cast, api: As, ana: Detainee) -> None:
    call = a_call(by=cast.operator)
    path = f"calls/{call.reference}/detainee/"
    assert fields(api(cast.operator).post(path, {"id": str(uuid4())})) == ["id"]
    assert api(cast.operator2).post(path, {"id": str(ana.pk)}).status_code == 404
    assert api(cast.operator).post(path, {"id": str(ana.pk)}).status_code == 204
    assert api(cast.operator).post(path, {"id": str(ana.pk)}).status_code == 409
    assert Case.objects.get().detainee == ana
    assert fields(delete(api(cast.operator), path, {})) == ["why"]
    assert delete(api(cast.operator), path, {"why": "Another Ana."}).status_code == 204
    assert Case.objects.get().detainee is None


def test_merging_and_taking_back(cast: Cast, api: As, ana: Detainee) -> None:
    twin = a_person(by=cast.hq)
    path = f"detainees/{ana.pk}/merges/"
    assert api(cast.operator).post(path, {"merged": str(twin.pk), "why": "Same."}).status_code == 404
    supervisor = api(cast.supervisor)
    assert supervisor.post(path, {"merged": str(twin.pk), "why": "Same."}).status_code == 201
    assert supervisor.post(path, {"merged": str(twin.pk), "why": "Same."}).status_code == 409
    assert supervisor.get(f"detainees/{twin.pk}/").json()["id"] == str(ana.pk)
    assert delete(supervisor, path, {}).status_code == 204
    assert delete(supervisor, path, {}).status_code == 409
    assert supervisor.get(f"detainees/{twin.pk}/").json()["id"] == str(twin.pk)


def test_protecting(cast: Cast, api: As, ana: Detainee) -> None:
    path = f"detainees/{ana.pk}/protection/"
    assert api(cast.supervisor).post(path, {"why": "Pending."}).status_code == 404
    assert api(cast.hq).post(path, {"why": "Pending."}).status_code == 204
    assert api(cast.supervisor).get(f"detainees/{ana.pk}/").status_code == 404
    assert delete(api(cast.hq), path, {"why": "Decided."}).status_code == 204
    assert api(cast.supervisor).get(f"detainees/{ana.pk}/").status_code == 200


def test_a_year_told_on_a_call_is_kept(cast: Cast, api: As) -> None:
    said = body(detainee={"name": "Eva Paz", "year_of_birth": 1950})
    assert api(cast.operator).call(said).status_code == 201
    assert Detainee.objects.get().year_of_birth == 1950
