"""A call sent again under its key is the same call."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from cases import paper
from cases.intake import ToldDetainee
from cases.models import Call, Callback, CallbackHours, Case, Disposition
from routing import desk, dispatch
from tests.aftercare.promises import half_hour
from tests.api.conftest import Api, body
from tests.builders import a_case, item_of
from tests.cast import Cast


def test_the_same_again_is_200_with_the_same_numbers(cast: Cast) -> None:
    key = str(uuid4())
    first, again = (Api(cast.operator).call(body(), key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (Call.objects.count(), Case.objects.count()) == (1, 1)


def test_a_call_with_every_part_is_answered_alike_also_once_its_parts_are_used_up(cast: Cast) -> None:
    case = a_case("TEL", by=cast.operator2, told=ToldDetainee(a_number="A000000042"))
    [reference] = paper.issue_block(1, "Outage.", by=cast.supervisor).references.values_list(
        "reference", flat=True
    )
    CallbackHours.objects.update(places=1)
    said = body(
        detainee={"a_number": "A000000042"},
        verification={"authority": "none", "steps": ["facility_line", "a_number"]},
        callback={"at": half_hour().isoformat(), "number": "(404) 555-0123"},
        receipt_code=True,
        interpreting={"number": "55", "asked_at": "2026-03-04T15:21:00Z"},
        paper_reference=reference,
        cases=[
            {"topic": "TEL", "summary": "Still dead.", "repeats": case.number},
            {
                "topic": "SUI",
                "summary": "He will end it tonight.",
                "supervisor": "supervisor",
                "protocol": {"version": 1, "steps": [0]},
                "points": {"since": "Yesterday"},
                "told": {"name": "Jane Roe", "position": "911", "at": "2026-03-04T15:25:00Z"},
            },
        ],
        answers=[{"topic": "CON", "note": "Told the visiting hours."}],
    )
    key = str(uuid4())
    first = Api(cast.operator).call(said, key)
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    again = Api(cast.operator).call(said, key)
    assert (first.status_code, again.status_code) == (201, 200), again.content
    assert first.json()["reference"] == again.json()["reference"] == reference
    assert first.json()["receipt_code"] == again.json()["receipt_code"] != ""
    assert (Call.objects.count(), Case.objects.count(), Callback.objects.count()) == (2, 2, 1)


def test_the_same_written_differently_is_the_same(cast: Cast) -> None:
    key = str(uuid4())
    Api(cast.operator).call(body(), key)
    again = Api(cast.operator).call(
        body(started_at="2026-03-04T10:20:00-05:00", facility="stwrtga"), key.upper()
    )
    assert again.status_code == 200


def test_sent_again_later_it_tells_the_office_of_now(cast: Cast) -> None:
    key = str(uuid4())
    number = Api(cast.operator).call(body(), key).json()["cases"][0]["number"]
    dispatch.drain()
    again = Api(cast.operator).call(body(), key)
    assert again.json()["cases"] == [{"number": number, "state": "routed", "office": "ATL"}]


def test_another_body_under_the_key_is_refused(cast: Cast) -> None:
    key = str(uuid4())
    Api(cast.operator).call(body(), key)
    other = Api(cast.operator).call(body(language="en"), key)
    assert (other.status_code, other.json()["type"]) == (409, "urn:helpline:problem:refused")
    assert Call.objects.count() == 1


def test_the_key_of_a_colleague_is_refused(cast: Cast) -> None:
    key = str(uuid4())
    Api(cast.operator).call(body(), key)
    assert Api(cast.operator2).call(body(), key).status_code == 409


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "é" * 32, "0" * 4000])
def test_a_call_without_a_proper_key_is_refused(cast: Cast, key: str) -> None:
    response = Api(cast.operator).post("calls/", body(), Idempotency_Key=key)
    assert (response.status_code, Call.objects.count()) == (400, 0)
    assert response.json()["detail"].startswith("Send Idempotency-Key")


@pytest.mark.django_db(transaction=True)
def test_sent_from_eight_sides_at_once_it_is_one_call(cast: Cast) -> None:
    key, statuses, answers = str(uuid4()), list[int](), list[Any]()
    clients = [Api(cast.operator) for _ in range(8)]

    def send(client: Api) -> None:
        response = client.call(body(), key)
        statuses.append(response.status_code)
        answers.append(response.json()["reference"])
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 7 + [201]
    assert len(set(answers)) == 1
    assert Call.objects.count() == 1
