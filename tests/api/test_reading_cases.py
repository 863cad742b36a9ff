"""Lists and cases: only what one may see, with what is not one's own left empty, and every reading on record."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.intake import ToldCaller, ToldDetainee
from cases.models import CallerKind, Case, Detainee
from cases.protocols import protocol_of
from helpline.audit import journal
from helpline.audit.models import Access
from routing import desk, dispatch
from routing.api.listing import PAGE
from tests.api.conftest import Api, fields
from tests.builders import KROME, a_call, a_case, concern, item_of
from tests.cast import Cast
from tests.routing.rules import HOME, adding, copy_to, in_force

SISTER = ToldCaller(CallerKind.FAMILY, name="Ana Ejemplo", phone="555-0101", relationship="sister")
TOLD = ToldDetainee(a_number="A000000042", given_names="José", family_names="Ejemplo")


def numbers(response: Any) -> set[str]:
    """The numbers in a list."""
    assert response.status_code == 200, response.content
    return {row["number"] for row in response.json()["results"]}


def test_a_list_holds_what_one_may_see(cast: Cast) -> None:
    here = a_case("CON", by=cast.operator)
    there = a_case("CON", by=cast.operator2, facility=KROME)
    accuses = a_case("FOR", by=cast.operator, accuses_staff=True)
    everything = {here.number, there.number, accuses.number}
    seen = {user.username: numbers(Api(user).get("cases/")) for user in cast.everybody()[:9]}
    assert seen["officer.atl"] == seen["lead.atl"] == {here.number}
    assert seen["officer.mia"] == {there.number}
    assert seen["operator"] == {here.number, accuses.number}
    assert seen["operator2"] == {there.number}
    assert seen["supervisor"] == seen["hq"] == everything
    assert accuses.number not in seen["officer.ihsc"]


def test_a_list_is_narrowed(cast: Cast) -> None:
    heat = a_case("CON", by=cast.operator, summary="The showers are cold.")
    phone = a_case("TEL", by=cast.operator, summary="The phones are dead.", facility=KROME)
    api = Api(cast.hq)
    assert numbers(api.get("cases/?office=atl")) == {heat.number}
    assert numbers(api.get("cases/?topic=TEL")) == {phone.number}
    assert numbers(api.get("cases/?state=closed")) == set()
    assert numbers(api.get("cases/?q=cold+shower")) == {heat.number}
    assert numbers(api.get("cases/?q=cold&topic=TEL")) == set()
    assert numbers(Api(cast.officer_mia).get("cases/?q=cold")) == set()


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("office=XXX", "office"), ("office=", "office"), ("state=gone", "state"), ("topic=XXX", "topic"),
        ("topic=", "topic"),
        ("cursor=1", "cursor"), ("cursor=AAAA", "cursor"), ("cursor=é", "cursor"), ("cursor=" + "A" * 120, "cursor"),
        ("cursor=" + "A" * 5000, "cursor"), ("q=" + "x" * 300, "q"), ("order=secret", ""), ("q=", "q"),
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_named(cast: Cast, asked: str, named: str) -> None:
    assert fields(Api(cast.hq).get(f"cases/?{asked}")) == [named]


@pytest.mark.parametrize(
    "q", ["'", '"', "-", "or", "a%20!%20b", "(((", "%5C", "🙂", "%ED%A0%80", ":*", "<->"]
)
def test_no_search_is_a_crash(cast: Cast, q: str) -> None:
    assert Api(cast.hq).get(f"cases/?q={q}").status_code == 200


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast) -> None:
    for _ in range(9):
        a_call(*[concern() for _ in range(12)], by=cast.operator)
    api, sizes, read = Api(cast.operator), list[int](), list[str]()
    cursor: str | None = ""
    for _ in range(3):
        page = api.get(f"cases/?cursor={cursor}" if cursor else "cases/").json()
        read += [row["number"] for row in page["results"]]
        sizes.append(len(page["results"]))
        cursor = page["next"]
    assert (sizes, cursor) == ([PAGE, PAGE, 8], None)
    assert read == list(Case.objects.order_by("-id").values_list("number", flat=True))


def test_a_cursor_opens_for_nobody_else_and_tells_nothing(cast: Cast) -> None:
    for _ in range(5):
        a_call(*[concern() for _ in range(12)], by=cast.operator)
    cursor = Api(cast.operator).get("cases/").json()["next"]
    assert fields(Api(cast.hq).get(f"cases/?cursor={cursor}")) == ["cursor"]


def test_a_list_costs_the_same_for_1_3_and_50_rows(cast: Cast) -> None:
    api, costs = Api(cast.officer_atl), list[int]()
    api.get("topics/")  # the session notes that its person is here
    for rows in (1, 2, 47):
        for _ in range(rows):
            a_call(concern(), by=cast.operator, told=TOLD)
        dispatch.drain()
        with CaptureQueriesContext(connection) as queries:
            assert len(api.get("cases/").json()["results"]) == Case.objects.count()
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2] <= 7


def test_an_officer_reads_a_case(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, caller=SISTER, told=TOLD)
    item = item_of(case)
    desk.claim(item, by=cast.officer_atl)
    case.refresh_from_db()
    read = Api(cast.officer_atl).get(f"cases/{case.number}/")
    person = Detainee.objects.get()
    assert read.headers["ETag"] == f'"{case.number}-{case.version}"'
    assert read.json() == {
        "number": case.number,
        "state": "in_progress",
        "topic": "CON",
        "urgency": case.urgency,
        "office": "ATL",
        "facility": "STWRTGA",
        "accuses_staff": False,
        "opened_at": case.opened_at.isoformat().replace("+00:00", "Z"),
        "due_at": item.due_at.isoformat().replace("+00:00", "Z"),
        "respond_by": item.respond_by.isoformat().replace("+00:00", "Z") if item.respond_by else None,
        "claimed_by": "officer.atl",
        "closed_at": None,
        "version": case.version,
        "summary": case.summary,
        "vulnerabilities": [],
        "identity_withheld": False,
        "hearing_on": None,
        "removal_on": None,
        "held_at": None,
        "points": {},
        "protocol": {"version": 0, "steps": list(protocol_of(case.topic).steps), "taken": []},
        "supervised_by": None,
        "call": case.call.reference,
        "caller": {
            "kind": "family",
            "name": "Ana Ejemplo",
            "phone": "555-0101",
            "relationship": "sister",
            "safe_to_call_back": None,
            "may_announce": None,
        },
        "detainee": {
            "id": str(person.pk),
            "name": "José Ejemplo",
            "a_number": "A000000042",
            "date_of_birth": None,
            "country_of_birth": "",
        },
    }


def test_an_office_does_not_read_who_called_where_that_is_withheld(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, caller=SISTER, identity_withheld=True)
    for path in (f"cases/{case.number}/", f"calls/{case.call.reference}/"):
        answer = Api(cast.officer_atl).get(path)
        assert answer.json()["caller"] is None
        assert b"Ana" not in answer.content
        assert b"555-0101" not in answer.content
    assert Api(cast.hq).get(f"cases/{case.number}/").json()["caller"]["name"] == "Ana Ejemplo"


def test_an_operator_does_not_read_a_person_who_is_protected(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, told=TOLD)
    Detainee.objects.update(protected=True)
    assert Api(cast.operator).get(f"cases/{case.number}/").json()["detainee"] is None
    assert Api(cast.hq).get(f"cases/{case.number}/").json()["detainee"]["a_number"] == "A000000042"


def test_a_case_last_read_is_not_sent_again(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_atl)
    tag = api.get(f"cases/{case.number}/").headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = api.get(f"cases/{case.number}/", **{"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    desk.claim(item_of(case), by=cast.officer_atl)
    assert api.get(f"cases/{case.number}/", **{"If-None-Match": tag}).status_code == 200
    assert Api(cast.officer_mia).get(f"cases/{case.number}/", **{"If-None-Match": tag}).status_code == 404


def test_a_number_may_be_written_in_any_way(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    for spelling in (case.number.lower(), case.number.replace("-", "")):
        assert Api(cast.operator).get(f"cases/{spelling}/").json()["number"] == case.number


def test_why_a_case_is_here(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    [decision] = Api(cast.officer_atl).get(f"cases/{case.number}/decisions/").json()
    assert (decision["office"], decision["kind"], decision["ruleset"], decision["generation"]) == (
        "ATL",
        "automatic",
        1,
        1,
    )
    assert (decision["facts"]["facility"], decision["facts"]["facility_office"]) == ("STWRTGA", "ATL")
    assert decision["why"]


def test_what_else_the_rules_said_and_who_has_a_copy_only_for_headquarters(cast: Cast) -> None:
    in_force(HOME, adding("soon", raise_to="P1", copies=[copy_to("CMD")]))
    case = a_case("CON", by=cast.operator)
    for reader in (cast.operator, cast.officer_atl, cast.hq):
        [decision] = Api(reader).get(f"cases/{case.number}/decisions/").json()
        copies = {"copies": [copy_to("CMD")]} if reader == cast.hq else {}
        assert decision["outcome"] == {"urgency": "P1", "also": ["soon"], "covers_for": None, **copies}
        assert ("excluded" in decision["facts"]) == (reader == cast.hq)


def test_the_words_of_an_office_are_for_offices(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.transfer(
        item_of(case), item_of(a_case("MED", by=cast.operator)).office, by=cast.officer_atl, why="A CANARY"
    )
    for part in ("decisions", "timeline"):
        assert b"CANARY" not in Api(cast.operator).get(f"cases/{case.number}/{part}/").content
        assert b"CANARY" in Api(cast.officer_ihsc).get(f"cases/{case.number}/{part}/").content


def test_the_story_of_a_case(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.claim(item_of(case), by=cast.officer_atl)
    story = Api(cast.hq).get(f"cases/{case.number}/timeline/").json()
    assert [moment["verb"] for moment in story] == ["claimed", "routed", "opened"]
    assert all(moment["at"].endswith("Z") for moment in story)


def test_a_call_shows_an_office_its_own_cases_only(cast: Cast) -> None:
    call = a_call(
        concern("CON"), concern("FOR", "He hit me.", accuses_staff=True), by=cast.operator, caller=SISTER
    )
    dispatch.drain()
    seen = Api(cast.officer_atl).get(f"calls/{call.reference}/").json()
    assert [case["topic"] for case in seen["cases"]] == ["CON"]
    assert (seen["answers"], seen["told"]) == ([], {})
    assert len(Api(cast.operator).get(f"calls/{call.reference}/").json()["cases"]) == 2


def test_every_reading_is_on_record(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, caller=SISTER, told=TOLD)
    api = Api(cast.officer_atl)
    paths = ["cases/", *(f"cases/{case.number}/{part}" for part in ("", "decisions/", "timeline/"))]
    for path in (*paths, f"calls/{case.call.reference}/"):
        api.get(path)
    looked = list(Access.objects.order_by("id").values_list("where", "subject_kind"))
    three = ["case", "detainee", "calleridentity"]
    assert looked == [
        ("api cases", "case"),
        *(("api case", kind) for kind in three),
        *(("api decisions", kind) for kind in three),
        *(("api timeline", kind) for kind in three),
        ("api call", "call"),
        ("api call", "calleridentity"),
        ("api call", "detainee"),
    ]


def test_what_cannot_be_put_on_record_is_not_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case("CON", by=cast.operator)
    api = Api(cast.officer_atl)
    api.client.raise_request_exception = False
    monkeypatch.setattr(journal, "LOOKED", "INSERT INTO no_such_table VALUES (%s, %s, %s, %s)")
    for path in ("cases/", f"cases/{case.number}/", f"calls/{case.call.reference}/"):
        answer = api.get(path)
        assert answer.status_code == 500
        assert case.number.encode() not in answer.content


@pytest.mark.parametrize("path", ["topics/", "offices/", "phases/", "facilities/"])
def test_reference_facts_are_for_everybody_who_works_here(cast: Cast, path: str) -> None:
    assert {Api(user).get(path).status_code for user in cast.everybody()} <= {200, 404}
    assert Api(cast.operator).get(path).status_code == 200


def test_topics_are_listed_by_name(cast: Cast) -> None:
    topics = Api(cast.analyst).get("topics/").json()
    assert len(topics) == 37
    assert [topic["name"] for topic in topics] == sorted(topic["name"] for topic in topics)
