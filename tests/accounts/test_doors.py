"""Doors open to the roles they name; for everybody else there is nothing there."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.test import APIRequestFactory

from helpline.accounts.doors import OnlyRoles, only, open_to_all, opens_to
from helpline.accounts.models import Role
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page(request: HttpRequest) -> HttpResponse:
    """A page."""
    return HttpResponse("here")


def test_another_role_gets_the_body_of_an_unknown_address(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    closed, unknown = client.get("/journal/"), client.get("/no-such-thing/")
    assert (closed.status_code, unknown.status_code) == (404, 404)
    assert closed.content == unknown.content


def test_everybody_gets_the_same_body_for_an_unknown_address(cast: Cast, signed_in: Any) -> None:
    assert signed_in(cast.hq).get("/no-such-thing/").content == Client().get("/no-such-thing/").content


def test_a_stranger_is_led_to_sign_in(db: None) -> None:
    answer = Client().get("/journal/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/journal/")


def test_a_named_role_comes_in(cast: Cast, signed_in: Any) -> None:
    assert signed_in(cast.auditor).get("/journal/").status_code == 200


def test_a_changed_role_counts_from_the_next_request(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.auditor)
    cast.auditor.role = Role.OPERATOR
    cast.auditor.save()
    assert client.get("/journal/").status_code == 404


def test_a_view_says_whom_it_opens_to() -> None:
    assert opens_to(only(Role.AUDITOR, Role.HEADQUARTERS)(page)) == frozenset(
        {Role.AUDITOR, Role.HEADQUARTERS}
    )
    assert opens_to(open_to_all(page)) == "public"
    assert opens_to(page) == frozenset()


class Endpoint:
    """An API view with one role."""

    roles = frozenset({Role.OFFICER})


class Forgotten:
    """An API view that names nobody."""


def test_the_api_asks_a_stranger_to_sign_in() -> None:
    request = APIRequestFactory().get("/")
    request.user = None  # type: ignore[assignment]
    with pytest.raises(NotAuthenticated):
        OnlyRoles().has_permission(request, Endpoint())  # type: ignore[arg-type]


def test_the_api_tells_another_role_nothing(cast: Cast) -> None:
    request = APIRequestFactory().get("/")
    request.user = cast.operator
    with pytest.raises(NotFound):
        OnlyRoles().has_permission(request, Endpoint())  # type: ignore[arg-type]


def test_the_api_lets_the_named_role_in(cast: Cast) -> None:
    request = APIRequestFactory().get("/")
    request.user = cast.officer_atl
    assert OnlyRoles().has_permission(request, Endpoint())  # type: ignore[arg-type]


def test_an_endpoint_that_names_nobody_stays_shut(cast: Cast) -> None:
    request = APIRequestFactory().get("/")
    request.user = cast.hq
    with pytest.raises(NotFound):
        OnlyRoles().has_permission(request, Forgotten())  # type: ignore[arg-type]
