"""The API foretells where concerns go, adds calls to cases on record, and takes emergencies without a name."""

from typing import Any
from uuid import uuid4

import pytest

from cases.models import Alarm, Call, Case, Detainee, Disposition, NamedPersonTold, RepeatCall
from routing import desk, dispatch
from routing.models import QueueItem
from tests.api.conftest import Api
from tests.builders import a_case, item_of
from tests.cast import Cast

BODY: dict[str, Any] = {
    "line": "F-STWRTGA",
    "caller": {"kind": "detainee"},
    "detainee": {"a_number": "A000000042", "family_names": "Batz"},
    "started_at": "2026-03-04T15:20:00Z",
}
TOLD = {"name": "Jane Roe", "position": "Shift supervisor", "at": "2026-03-04T15:24:00Z"}


def body(*cases: dict[str, Any]) -> dict[str, Any]:
    return BODY | {"cases": [{"topic": "TEL", "summary": "Phones are dead."} | said for said in cases]}


@pytest.fixture
def operator(cast: Cast) -> Api:
    return Api(cast.operator)


@pytest.fixture
def case(operator: Api) -> Case:
    operator.call(body({}))
    dispatch.drain()
    return Case.objects.get()


def test_the_preview_says_what_then_happens_and_saves_nothing(operator: Api) -> None:
    said = body({}, {"topic": "SUI"}, {"accuses_staff": True})
    foretold = operator.post("calls/preview/", said)
    assert (foretold.status_code, Call.objects.count(), Alarm.objects.count()) == (200, 0, 0)
    assert [row["emergency"] for row in foretold.json()] == [False, True, False]
    operator.call(said)
    dispatch.drain()
    stays = QueueItem.objects.select_related("office", "decision").order_by("case_id")
    assert [(row["office"], row["why"]) for row in foretold.json()] == [
        (stay.office.code, stay.decision.why) for stay in stays
    ]


def test_the_preview_of_a_bad_body_names_its_fields(operator: Api) -> None:
    answer = operator.post("calls/preview/", body({"topic": "XXX"}))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/cases/0/topic")
    assert operator.post("calls/preview/", b"[").status_code == 400


def test_a_concern_is_added_to_the_case_it_repeats_also_when_sent_twice(operator: Api, case: Case) -> None:
    key, said = str(uuid4()), body({"repeats": case.number.lower()})
    first, second = operator.call(said, key), operator.call(said, key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["added_to"] == second.json()["added_to"] == [case.number]
    assert (Case.objects.get().calls_heard, RepeatCall.objects.count()) == (2, 1)
    foretold = operator.post("calls/preview/", said).json()[0]
    assert (foretold["office"], foretold["repeats"]) == (None, case.number)


def test_sent_twice_it_is_one_call_even_if_the_case_was_closed_between(
    operator: Api, case: Case, cast: Cast
) -> None:
    key, said = str(uuid4()), body({"repeats": case.number})
    operator.call(said, key)
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    assert operator.call(said, key).status_code == 200
    assert operator.call(said).status_code == 409  # another call


def test_a_case_not_offered_reads_like_an_unknown_one(operator: Api, case: Case, cast: Cast) -> None:
    elsewhere = a_case("TEL", by=cast.operator2, facility="KRO")
    answers = [
        operator.call(body({"repeats": number})) for number in (elsewhere.number, "2222-2222-2", "nonsense")
    ]
    assert {(answer.status_code, answer.json()["errors"][0]["pointer"]) for answer in answers} == {
        (422, "#/cases/0/repeats")
    }
    assert len({answer.content for answer in answers}) == 1


def test_a_protected_persons_case_is_not_offered(operator: Api, case: Case) -> None:
    Detainee.objects.update(protected=True)
    said = body({"repeats": case.number}) | {"detainee": {"a_number": "A000000042"}}
    assert operator.call(said).status_code == 422


def test_an_emergency_without_a_name_is_taken_and_its_alarm_stays_open(operator: Api, cast: Cast) -> None:
    supervisor = Api(cast.supervisor)
    assert operator.call(body({"topic": "SUI"})).status_code == 201
    (alarm,) = supervisor.get("alarms/").json()
    assert (alarm["open"], alarm["told"], alarm["case"]) == (True, False, Case.objects.get().number)
    answered = supervisor.post(f"alarms/{alarm['id']}/acknowledgement/")
    assert (answered.status_code, answered.json()["acknowledged_by"]) == (200, "supervisor")
    late = Api(cast.hq).post(f"alarms/{alarm['id']}/acknowledgement/")
    assert (late.status_code, "is on it already" in late.json()["detail"]) == (409, True)
    closed = supervisor.post(f"alarms/{alarm['id']}/told/", TOLD)
    assert (closed.status_code, closed.json()["open"]) == (200, False)


def test_who_was_told_can_come_with_the_call(operator: Api) -> None:
    assert operator.call(body({"topic": "SUI", "told": TOLD})).status_code == 201
    assert NamedPersonTold.objects.get().told_name == "Jane Roe"
    future = operator.call(body({"topic": "SUI", "told": TOLD | {"at": "2099-01-01T00:00:00Z"}}))
    assert (future.status_code, future.json()["errors"][0]["pointer"]) == (422, "#/cases/0/told/at")


def test_only_supervisors_and_headquarters_read_alarms(cast: Cast) -> None:
    for nobody in (cast.operator, cast.officer_atl, cast.auditor):
        assert Api(nobody).get("alarms/").status_code == 404
