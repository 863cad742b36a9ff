"""Points, dates, places, the protocol and the supervisor who joined go through the API by the same verb."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, Certification, ProtocolRun
from helpline.accounts.models import Role
from tests.api.conftest import Api, body
from tests.builders import KROME
from tests.cast import Cast, person

Client = Callable[[Any], Api]
SOON = (timezone.localdate() + timedelta(days=3)).isoformat()
WHOLE = {
    "topic": "MED",
    "summary": "No insulin for two days.",
    "points": {"since": "Sunday", "asks_for": "A doctor"},
    "removal_on": SOON,
    "held_at": KROME,
    "protocol": {"version": 1, "steps": [0, 2]},
}


def test_everything_that_can_be_told_is_read_back(api: Client, cast: Cast) -> None:
    sent = api(cast.operator).call(body(cases=[WHOLE]))
    assert sent.status_code == 201
    told = api(cast.operator).get(f"cases/{sent.json()['cases'][0]['number']}/").json()
    assert told["summary"] == "No insulin for two days.\nSince when: Sunday\nAsks for: A doctor"
    assert told["points"] == {"what": "No insulin for two days.", "since": "Sunday", "asks_for": "A doctor"}
    assert (told["removal_on"], told["held_at"], told["supervised_by"]) == (SOON, KROME, None)
    assert (told["protocol"]["version"], told["protocol"]["taken"]) == (1, [0, 2])
    assert ProtocolRun.objects.get().taken == [0, 2]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"points": {"when": "Sunday"}}, "#/cases/0/points"),
        ({"points": {"since": "x" * 601}}, "#/cases/0/points/since"),
        ({"points": {"tried": "t " * 300}, "summary": "s" * 9_900}, "#/cases/0/summary"),
        ({"removal_on": "2019-03-04"}, "#/cases/0/removal_on"),
        ({"removal_on": "2027-02-30"}, "#/cases/0/removal_on"),
        ({"held_at": "NOSUCHPLACE"}, "#/cases/0/held_at"),
        ({"protocol": {"version": 99}}, "#/cases/0/protocol/version"),
        ({"protocol": {"version": 1, "steps": ["a"]}}, "#/cases/0/protocol/steps/0"),
        ({"supervisor": "operator2"}, "#/cases/0/supervisor"),
    ],
)
def test_what_is_wrong_is_named(api: Client, cast: Cast, wrong: dict[str, Any], pointer: str) -> None:
    answer = api(cast.operator).call(body(cases=[WHOLE | wrong]))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert Case.objects.count() == 0


def test_a_topic_that_needs_a_certification(api: Client, cast: Cast) -> None:
    trainee = person("trainee", Role.OPERATOR)
    cases = [{"topic": "CON", "summary": "Cold food."}, {"topic": "SUI", "summary": "Wants to die."}]
    refused = api(trainee).call(body(cases=cases))
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/cases/1/topic"]
    assert "You are not certified" in refused.json()["errors"][0]["detail"]
    cases[1]["supervisor"] = "supervisor"
    assert api(trainee).call(body(cases=cases)).status_code == 201
    assert Case.objects.get(topic="SUI").supervised_by == cast.supervisor


def test_a_call_sent_again_after_a_certification_ended_is_the_same_call(api: Client, cast: Cast) -> None:
    told, key = (
        body(cases=[{"topic": "SUI", "summary": "Wants to die."}]),
        "8d2f4a0e-6a55-4f3e-9a67-0e3f2c1b7a90",
    )
    first = api(cast.operator).call(told, key)
    Certification.objects.filter(operator=cast.operator).update(
        granted_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )
    again = api(cast.operator).call(told, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]


def test_topics_are_found_by_words(api: Client, cast: Cast) -> None:
    told = api(cast.operator).post("topics/search/", {"text": "no hay insulina", "language": "es"})
    assert told.status_code == 200
    assert told.json()["found"][0] == {"topic": "MED", "words": ["insulina"]}
    assert told.json()["suggested"] == [{"topic": "MED", "words": ["insulina"]}]
    assert api(cast.operator).post("topics/search/", {"text": ""}).status_code == 422
    assert api(cast.auditor).post("topics/search/", {"text": "water"}).status_code in {403, 404}


def test_the_list_of_topics_shows_the_newest_protocol(api: Client, cast: Cast) -> None:
    told = {topic["code"]: topic for topic in api(cast.officer_atl).get("topics/").json()}
    assert (told["SUI"]["needs_certification"], told["CON"]["needs_certification"]) == (True, False)
    assert told["MED"]["protocol_version"] == 1
    assert len(told["MED"]["steps"]) > 3
