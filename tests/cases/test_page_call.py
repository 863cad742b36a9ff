"""The record of a call shows each reader what is theirs, and that they read it is written down."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import intake
from cases.models import Call, CallerKind, Case, Topic
from helpline.audit.models import Access
from routing import dispatch
from tests.builders import a_call, concern
from tests.cast import Cast


@pytest.fixture
def call(cast: Cast) -> Call:
    """A sister calls about cold food (Atlanta), an officer who hit somebody (OPR), and asks a question."""
    call = a_call(
        concern("CON", "Cold food every day."),
        concern("FOR", "An officer hit him.", accuses_staff=True),
        by=cast.operator,
        caller=intake.ToldCaller(CallerKind.FAMILY, "Rosa Lima", "555-0107", "Sister", False),
        told=intake.ToldDetainee(a_number="A000000042", given_names="Ana", family_names="Cruz"),
        questions=(intake.Question(Topic.objects.get(code="CAS"), "Asked for the next hearing."),),
        note="She cried.",
    )
    dispatch.drain()
    return call


CANARIES = {
    "Cold food every day.": "summary",
    "An officer hit him.": "accusation",
    "Rosa Lima": "caller",
    "555-0107": "phone",
    "Ana Cruz": "person",
    "Asked for the next hearing.": "answer",
    "She cried.": "note",
}


def seen(client: Any, call: Call) -> set[str]:
    answer = client.get(f"/calls/{call.reference}/")
    assert answer.status_code == 200
    html = answer.content.decode()
    return {name for canary, name in CANARIES.items() if canary in html}


def test_taker_supervisor_and_headquarters_read_all_of_it(cast: Cast, signed_in: Any, call: Call) -> None:
    for user in (cast.operator, cast.supervisor, cast.hq):
        assert seen(signed_in(user), call) == set(CANARIES.values())


def test_an_office_reads_its_own_case_and_never_what_accuses_staff(
    cast: Cast, signed_in: Any, call: Call
) -> None:
    assert seen(signed_in(cast.officer_atl), call) == {"summary", "caller", "phone", "person"}
    accusing = Case.objects.get(accuses_staff=True)
    html = signed_in(cast.officer_atl).get(f"/calls/{call.reference}/").content.decode()
    assert accusing.number not in html
    assert f"<h1>Call {call.reference}</h1>" in html


def test_an_office_does_not_read_a_hidden_caller(cast: Cast, signed_in: Any, call: Call) -> None:
    Case.objects.filter(call=call, topic_id="CON").update(identity_withheld=True)
    assert seen(signed_in(cast.officer_atl), call) == {"summary", "person"}
    html = signed_in(cast.officer_atl).get(f"/calls/{call.reference}/").content.decode()
    assert "Sister" not in html


def test_nobody_else_learns_that_it_exists(cast: Cast, signed_in: Any, call: Call) -> None:
    for user in (cast.operator2, cast.officer_mia, cast.officer_ihsc, cast.analyst, cast.auditor):
        known = signed_in(user).get(f"/calls/{call.reference}/")
        unknown = signed_in(user).get("/calls/C-200101-ZZZZ/")
        assert known.status_code == unknown.status_code == 404
        assert call.reference not in known.content.decode()


def test_the_part_of_the_receipt_has_the_same_door(cast: Cast, signed_in: Any, call: Call) -> None:
    part = {"HX-Request": "true", "HX-Target": "receipt"}
    url = f"/calls/{call.reference}/"
    assert signed_in(cast.operator2).get(url, headers=part).status_code == 404
    html = signed_in(cast.officer_atl).get(url, headers=part).content.decode()
    assert Case.objects.get(accuses_staff=True).number not in html


def test_a_protected_person_is_told_as_the_caller_told_it_and_not_linked(
    cast: Cast, signed_in: Any, call: Call
) -> None:
    assert call.detainee
    call.detainee.protected = True
    call.detainee.save()
    html = signed_in(cast.operator).get(f"/calls/{call.reference}/").content.decode()
    assert f"/detainees/{call.detainee.pk}/" not in html
    assert "As told: Ana Cruz" in html
    assert signed_in(cast.supervisor).get(f"/calls/{call.reference}/").status_code == 404


def test_what_was_told_is_shown_where_the_record_says_something_else(
    cast: Cast, signed_in: Any, call: Call
) -> None:
    html = signed_in(cast.operator).get(f"/calls/{call.reference}/").content.decode()
    assert "As told" not in html
    told = intake.ToldDetainee(a_number="A000000042", given_names="Anita")
    other = a_call(by=cast.operator, told=told)
    dispatch.drain()
    assert other.detainee == call.detainee
    for user, shown in ((cast.operator, True), (cast.supervisor, True), (cast.officer_atl, False)):
        html = signed_in(user).get(f"/calls/{other.reference}/").content.decode()
        assert ("Ana Cruz" in html, "<dt>As told</dt>" in html, "Anita" in html) == (True, shown, shown)


def test_the_reading_is_recorded(cast: Cast, signed_in: Any, call: Call) -> None:
    signed_in(cast.operator).get(f"/calls/{call.reference}/")
    kinds = set(Access.objects.filter(by=cast.operator).values_list("subject_kind", flat=True))
    assert kinds >= {"call", "calleridentity", "detainee", "case"}


def test_any_spelling_of_the_reference_opens_it(cast: Cast, signed_in: Any, call: Call) -> None:
    spelt = call.reference.replace("-", "").lower()
    assert signed_in(cast.operator).get(f"/calls/{spelt}/").status_code == 200


def test_it_costs_at_most_fifteen_queries(cast: Cast, signed_in: Any, call: Call) -> None:
    client = signed_in(cast.operator)
    client.get(f"/calls/{call.reference}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/calls/{call.reference}/")
    assert len(queries) <= 15, len(queries)
