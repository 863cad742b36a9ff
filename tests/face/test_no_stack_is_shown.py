"""Also under DEBUG a stranger sees a plain page, never a stack or a setting."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"host": "a b"}])
def test_a_foreign_host_name_gets_a_plain_400(settings: Settings, headers: dict[str, str]) -> None:
    settings.DEBUG = True
    answer = Client(raise_request_exception=False).get("/accounts/login/", headers=headers)
    assert answer.status_code == 400
    assert b"INSTALLED_APPS" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.django_db
def test_too_many_fields_get_a_plain_400(settings: Settings) -> None:
    settings.DEBUG = True
    many = {f"field-{number}": "x" for number in range(1_100)}
    answer = Client(raise_request_exception=False, enforce_csrf_checks=True).post("/accounts/login/", many)
    assert answer.status_code in {400, 403}
    assert b"DATA_UPLOAD" not in answer.content
