"""People sign in by user name; wrong tries are counted; a stranger locks nobody out."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from helpline.accounts.models import Role, User

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
HERE, ELSEWHERE = "198.51.100.1", "203.0.113.9"
WRONG = "This user name and password do not belong together."
TOO_MANY = "Too many wrong tries from here."


@pytest.fixture(autouse=True)
def _no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def officer() -> User:
    """Somebody real, with a password."""
    user = User(username="ana.cruz", role=Role.AUDITOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(
    password: str, address: str = HERE, username: str = "ana.cruz", client: Client | None = None
) -> Any:
    """One try."""
    form = {"login": username, "password": password}
    return (client or Client()).post("/accounts/login/", form, REMOTE_ADDR=address)


def test_the_right_password_leads_to_the_front_door(officer: User) -> None:
    answer = sign_in(PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_page_gives_notice_before_anybody_signs_in(db: None) -> None:
    assert "Everything you open or change is recorded" in Client().get("/accounts/login/").content.decode()


def test_a_wrong_password_says_so_and_keeps_the_name(officer: User) -> None:
    page = sign_in("wrong").content.decode()
    assert WRONG in page
    assert 'value="ana.cruz"' in page


def test_an_unknown_name_is_answered_like_a_wrong_password(officer: User) -> None:
    assert WRONG in sign_in("wrong", username="nobody").content.decode()


def test_after_five_wrong_tries_the_right_password_has_to_wait(officer: User) -> None:
    for _ in range(5):
        sign_in("wrong")
    assert TOO_MANY in sign_in(PASSWORD).content.decode()


def test_a_stranger_elsewhere_does_not_lock_the_person_out(officer: User) -> None:
    for _ in range(8):
        sign_in("wrong", address=ELSEWHERE)
    assert sign_in(PASSWORD, address=HERE).status_code == 302


def test_many_addresses_together_are_stopped_for_a_while(officer: User) -> None:
    for try_ in range(50):
        sign_in("wrong", address=f"203.0.113.{try_}")
    assert TOO_MANY in sign_in("wrong", address="198.51.100.77").content.decode()


def test_successful_sign_ins_are_not_counted(officer: User) -> None:
    for _ in range(7):
        assert sign_in(PASSWORD).status_code == 302


def test_somebody_who_left_does_not_come_in(officer: User) -> None:
    officer.is_active = False
    officer.save()
    client = Client()
    sign_in(PASSWORD, client=client)
    assert client.get("/journal/").status_code == 302


@override_settings(DEMO_PEOPLE_MAY_SIGN_IN=False)
def test_people_of_the_demonstration_stay_out_of_a_real_system(officer: User) -> None:
    officer.is_demo = True
    officer.save()
    assert WRONG in sign_in(PASSWORD).content.decode()


@override_settings(DEMO_PEOPLE_MAY_SIGN_IN=True)
def test_people_of_the_demonstration_come_in_where_it_runs(officer: User) -> None:
    officer.is_demo = True
    officer.save()
    assert sign_in(PASSWORD).status_code == 302


def test_signing_out_takes_a_post(officer: User) -> None:
    client = Client()
    sign_in(PASSWORD, client=client)
    client.get("/accounts/logout/")
    assert client.get("/journal/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/journal/").status_code == 302


def test_nul_in_the_name_is_a_message_not_a_crash(officer: User) -> None:
    assert sign_in("wrong", username="ana\x00cruz").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "password/set/", "login/code/", "confirm-email/", "2fa/trust/"],
)
def test_what_we_do_not_offer_has_no_address(officer: User, path: str) -> None:
    client = Client()
    sign_in(PASSWORD, client=client)
    assert client.get(f"/accounts/{path}").status_code == 404
