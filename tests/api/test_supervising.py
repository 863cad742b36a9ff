"""What supervisors do on pages they can do through the API, in the same scope."""

from typing import Any

import pytest
from django.utils import timezone

from cases.models import Certification, PaperReference
from cases.scorecards import load_scorecards
from tests.api.conftest import Api, body
from tests.api.test_schema import fits, schema
from tests.builders import a_call, a_case
from tests.cast import Cast
from tests.policy import SCORED

__all__ = ["schema"]


def test_trainees_reviews_and_answers(cast: Cast, schema: dict[str, Any]) -> None:
    boss, trainee = Api(cast.supervisor), Api(cast.operator)
    assert boss.post("trainees/", {"operator": "operator"}).status_code == 201
    assert boss.post("trainees/", {"operator": "operator"}).status_code == 409
    assert boss.post("trainees/", {"operator": "hq"}).status_code == 422
    case = a_case("CON", by=cast.operator)
    [row] = boss.get("reviews/").json()
    fits(row, "CaseReviewAnswer", schema)
    assert (row["case"], row["trainee"], row["verdict"]) == (case.number, "operator", "")
    assert trainee.get("reviews/").status_code == 404
    verdict = f"reviews/{row['id']}/verdict/"
    assert boss.post(verdict, {"verdict": "fine"}).status_code == 422
    assert boss.post(verdict, {"verdict": "talk"}).status_code == 409
    assert boss.post(verdict, {"verdict": "talk", "note": "Which wing?"}).json()["note"] == "Which wing?"
    assert trainee.post(f"reviews/{row['id']}/answer/", {"answer": "West."}).json()["answer"] == "West."
    assert boss.post("trainees/ending/", {"operator": "operator"}).status_code == 204
    assert boss.get("trainees/").json() == []


def test_a_call_is_scored_and_answered(cast: Cast, schema: dict[str, Any]) -> None:
    load_scorecards()
    call = a_call(by=cast.operator)
    path, whole = f"calls/{call.reference}/quality/", dict.fromkeys(SCORED, "yes")
    boss = Api(cast.supervisor)
    missing = boss.post(path, {"scores": {"safety": "yes"}, "comment": "Good."})
    assert [error["field"] for error in missing.json()["errors"]] == ["scores"]
    assert boss.post(path, {"scores": {**whole, "safety": "maybe"}, "comment": "Good."}).status_code == 422
    row = boss.post(path, {"scores": {**whole, "safety": "none"}, "comment": "Good."}).json()
    fits(row, "QualityAnswer", schema)
    assert (row["percent"], row["scores"]["safety"]) == (100, "none")
    taker = Api(cast.operator)
    assert taker.post(path, {"scores": whole, "comment": "Me."}).status_code == 404
    assert [one["id"] for one in taker.get("quality/").json()] == [row["id"]]
    assert taker.post(f"quality/{row['id']}/answer/", {"answer": "Thanks."}).json()["answer"] == "Thanks."
    assert Api(cast.operator2).get("quality/").json() == []


def test_certifications(cast: Cast, schema: dict[str, Any]) -> None:
    Certification.objects.all().delete()
    boss, until = Api(cast.hq), f"{timezone.localdate().year + 1}-03-04T00:00:00Z"
    told = {"operator": "operator", "topic": "SAA", "expires_at": until}
    assert boss.post("certifications/grants/", {**told, "topic": "CON"}).status_code == 422
    assert (
        boss.post("certifications/grants/", {**told, "expires_at": "2020-03-04T00:00:00Z"}).status_code == 422
    )
    row = boss.post("certifications/grants/", told).json()
    fits(row, "CertificationAnswer", schema)
    assert [one["id"] for one in Api(cast.operator).get("certifications/").json()] == [row["id"]]
    assert Api(cast.operator2).get("certifications/").json() == []
    gone = f"certifications/{row['id']}/revocation/"
    assert boss.post(gone, {"why": "The course ran out."}).status_code == 204
    assert boss.post(gone, {"why": "Again."}).status_code == 404


def test_references_on_paper(cast: Cast, schema: dict[str, Any]) -> None:
    boss = Api(cast.supervisor)
    assert boss.post("paper/blocks/", {"how_many": 201, "why": "Outage."}).status_code == 422
    block = boss.post("paper/blocks/", {"how_many": 3, "why": "Outage."}).json()
    fits(block, "WholeBlockAnswer", schema)
    first, second, _ = [one["reference"] for one in block["references"]]
    assert Api(cast.operator).call(body(paper_reference=first, taken_by="operator2")).status_code == 201
    struck = boss.post(
        f"paper/blocks/{block['id']}/striking/", {"references": [first, second], "why": "Lost."}
    )
    states = [one["standing"] for one in struck.json()["references"]]
    assert (states, PaperReference.objects.filter(struck_at__isnull=False).count()) == (
        ["used", "struck", "open"],
        1,
    )
    [counted] = boss.get("paper/blocks/").json()
    fits(counted, "BlockAnswer", schema)
    assert (counted["open"], counted["used"], counted["struck"]) == (1, 1, 1)


@pytest.mark.parametrize("who", ["supervisor", "hq"])
def test_the_board(cast: Cast, schema: dict[str, Any], who: str) -> None:
    fits(Api(getattr(cast, who)).get("board/").json(), "BoardAnswer", schema)
