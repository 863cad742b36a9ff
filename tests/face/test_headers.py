"""Every kind of answer carries the same protection."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "connect-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip

PATHS = [
    ("/journal/", 200),
    ("/", 302),
    ("/no-such-thing/", 404),
    ("/calls/new/", 404),
    ("/journal/?reference=%00", 400),
    ("/healthz", 200),
]


@pytest.mark.parametrize(("path", "status"), PATHS)
def test_an_answer_is_protected(cast: Cast, signed_in: Any, path: str, status: int) -> None:
    answer = signed_in(cast.auditor).get(path)
    assert answer.status_code == status
    assert set(answer.headers["Content-Security-Policy"].split("; ")) >= POLICY
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert len(answer.headers["X-Request-ID"]) == 32


def test_cookies_stay_out_of_scripts_and_other_sites(cast: Cast, signed_in: Any) -> None:
    cookie = signed_in(cast.auditor).get("/journal/").cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_sensible_request_number_is_taken_over(db: None) -> None:
    assert (
        Client().get("/healthz", headers={"X-Request-ID": "abc-12345"}).headers["X-Request-ID"] == "abc-12345"
    )


def test_an_odd_request_number_is_not(db: None) -> None:
    odd = "abc\tdef; drop"
    assert Client().get("/healthz", headers={"X-Request-ID": odd}).headers["X-Request-ID"] != odd


def test_htmx_is_sent_to_sign_in_as_a_whole_page(db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/queue/?view=mine"}
    answer = Client().get("/queue/", headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fqueue%2F")
