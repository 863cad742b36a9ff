"""Every no is problem+json, and what one may not see answers like what is not there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from cases import intake
from helpline.accounts.models import User
from tests.api.conftest import Api, body
from tests.builders import a_case
from tests.cast import Cast

UNKNOWN = "2222-2222-"


def told(response: Any) -> tuple[int, str, str]:
    """Status, type and title, after checking the form."""
    problem = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == response.status_code
    assert problem["detail"]
    return problem["status"], problem["type"].removeprefix("urn:helpline:problem:"), problem["title"]


@pytest.mark.parametrize("path", ["calls/", "cases/", "topics/", "schema/", "offices/", "no-such-address/"])
@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(path: str) -> None:
    response = Api(None).get(path)
    assert told(response) == (401, "not-signed-in", "Unauthorized")
    assert response.headers["WWW-Authenticate"] == "Token"


def test_unseen_unknown_and_impossible_are_the_same_404(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_mia)
    paths = [
        f"cases/{case.number}/",
        f"cases/{case.number}/decisions/",
        f"cases/{case.number}/timeline/",
        f"calls/{case.call.reference}/",
        "cases/2222-2222-2/",
        "cases/9999-9999-9/",
        "calls/C-260101-2222/",
        "no-such-address/",
        "facilities/NOSUCH/",
        "",
    ]
    answers = {api.get(path).content for path in paths}
    assert len(answers) == 1
    assert told(api.get(paths[0])) == (404, "not-found", "Not Found")


@pytest.mark.parametrize(
    "noun", ["claim", "release", "actions", "transfer", "return", "closure", "reopening"]
)
def test_a_move_of_an_unseen_case_is_the_same_404(cast: Cast, noun: str) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_mia)
    unseen = api.post(f"cases/{case.number}/{noun}/", {"why": "x"}, If_Match=f'"{case.number}-2"')
    assert unseen.content == api.post("no-such-address/").content


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        (lambda cast: cast.analyst, "get", "cases/"),
        (lambda cast: cast.auditor, "get", "cases/"),
        (lambda cast: cast.officer_atl, "post", "calls/"),
        (lambda cast: cast.hq, "post", "calls/"),
        (lambda cast: cast.analyst, "post", "calls/"),
    ],
)
def test_a_door_for_other_roles_is_not_there(
    cast: Cast, who: Callable[[Cast], User], method: str, path: str
) -> None:
    api = Api(who(cast))
    response = api.call(body()) if method == "post" else api.get(path)
    assert response.content == api.get("no-such-address/").content


def test_an_unsupported_method_is_405_with_what_is_allowed(cast: Cast) -> None:
    response = Api(cast.operator).client.delete("/api/v1/calls/")
    assert told(response)[0] == 405
    assert response.headers["Allow"] == "POST, OPTIONS"


def test_an_answer_in_another_form_is_406(cast: Cast) -> None:
    assert told(Api(cast.operator).get("topics/", Accept="application/xml"))[0] == 406


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/xml",
        "",
        "nonsense",
    ],
)
def test_a_body_in_another_form_is_415(cast: Cast, kind: str) -> None:
    response = Api(cast.operator).client.post(
        "/api/v1/calls/",
        data=b"a=1",
        content_type=kind,
        headers={"Idempotency-Key": "6f1b3a52-0a0e-4c0f-9a51-0d5f6a1f2b3c"},
    )
    assert told(response)[0] in {400, 415}


def test_a_session_without_a_csrf_token_is_403(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post("/api/v1/calls/", data=b"{}", content_type="application/json")
    assert told(response) == (403, "forbidden", "Forbidden")


def test_a_database_that_is_away_is_503_and_says_when_to_come_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(intake, "submit", away)
    response = Api(cast.operator).call(body())
    assert told(response) == (503, "try-again", "Service Unavailable")
    assert response.headers["Retry-After"] == "5"


def test_an_address_with_a_nul_is_a_4xx(cast: Cast) -> None:
    for path in ("cases/?q=%00", "cases/%00/", "topics/?%00=1"):
        assert 400 <= Api(cast.hq).get(path).status_code < 500
