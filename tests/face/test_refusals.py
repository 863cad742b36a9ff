"""How pages say no: a sentence, a way on, and everything that was typed."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import DataError, OperationalError
from django.test import Client
from django.test.utils import override_settings

from helpline.refusals import OutOfReach, Overtaken, Refused
from tests.cast import Cast
from tests.face import urls

pytestmark = pytest.mark.django_db

WORDS = "No insulin for two days, unit B."
TYPED = {"note": WORDS, "version": "3", "password": "my secret pass phrase"}
HERE = {"Host": "localhost", "Origin": "http://localhost"}


@pytest.fixture
def failing(cast: Cast, signed_in: Any, settings: Any) -> Any:
    """`failing(exception, **headers)`: the answer to a POST whose view raises it."""

    def answer(exception: Exception, **headers: str) -> Any:
        client = signed_in(cast.auditor)
        client.raise_request_exception = False
        urls.REASON.append(exception)
        return client.post("/failing/?reference=x", TYPED, headers=headers)

    settings.ROOT_URLCONF = "tests.face.urls"
    return answer


def test_a_refusal_is_a_409_with_its_sentence_and_the_words(failing: Any) -> None:
    page = failing(Refused("This case is closed. Reopen it first."))
    assert page.status_code == 409
    assert "This case is closed. Reopen it first." in page.content.decode()
    assert WORDS in page.content.decode()


def test_being_overtaken_says_who_was_first(failing: Any) -> None:
    page = failing(Overtaken("Lena Atwood claimed it at 14:03."))
    assert (page.status_code, "Somebody else was first" in page.content.decode()) == (409, True)


def test_the_way_back_is_the_page_it_came_from(failing: Any) -> None:
    page = failing(Overtaken("Taken."), Host="localhost", Referer="http://localhost/queue/?view=mine")
    assert '<a class="usa-button" href="/queue/">Look again</a>' in page.content.decode()


def test_another_site_is_no_way_back(failing: Any) -> None:
    assert "evil" not in failing(Refused("No."), Referer="http://evil.example/queue/").content.decode()


def test_out_of_reach_is_the_page_of_an_unknown_address(failing: Any) -> None:
    page = failing(OutOfReach("not yours"))
    assert page.status_code == 404
    assert page.content == Client().post("/no-such-thing/", TYPED).content


def test_without_the_database_the_form_is_kept_ready_to_send(failing: Any) -> None:
    page = failing(OperationalError("the server went away"), **HERE)
    html = page.content.decode()
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert f'<input type="hidden" name="note" value="{WORDS}">' in html
    assert '<input type="hidden" name="version" value="3">' in html
    assert 'action="/failing/?reference=x"' in html
    assert "the server went away" not in html


def test_a_form_of_another_site_is_not_kept_ready(failing: Any) -> None:
    page = failing(OperationalError("away"), Origin="http://evil.example")
    assert (page.status_code, 'type="hidden" name="note"' in page.content.decode()) == (503, False)


@override_settings(DEBUG=True)
def test_without_the_database_nobody_is_known_and_the_page_still_comes(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.auditor)
    with patch("django.contrib.sessions.backends.db.SessionStore.load", side_effect=OperationalError("away")):
        answer = client.get("/journal/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_crash_says_so_without_details(failing: Any) -> None:
    page = failing(RuntimeError("secret detail"))
    assert page.status_code == 500
    assert "secret detail" not in page.content.decode()
    assert WORDS in page.content.decode()


@pytest.mark.parametrize(
    "exception",
    [
        ValueError("A string literal cannot contain NUL (0x00) characters."),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
        DataError("integer out of range"),
    ],
)
def test_signs_that_cannot_be_kept_are_a_400(failing: Any, exception: Exception) -> None:
    page = failing(exception)
    assert page.status_code == 400
    assert WORDS in page.content.decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/journal/?reference=%00", 400),
        ("/journal/?%00=x", 400),
        ("/journal%00/", 404),
        ("/journal/?verb=%ff%ed", 200),
    ],
)
def test_odd_signs_in_an_address_never_crash(cast: Cast, signed_in: Any, path: str, status: int) -> None:
    assert signed_in(cast.auditor).get(path).status_code == status


def test_a_form_without_its_token_gives_the_words_back(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.auditor, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post("/journal/", {"note": WORDS})
    assert page.status_code == 403
    assert WORDS in page.content.decode()


def test_htmx_gets_the_refusal_into_the_main_column(failing: Any) -> None:
    page = failing(Refused("No."), **{"HX-Request": "true"})
    assert (page.headers["HX-Retarget"], page.headers["HX-Reselect"]) == ("#main", "#main")


def test_a_password_never_comes_back(failing: Any) -> None:
    assert "my secret pass phrase" not in failing(OperationalError("away"), **HERE).content.decode()


def test_the_api_is_refused_in_problems(cast: Cast, signed_in: Any) -> None:
    answer = signed_in(cast.hq).get("/api/v1/no-such-thing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"] == "There is nothing at this address."
