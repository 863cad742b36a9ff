"""Trainees' cases are read, calls are scored, and whoever took them reads it and answers once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import certifications, quality, reviews, traineeships
from cases.models import Call, CaseReview, CaseReviewVerdict, Certification, QualityReview, Scorecard, Topic
from cases.quality import FULL, NOT
from cases.scorecards import load_scorecards
from helpline.refusals import Overtaken, Refused
from routing.models import QueueItem
from tests.builders import a_call, a_case, concern
from tests.cast import Cast
from tests.policy import SCORED


@pytest.fixture
def card(db: None) -> Scorecard:
    load_scorecards()
    found = quality.scorecard_in_force(timezone.localdate())
    assert found is not None
    return found


def scored(call: Call, cast: Cast, card: Scorecard, value: int | None = FULL) -> QualityReview:
    scores = dict.fromkeys(SCORED, value)
    return quality.score(call, card, scores, "Ask for the unit first.", by=cast.supervisor)


# -- trainees -------------------------------------------------------------------------------------


def test_a_trainees_case_is_routed_at_once_and_waits_to_be_read(cast: Cast, signed_in: Any) -> None:
    traineeships.begin(cast.operator, by=cast.supervisor)
    calm, urgent = a_case("CON", by=cast.operator), a_case("MED", by=cast.operator)
    a_case("CON", by=cast.operator2)
    assert QueueItem.objects.open().filter(case=calm).exists()
    waiting = CaseReview.objects.visible_to(cast.supervisor).waiting().most_urgent_first()
    assert [row.case for row in waiting] == [urgent, calm]
    html = signed_in(cast.supervisor).get("/reviews/").content.decode()
    assert "2 cases wait for review" in html
    traineeships.end(cast.operator, by=cast.supervisor)
    a_case("CON", by=cast.operator)
    assert CaseReview.objects.count() == 2


def test_the_verdict_reaches_the_trainee_who_answers_once(cast: Cast, signed_in: Any) -> None:
    traineeships.begin(cast.operator, by=cast.supervisor)
    a_case("CON", by=cast.operator, summary="No hot water, says unit 4.")
    row, client = CaseReview.objects.get(), signed_in(cast.supervisor)
    url = f"/reviews/{row.pk}/"
    assert "No hot water, says unit 4." in client.get(url).content.decode()
    assert "Write down what you want to talk over." in client.post(url, {"verdict": "talk"}).content.decode()
    assert client.post(url, {"verdict": "talk", "note": "Which wing?"}).status_code == 302
    assert client.post(url, {"verdict": "good"}).status_code == 409
    theirs = signed_in(cast.operator)
    assert "Which wing?" in theirs.get("/quality/").content.decode()
    assert theirs.post(f"{url}answer/", {"answer": ""}).status_code == 422
    assert theirs.post(f"{url}answer/", {"answer": "The west wing."}).status_code == 302
    again = theirs.post(f"{url}answer/", {"answer": "No, the east wing."})
    assert (again.status_code, CaseReview.objects.get().answer) == (422, "The west wing.")
    assert signed_in(cast.operator2).post(f"{url}answer/", {"answer": "Me!"}).status_code == 404


def test_nobody_reads_their_own_case_or_says_that_they_have_learnt_it(cast: Cast) -> None:
    with pytest.raises(Refused):
        traineeships.begin(cast.supervisor, by=cast.supervisor)
    traineeships.begin(cast.supervisor, by=cast.hq)
    with pytest.raises(Refused):
        traineeships.begin(cast.supervisor, by=cast.hq)
    a_case("CON", by=cast.supervisor)
    with pytest.raises(Refused):
        reviews.give_verdict(CaseReview.objects.get(), CaseReviewVerdict.GOOD, "", by=cast.supervisor)


# -- call quality ---------------------------------------------------------------------------------


def test_a_call_is_scored_once_and_whoever_took_it_answers_once(
    cast: Cast, signed_in: Any, card: Scorecard
) -> None:
    call, client = a_call(by=cast.operator), signed_in(cast.supervisor)
    url = f"/calls/{call.reference}/quality/"
    told = {f"q_{key}": "2" for key in SCORED} | {"comment": "Calm and clear."}
    left_out = client.post(url, {**told, "q_safety": ""})
    assert left_out.status_code == 422
    assert "Choose yes, partly, no, or that it did not come up." in left_out.content.decode()
    assert "Calm and clear." in left_out.content.decode()
    assert client.post(url, {**told, "q_safety": "7"}).status_code == 422
    assert client.post(url, {**told, "q_safety": "0"}).status_code == 302
    row = QualityReview.objects.select_related("scorecard").get()
    assert (row.operator, row.scores["safety"], quality.percent(row)) == (cast.operator, NOT, 88)
    with pytest.raises(Overtaken):
        scored(call, cast, card)
    theirs = signed_in(cast.operator)
    assert "Calm and clear." in theirs.get("/quality/").content.decode()
    assert theirs.post(f"/quality/{row.pk}/answer/", {"answer": "Thank you."}).status_code == 302
    assert theirs.post(f"/quality/{row.pk}/answer/", {"answer": "Really."}).status_code == 422
    assert "Thank you." in client.get(url).content.decode()


def test_one_who_did_not_take_the_call_learns_nothing(cast: Cast, signed_in: Any, card: Scorecard) -> None:
    row = scored(a_call(by=cast.operator), cast, card)
    other = signed_in(cast.operator2)
    assert "Ask for the unit first." not in other.get("/quality/").content.decode()
    assert other.post(f"/quality/{row.pk}/answer/", {"answer": "Hm."}).status_code == 404
    assert other.get(f"/calls/{row.call.reference}/quality/").status_code == 404
    assert signed_in(cast.hq).get("/quality/").status_code == 404


def test_scores_are_of_this_card_and_never_of_ones_own_call(cast: Cast, card: Scorecard) -> None:
    mine, theirs = a_call(by=cast.supervisor), a_call(by=cast.operator)
    whole: dict[str, int | None] = dict.fromkeys(SCORED, FULL)
    wrong: list[tuple[Call, dict[str, int | None]]] = [
        (mine, whole),
        (theirs, {"safety": FULL}),
        (theirs, {**whole, "safety": 3}),
        (theirs, dict.fromkeys(SCORED)),
    ]
    for call, scores in wrong:
        with pytest.raises(Refused):
            quality.score(call, card, scores, "Good.", by=cast.supervisor)
    with pytest.raises(Refused):
        quality.score(theirs, card, whole, "Good.", by=cast.hq)


def test_an_average_is_told_from_three_reviews_on(cast: Cast, signed_in: Any, card: Scorecard) -> None:
    for _ in range(3):
        scored(a_call(by=cast.operator), cast, card)
    scored(a_call(by=cast.operator2), cast, card, NOT)
    lines = quality.averages(QualityReview.objects.select_related("operator", "scorecard"))
    assert [(line.operator, line.reviews, line.percent) for line in lines] == [
        (cast.operator, 3, 100),
        (cast.operator2, 1, None),
    ]
    assert "from 3 reviews on" in signed_in(cast.supervisor).get("/quality/").content.decode()
    assert "Average" not in signed_in(cast.operator).get("/quality/").content.decode()


# -- certifications -------------------------------------------------------------------------------


def test_a_certification_is_granted_until_a_day_and_taken_away_with_a_reason(
    cast: Cast, signed_in: Any
) -> None:
    Certification.objects.all().delete()
    client, year = signed_in(cast.supervisor), timezone.localdate().year
    said = {"operator": "operator", "topic": "SAA", "until_month": "3", "until_day": "4"}
    past = client.post("/operators/", {**said, "until_year": str(year - 1)})
    assert (past.status_code, "This day is over." in past.content.decode()) == (422, True)
    assert client.post("/operators/", {**said, "until_year": str(year + 1)}).status_code == 302
    row = Certification.objects.get()
    assert (row.operator, row.topic_id, row.expires_at.year) == (cast.operator, "SAA", year + 1)
    assert "Sexual abuse" in signed_in(cast.operator).get("/quality/").content.decode()
    url = f"/certifications/{row.pk}/revocation/"
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "The course ran out."}).status_code == 302
    assert client.get(url).status_code == 404


def test_what_ends_first_stands_first(cast: Cast, signed_in: Any) -> None:
    Certification.objects.all().delete()
    topic, soon = Topic.objects.get(code="SAA"), timezone.now() + timedelta(days=3)
    certifications.grant(cast.operator, topic, soon + timedelta(days=300), by=cast.supervisor)
    certifications.grant(cast.operator2, topic, soon, by=cast.supervisor)
    html = signed_in(cast.hq).get("/operators/").content.decode()
    assert html.index("operator2 <span") < html.index("operator <span")
    assert "One certification ends within 30 days." in html


@pytest.mark.parametrize(
    "path", ["/reviews/", "/quality/", "/operators/", "/api/v1/reviews/", "/api/v1/quality/"]
)
def test_every_list_costs_the_same_for_1_and_more(
    cast: Cast, signed_in: Any, card: Scorecard, path: str
) -> None:
    traineeships.begin(cast.operator, by=cast.supervisor)
    client, costs = signed_in(cast.supervisor), []
    for more in (1, 2, 10):
        for _ in range(more):
            scored(a_call(concern(), concern("TEL"), by=cast.operator), cast, card)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        costs.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert len(set(costs)) == 1, costs
