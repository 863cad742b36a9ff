"""A message of the exchange is taken if it is signed, recent and new; whatever is refused is counted."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases import exchange
from cases.models import PhoneCall, TelephonyNonce, TelephonyRefusal
from tests.cast import Cast
from tests.telephony.phone import EVENTS, STEWART_LINE, post, send, signed

pytestmark = pytest.mark.django_db


def a_body(**said: Any) -> bytes:
    event = {"event": "newCall", "call_id": "x-1", "at": timezone.now().isoformat(), "line": STEWART_LINE}
    return json.dumps({**event, **said}).encode()


def refused() -> dict[str, int]:
    return dict(TelephonyRefusal.objects.values_list("reason", "times"))


def test_a_signed_message_becomes_a_phone_call_with_its_reference(cast: Cast) -> None:
    answer = send("newCall", "x-1", timezone.now(), line=STEWART_LINE, operator="operator")
    phone = PhoneCall.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"reference": phone.reference})
    assert (phone.line and phone.line.code, phone.offered_to) == (STEWART_LINE, cast.operator)
    assert refused() == {}


@pytest.mark.parametrize(
    "spoil",
    [
        {},
        {"X-Helpline-Signature": ""},
        {"X-Helpline-Signature": "sha256=" + "0" * 64},
        {"X-Helpline-Signature": "sha1=" + "0" * 64},
        {"X-Helpline-Signature": "sha256=ß" + "0" * 63},
    ],
)
def test_a_message_without_the_right_signature_is_refused_and_counted(spoil: dict[str, str]) -> None:
    body = a_body()
    headers = {**signed(body), **spoil} if spoil else {"X-Helpline-Timestamp": str(int(time.time()))}
    answer = post(body, headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert refused() == {"signature": 1}
    assert not PhoneCall.objects.exists()


def test_the_body_is_what_was_signed() -> None:
    assert post(a_body(call_id="x-2"), signed(a_body(call_id="x-1"))).status_code == 401


@pytest.mark.parametrize("off", [-301, 302, -86_400])
def test_a_message_from_another_time_is_refused_and_counted(off: int) -> None:
    body = a_body()
    assert post(body, signed(body, time.time() + off)).status_code == 401
    assert refused() == {"timestamp": 1}


@pytest.mark.parametrize("timestamp", ["", "now", "1e9", "-5", "٣٣٣", "9" * 40])
def test_a_timestamp_that_is_none_is_refused(timestamp: str) -> None:
    body = a_body()
    assert post(body, {**signed(body), "X-Helpline-Timestamp": timestamp}).status_code == 401


def test_a_replay_is_refused_and_counted_and_changes_nothing() -> None:
    body = a_body()
    headers = signed(body)
    assert [post(body, headers).status_code for _ in range(3)] == [202, 409, 409]
    assert refused() == {"replay": 2}
    assert PhoneCall.objects.count() == 1


def test_the_same_event_signed_anew_is_taken_and_changes_nothing() -> None:
    body, now = a_body(), time.time()
    answers = [post(body, signed(body, now - back)) for back in (0, 1, 2)]
    assert [answer.status_code for answer in answers] == [202, 202, 202]
    assert PhoneCall.objects.count() == 1


def test_a_message_that_is_too_large_is_not_even_read() -> None:
    body = b" " * (exchange.BODY_LIMIT + 1)
    assert post(body, signed(body)).status_code == 413
    assert refused() == {"too_large": 1}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"event": "transfer"}, "event"),
        ({"event": None}, "event"),
        ({"call_id": ""}, "call_id"),
        ({"call_id": 17}, "call_id"),
        ({"call_id": "x" * 121}, "call_id"),
        ({"call_id": "a\x00b"}, "call_id"),
        ({"call_id": "\ud800"}, "call_id"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-02-30T10:00:00Z"}, "at"),
        ({"at": "0001-01-01T00:00:00Z"}, "at"),
        ({"at": (timezone.now() + timedelta(days=2)).isoformat()}, "at"),
        ({"line": "F-NOSUCH"}, "line"),
        ({"line": None}, "line"),
        ({"operator": "nobody"}, "operator"),
        ({"operator": "hq"}, "operator"),
        ({"ended_by": "weather"}, "ended_by"),
        ({"from": "5" * 41}, "from"),
        ({"suprise": 1}, ""),
    ],
)
def test_a_field_that_cannot_be_is_named_and_the_message_may_come_again(
    cast: Cast, said: dict[str, Any], field: str
) -> None:
    body = a_body(**said)
    headers = signed(body)
    answers = [post(body, headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert [error["field"] for error in answers[0].json()["errors"]] == [field]
    assert refused() == {"shape": 2}
    assert not PhoneCall.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"event": NaN}'])
def test_a_body_that_is_no_event_is_a_400(body: bytes) -> None:
    assert post(body, signed(body)).status_code == 400


def test_a_new_call_names_its_line() -> None:
    body = a_body()
    told = json.loads(body)
    del told["line"]
    body = json.dumps(told).encode()
    assert [error["field"] for error in post(body, signed(body)).json()["errors"]] == ["line"]


def test_whoever_is_signed_in_needs_the_signature_too(cast: Cast, signed_in: Any) -> None:
    assert post(a_body(), {}, signed_in(cast.hq)).status_code == 401
    assert Client().get(EVENTS).status_code == 405


def test_metrics_show_what_was_refused() -> None:
    post(a_body(), {})
    from helpline import health

    health._kept.at = 0.0
    said = Client().get("/metrics").content.decode()
    assert 'helpline_telephony_refused{reason="timestamp"} 1.0' in said


def test_signatures_are_forgotten_long_after_their_window() -> None:
    body = a_body()
    post(body, signed(body))
    TelephonyNonce.objects.create(signature=b"old", seen_at=timezone.now() - timedelta(hours=2))
    assert exchange.forget_signatures(timezone.now()) == 1
    assert post(body, signed(body, time.time() - 5)).status_code == 202
