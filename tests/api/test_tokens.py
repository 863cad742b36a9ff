"""Keys to the API: shown once, kept as a digest, ended by time, by hand and with the account."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from helpline.accounts.models import ApiToken, Role, User
from helpline.audit.models import Entry
from tests.api.conftest import body
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOPICS = "/api/v1/topics/"


@pytest.fixture
def robot() -> User:
    """Somebody who is not of the demonstration."""
    return User.objects.create(username="robot", role=Role.OPERATOR)


def issue(username: str = "robot", **options: Any) -> str:
    """The token as the command prints it."""
    out = StringIO()
    call_command(
        "issue_token",
        username,
        stdout=out,
        stderr=StringIO(),
        **{"label": "Night import", "days": 30, **options},
    )
    return out.getvalue().strip()


def get(header: str) -> Any:
    """GET topics/ with this header."""
    return Client().get(TOPICS, headers={"Authorization": header})


def test_a_token_opens_what_its_person_may_open(robot: User) -> None:
    token = issue()
    assert get(f"Token {token}").status_code == 200
    assert get(f"token  {token}").status_code == 200
    sent = Client(enforce_csrf_checks=True).post(
        "/api/v1/calls/",
        data=body(),
        content_type="application/json",
        headers={
            "Authorization": f"Token {token}",
            "Idempotency-Key": "6f1b3a52-0a0e-4c0f-9a51-0d5f6a1f2b3c",
        },
    )
    assert sent.status_code == 201


def test_only_its_digest_is_kept(robot: User) -> None:
    token = issue()
    kept = ApiToken.objects.get()
    assert token not in str(ApiToken.objects.values())
    assert token.encode() not in bytes(kept.digest)
    assert (kept.user, kept.label, kept.last_used_on) == (robot, "Night import", None)
    assert token not in str(list(Entry.objects.values()))
    assert list(Entry.objects.filter(subject_kind="apitoken").values_list("verb", "subject_key")) == [
        ("issued", str(kept.pk))
    ]


def test_the_day_of_its_use_is_noted(robot: User) -> None:
    get(f"Token {issue()}")
    assert ApiToken.objects.get().last_used_on == timezone.now().date()


@pytest.mark.parametrize(
    "header", ["Token", "Token x", "Token a b", "Token " + "x" * 9000, "Token é", "Token \x01"]
)
def test_what_is_no_token_is_401(robot: User, header: str) -> None:
    response = get(header)
    assert (response.status_code, response.json()["type"]) == (401, "urn:helpline:problem:not-signed-in")


def test_a_wrong_token_is_not_mended_by_a_session(cast: Cast, signed_in: Any) -> None:
    assert signed_in(cast.operator).get(TOPICS, headers={"Authorization": "Token wrong"}).status_code == 401


def test_it_ends_with_its_time(robot: User) -> None:
    token = issue()
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert get(f"Token {token}").status_code == 401


def test_it_ends_with_the_account(robot: User) -> None:
    token = issue()
    User.objects.filter(pk=robot.pk).update(is_active=~F("is_active"))
    assert get(f"Token {token}").status_code == 401


def test_it_follows_a_change_of_role_at_once(robot: User) -> None:
    token = issue()
    User.objects.filter(pk=robot.pk).update(role=Role.ANALYST)
    response = Client().get("/api/v1/cases/", headers={"Authorization": f"Token {token}"})
    assert response.status_code == 404


def test_it_is_ended_by_hand(robot: User) -> None:
    token = issue()
    call_command("revoke_token", "robot", label="Night import", stdout=StringIO())
    assert get(f"Token {token}").status_code == 401
    assert Entry.objects.filter(subject_kind="apitoken", verb="revoked").count() == 1
    with pytest.raises(CommandError):
        call_command("revoke_token", "robot", label="Night import", stdout=StringIO())


def test_demo_people_have_no_tokens_outside_a_demonstration(robot: User, settings: Any) -> None:
    token = issue()
    User.objects.filter(pk=robot.pk).update(is_demo=True)
    assert get(f"Token {token}").status_code == 401
    settings.DEBUG = True
    assert get(f"Token {token}").status_code == 200


@pytest.mark.parametrize("wrong", [{"label": " "}, {"days": 0}, {"days": 4000}, {"username": "nobody"}])
def test_a_token_that_should_not_be_is_refused(robot: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        issue(**wrong)
    assert not ApiToken.objects.exists()
