"""Where a second factor is required, nobody works without one."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.test import Client, override_settings

from helpline.accounts.models import Role, User

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def auditor() -> User:
    """Somebody with a password and no second factor."""
    user = User(username="lee.moss", role=Role.AUDITOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def code_for(secret: str) -> str:
    """What the app on the phone would show."""
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def signed_in_client() -> Client:
    """A client past the password."""
    client = Client()
    client.post("/accounts/login/", {"login": "lee.moss", "password": PASSWORD})
    return client


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_a_person_without_one_is_led_to_set_it_up(auditor: User) -> None:
    client = signed_in_client()
    answer = client.get("/journal/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/2fa/totp/activate/")


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_the_api_says_so_in_a_problem(auditor: User) -> None:
    answer = signed_in_client().get("/api/v1/offices/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_setting_one_up_opens_the_doors_and_is_asked_for_next_time(auditor: User) -> None:
    client = signed_in_client()
    client.post(
        "/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/",
        {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"},
    )
    page: Any = client.get("/accounts/2fa/totp/activate/")
    found = re.search(r'id="totp-secret"[^>]*value="([A-Z2-7]+)"', page.content.decode())
    assert found
    secret = found.group(1)
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}, follow=True)
    assert "10 of 10 recovery codes are left" in done.content.decode()
    assert client.get("/journal/").status_code == 200

    again = Client()
    asked = again.post("/accounts/login/", {"login": "lee.moss", "password": PASSWORD})
    assert asked.headers["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/journal/").status_code == 302
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert again.get("/journal/").status_code == 200


def test_a_demonstration_goes_without(auditor: User) -> None:
    assert signed_in_client().get("/journal/").status_code == 200
