"""The API: how a caller was checked, what may be told, the interpreter; errors by field."""

from typing import Any

import pytest

from cases.models import Call, CallerIdentity, Verification
from routing import dispatch
from tests.api.conftest import Api, body, fields
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FAMILY = {"kind": "family", "name": "Ana Cruz", "may_announce": False}
CHECKED = {"authority": "waiver", "steps": ["form_names_caller", "full_name"]}
TIMES = {"number": "77-0123", "asked_at": "2026-03-04T15:21:00Z", "joined_at": "2026-03-04T15:23:30Z"}


def test_a_call_keeps_checks_and_interpreter_and_gives_them_back(cast: Cast) -> None:
    api = Api(cast.operator)
    answer = api.call(body(caller=FAMILY, verification=CHECKED, interpreting=TIMES))
    assert answer.status_code == 201
    call = Call.objects.get()
    assert (call.interpreter, call.interpreter_number) == (True, "77-0123")
    assert call.waited is not None
    assert call.waited.total_seconds() == 150
    assert CallerIdentity.objects.get().may_announce is False
    read = api.get(f"calls/{call.reference}/").json()
    assert read["verification"] == {"policy": 1, **CHECKED, "verified": True}
    assert read["interpreting"] == TIMES
    assert read["caller"]["may_announce"] is False


def test_a_call_without_them_is_taken_as_before(cast: Cast) -> None:
    assert Api(cast.operator).call(body()).status_code == 201
    assert Verification.objects.count() == 0
    read = Api(cast.operator).get(f"calls/{Call.objects.get().reference}/").json()
    assert (read["verification"], read["interpreting"]) == (None, None)


def test_an_office_reads_checks_only_where_it_may_know_who_called(cast: Cast) -> None:
    shown: list[Any] = []
    for withheld in (False, True):
        case = {"topic": "CON", "summary": "No hot water.", "identity_withheld": withheld}
        made = Api(cast.operator).call(body(caller=FAMILY, verification=CHECKED, cases=[case])).json()
        dispatch.drain()
        page = Api(cast.officer_atl).client.get(f"/calls/{made['reference']}/").content.decode()
        read = Api(cast.officer_atl).get(f"calls/{made['reference']}/").json()
        shown.append((read["caller"] is None, read["verification"] is None, "Proof:" in page))
    assert shown == [(False, False, True), (True, True, False)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"verification": {"policy": 9}}, "verification.policy"),
        ({"verification": {"policy": "x"}}, "verification.policy"),
        ({"verification": {"authority": "g28"}}, "verification.authority"),
        ({"verification": {"authority": "waiver", "steps": ["court_date"]}}, "verification.steps"),
        ({"verification": {"steps": "full_name"}}, "verification.steps"),
        ({"verification": {"ticks": []}}, "verification"),
        ({"verification": {"steps": ["a_number"]}, "caller": {"kind": "anonymous"}}, "verification.steps"),
        ({"interpreting": {"asked_at": "soon"}}, "interpreting.asked_at"),
        ({"interpreting": {"asked_at": "2099-01-01T00:00:00Z"}}, "interpreting.asked_at"),
        ({"interpreting": TIMES | {"joined_at": "2026-03-04T15:20:00Z"}}, "interpreting.joined_at"),
        ({"interpreting": {"number": "7" * 41}}, "interpreting.number"),
        ({"caller": FAMILY | {"may_announce": "yes"}}, "caller.may_announce"),
        ({"disposition": "no_interpreter", "language": "en", "cases": []}, "language"),
    ],
)
def test_an_error_names_its_field_and_nothing_is_written(
    cast: Cast, said: dict[str, Any], field: str
) -> None:
    answer = Api(cast.operator).call(body(**{"caller": FAMILY, **said}))
    assert answer.status_code == 422
    assert fields(answer) == [field]
    assert Call.objects.count() == 0


def test_a_call_lost_for_want_of_an_interpreter(cast: Cast) -> None:
    Api(cast.operator).call(body(disposition="no_interpreter", language="cac", cases=[]))
    assert (Call.objects.get().ending, Call.objects.get().language) == ("no_interpreter", "cac")


def test_the_advice_is_that_of_the_page(cast: Cast) -> None:
    read = Api(cast.operator).get("disclosure/?caller=family&authority=waiver&steps=full_name").json()
    assert (read["policy"], read["verified"]) == (1, False)
    assert read["missing"] == ["The form on file names this caller"]
    assert [step["key"] for step in read["steps"]] == ["form_names_caller", "full_name"]
    whole = "disclosure/?caller=family&authority=waiver&steps=full_name,form_names_caller"
    assert "What the waiver names, and nothing more" in Api(cast.operator).get(whole).json()["may"]


@pytest.mark.parametrize("query", ["", "?caller=", "?caller=somebody"])
def test_the_advice_needs_a_known_kind_of_caller(cast: Cast, query: str) -> None:
    answer = Api(cast.operator).get(f"disclosure/{query}")
    assert (answer.status_code, fields(answer)) == (422, ["caller"])


def test_unknown_proof_and_steps_count_for_nothing(cast: Cast) -> None:
    read = Api(cast.operator).get("disclosure/?caller=family&authority=a-letter&steps=,,x").json()
    assert (read["verified"], read["steps"], len(read["may"])) == (False, [], 1)
