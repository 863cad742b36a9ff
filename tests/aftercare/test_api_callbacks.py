"""Call-backs and the library through the API: agreed with a call, listed without numbers, tried once each."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Answer, Callback, ReceiptCode
from cases.templatetags.callbacks import value_of
from tests.aftercare.promises import NUMBER, half_hour
from tests.api.conftest import Api, body, fields
from tests.api.conftest import api as api
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FAMILY = {"kind": "family", "name": "Ana Xol", "phone": NUMBER}
ApiOf = Callable[[Any], Api]


def test_a_call_with_a_callback_and_a_code_is_one_call(cast: Cast, api: ApiOf) -> None:
    said = body(
        caller=FAMILY,
        callback={"at": value_of(half_hour())[:-1] + ":00Z", "announce": True},
        receipt_code=True,
    )
    key = "0d0f1d9a-6c57-4f6e-9c39-50a3d7b0c001"
    first, again = (api(cast.operator).call(said, key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["receipt_code"] == again.json()["receipt_code"]
    assert Callback.objects.get().number == NUMBER
    assert ReceiptCode.objects.count() == 1


@pytest.mark.parametrize(
    ("caller", "callback", "field"),
    [
        ({"kind": "anonymous", "phone": NUMBER}, {}, "callback.number"),
        (FAMILY | {"safe_to_call_back": False}, {}, "callback.at"),
        (FAMILY, {"at": "tomorrow"}, "callback.at"),
        (FAMILY, {"when": "now"}, "callback"),
        (FAMILY, {"announce": "yes"}, "callback.announce"),
        (FAMILY, {"wish": "x" * 201}, "callback.wish"),
    ],
)
def test_what_contradicts_is_named(cast: Cast, api: ApiOf, caller: Any, callback: Any, field: str) -> None:
    wish = {"at": "2036-01-07T15:00:00Z"} | callback
    assert field in fields(api(cast.operator).call(body(caller=caller, callback=wish)))


def test_a_time_without_room_is_refused_with_the_next(cast: Cast, api: ApiOf) -> None:
    answer = api(cast.operator).call(body(caller=FAMILY, callback={"at": "2026-01-07T15:00:00Z"}))
    assert answer.status_code == 409
    assert "The next one with room" in answer.json()["detail"]


def test_the_list_has_no_number_the_one_has_it_and_a_try_counts_once(cast: Cast, api: ApiOf) -> None:
    at = value_of(half_hour())[:-1] + ":00Z"
    api(cast.operator).call(body(caller=FAMILY, callback={"at": at}))
    second = api(cast.operator2)
    [row] = second.get("callbacks/").json()
    assert NUMBER not in str(row)
    assert second.get(f"callbacks/{row['id']}/").json()["number"] == NUMBER
    tried = {"attempt": 1, "outcome": "no_answer"}
    assert second.post(f"callbacks/{row['id']}/attempts/", tried).status_code == 201
    assert second.post(f"callbacks/{row['id']}/attempts/", tried).status_code == 409
    assert second.post(f"callbacks/{row['id']}/cancellation/").json()["state"] == "cancelled"


def test_an_answer_of_the_library_is_named_by_its_key(cast: Cast, api: ApiOf) -> None:
    [first, *_] = api(cast.operator).get("answers/?q=abogado").json()
    said = {"topic": first["topic"], "note": "Told.", "from_library": first["key"]}
    assert api(cast.operator).call(body(answers=[said])).status_code == 201
    assert Answer.objects.get().from_library_id == first["key"]
    assert api(cast.analyst).get("answers/counts/").json()[0]["answered"] == 1
    wrong = api(cast.operator).call(body(answers=[said | {"from_library": "nope"}]))
    assert fields(wrong) == ["answers[0].from_library"]
