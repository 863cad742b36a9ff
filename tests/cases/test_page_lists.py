"""Lists of calls and cases: only what is theirs, the same number of queries for one row and for many."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Call
from helpline.audit.models import Access
from routing import dispatch
from tests.builders import KROME, a_call, a_case, concern
from tests.cast import Cast

LISTS = ["/calls/", "/cases/"]


def queries(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", LISTS)
def test_one_row_and_many_cost_the_same(cast: Cast, signed_in: Any, path: str) -> None:
    client = signed_in(cast.operator)
    a_case(by=cast.operator)
    one = queries(client, path)
    for _ in range(4):
        a_call(concern(), concern("MED"), by=cast.operator, facility=KROME)
    dispatch.drain()
    assert queries(client, path) == one <= 12


@pytest.mark.parametrize("path", LISTS)
def test_an_operator_reads_what_they_took_and_nothing_else(cast: Cast, signed_in: Any, path: str) -> None:
    mine, theirs = a_case(by=cast.operator), a_case(by=cast.operator2)
    html = signed_in(cast.operator).get(path).content.decode()
    assert (mine.number in html, theirs.number in html) == (True, False)
    assert theirs.number in signed_in(cast.supervisor).get(path).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_what_to_do(cast: Cast, signed_in: Any, path: str) -> None:
    assert "hl-empty__says" in signed_in(cast.operator).get(path).content.decode()


def test_calls_go_on_by_key(cast: Cast, signed_in: Any) -> None:
    for _ in range(51):
        a_call(by=cast.operator)
    oldest = Call.objects.earliest("pk")
    client = signed_in(cast.operator)
    first = client.get("/calls/")
    assert oldest.reference not in first.content.decode()
    older = first.context["page"].older
    assert oldest.reference in client.get("/calls/", {"before": older}).content.decode()
    assert older not in {str(pk) for pk in Call.objects.values_list("pk", flat=True)}


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²"])
def test_a_strange_cursor_is_the_first_page(cast: Cast, signed_in: Any, before: str) -> None:
    a_case(by=cast.operator)
    for path in LISTS:
        assert signed_in(cast.operator).get(path, {"before": before}).status_code == 200


def test_cases_by_topic_state_and_office(cast: Cast, signed_in: Any) -> None:
    phones, medical = a_case("TEL", by=cast.operator), a_case("MED", by=cast.operator)
    client = signed_in(cast.hq)
    for wish, expected in (
        ({"topic": "TEL"}, (True, False)),
        ({"office": "IHSC"}, (False, True)),
        ({"state": "closed"}, (False, False)),
        ({"state": "routed", "office": "ATL"}, (True, False)),
    ):
        html = client.get("/cases/", wish).content.decode()
        assert (phones.number in html, medical.number in html) == expected, wish


@pytest.mark.parametrize("wish", [{"topic": "XXX"}, {"state": "lost"}, {"office": "ZZZ"}])
def test_an_unknown_filter_is_named(cast: Cast, signed_in: Any, wish: dict[str, str]) -> None:
    answer = signed_in(cast.hq).get("/cases/", wish)
    assert (answer.status_code, "from the list." in answer.content.decode()) == (422, True)


def test_an_office_cannot_filter_by_another(cast: Cast, signed_in: Any) -> None:
    assert signed_in(cast.officer_mia).get("/cases/", {"office": "ATL"}).status_code == 422


def test_words_are_posted_found_and_their_reading_is_recorded(cast: Cast, signed_in: Any) -> None:
    cold = a_case(summary="The showers are cold since Monday.", by=cast.operator)
    dead = a_case("TEL", summary="All phones are dead.", by=cast.operator)
    html = signed_in(cast.operator).post("/cases/", {"words": "cold shower"}).content.decode()
    assert (cold.number in html, dead.number in html) == (True, False)
    assert Access.objects.filter(subject_kind="case", subject_key=str(cold.pk), by=cast.operator).exists()


def test_reading_the_list_is_recorded_for_every_case_on_it(cast: Cast, signed_in: Any) -> None:
    shown = {str(a_case(by=cast.operator).pk) for _ in range(2)}
    a_case(by=cast.operator2)
    signed_in(cast.operator).get("/cases/")
    read = Access.objects.filter(subject_kind="case", by=cast.operator, where="list of cases")
    assert set(read.values_list("subject_key", flat=True)) == shown


def test_words_in_an_address_are_ignored(cast: Cast, signed_in: Any) -> None:
    dead = a_case("TEL", summary="All phones are dead.", by=cast.operator)
    assert dead.number in signed_in(cast.operator).get("/cases/", {"words": "cold"}).content.decode()


def test_a_case_number_leads_to_the_case_if_it_is_theirs(cast: Cast, signed_in: Any) -> None:
    case = a_case(by=cast.operator)
    number = case.number.replace("-", "").lower()
    mine = signed_in(cast.operator).post("/cases/", {"words": number})
    assert (mine.status_code, mine["Location"]) == (302, f"/cases/{case.number}/")
    assert signed_in(cast.officer_mia).post("/cases/", {"words": number}).status_code == 200


@pytest.mark.parametrize("words", ["\x00", "x" * 201, "'\"((&|!", "🙂" * 50, "<b>"])
def test_strange_words_never_break(cast: Cast, signed_in: Any, words: str) -> None:
    a_case(by=cast.operator)
    assert signed_in(cast.operator).post("/cases/", {"words": words}).status_code in {200, 422}


def test_who_may_open_the_lists(cast: Cast, signed_in: Any) -> None:
    seen = {
        path: {user.username for user in cast.everybody() if signed_in(user).get(path).status_code == 200}
        for path in LISTS
    }
    takers = {"operator", "operator2", "supervisor", "hq"}
    offices = {"officer.atl", "officer.mia", "officer.ihsc", "officer.opr", "lead.atl"}
    assert seen == {"/calls/": takers, "/cases/": takers | offices}
