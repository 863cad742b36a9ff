"""A client of the API for any person of the cast."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Case
from helpline.accounts.models import User

ROOT = "/api/v1/"


class Api:
    """Speaks JSON as one person (nobody without one); a path begins below /api/v1/."""

    def __init__(self, user: User | None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.client.get(ROOT + path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST of a body as JSON, of bytes as they are, or of nothing."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(ROOT + path, data=sent, content_type="application/json", headers=named)

    def call(self, body: Any, key: str | None = None) -> Any:
        """POST calls/ under a key of its own."""
        return self.post("calls/", body, Idempotency_Key=key or str(uuid4()))

    def move(self, case: Case, noun: str, body: Any = None, tag: str | None = None) -> Any:
        """POST a move of a case, decided on the version in the database now unless a tag says otherwise."""
        version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
        return self.post(f"cases/{case.number}/{noun}/", body, If_Match=tag or f'"{case.number}-{version}"')


@pytest.fixture
def api() -> Callable[[User | None], Api]:
    """`api(cast.operator)`."""
    return Api


def body(**said: Any) -> dict[str, Any]:
    """A call of a detainee in Stewart about one thing, with whatever else is said."""
    told: dict[str, Any] = {
        "facility": "STWRTGA",
        "caller": {"kind": "detainee", "anonymous": False},
        "language": "es",
        "started_at": "2026-03-04T15:20:00Z",
        "cases": [{"topic": "CON", "summary": "No hot water for a week."}],
        "answers": [],
    }
    return told | said


def fields(response: Any) -> list[str]:
    """Which fields a 422 names."""
    assert response.status_code == 422, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    return sorted(error["field"] for error in response.json()["errors"])
