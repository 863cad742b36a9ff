"""The intake page saves a call once, whole, and sends its taker to the receipt."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Answer, Call, CallerIdentity, Case, Detainee
from routing import dispatch
from tests.builders import STEWART
from tests.cases.form_page import FormPage
from tests.cast import Cast

NEW = "/calls/new/"


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW)


def a_whole_call(page: FormPage) -> FormPage:
    page.press("add_concern").press("add_answer")
    return page.write(
        place="Stewart Detention Center",
        caller_kind="detainee",
        language="es",
        interpreter="on",
        a_number="A 000-000-042",
        given_names="José",
        family_names="Pérez",
        born_month="3",
        born_day="4",
        born_year="1985",
        country="Guatemala",
        concerns_0_topic="MED",
        concerns_0_summary="No insulin for two days.\r\nTold the nurse on Sunday.",
        concerns_0_vulnerabilities=["medical_illness", "elderly"],
        concerns_1_topic="TEL",
        concerns_1_summary="Phones dead in unit B.",
        concerns_1_accuses_staff="on",
        answers_0_topic="CAS",
        answers_0_note="Asked for the court date; pointed to the automated line.",
    )


def test_a_call_with_two_concerns_and_an_answer_is_saved_whole(page: FormPage) -> None:
    answer = a_whole_call(page).press().answer
    call = Call.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/calls/{call.reference}/")
    assert (call.facility and call.facility.key, call.language, call.interpreter) == (STEWART, "es", True)
    medical, phones = Case.objects.order_by("id")
    assert (medical.topic_id, medical.summary) == (
        "MED",
        "No insulin for two days.\nTold the nurse on Sunday.",
    )
    assert (medical.vulnerabilities, phones.accuses_staff) == (["elderly", "medical_illness"], True)
    assert Answer.objects.get().topic_id == "CAS"
    person = Detainee.objects.get()
    assert (person.a_number, person.full_name, str(person.date_of_birth)) == (
        "A000000042",
        "José Pérez",
        "1985-03-04",
    )
    assert call.detainee == person == medical.detainee


def test_a_double_click_makes_one_call(page: FormPage) -> None:
    a_whole_call(page)
    first = page.client.post(NEW, page.typed)
    second = page.client.post(NEW, page.typed)
    assert (first.status_code, second.status_code, first["Location"]) == (303, 303, second["Location"])
    assert (Call.objects.count(), Case.objects.count(), Answer.objects.count()) == (1, 2, 1)


def test_the_page_costs_at_most_twelve_queries_and_a_submit_forty(page: FormPage) -> None:
    with CaptureQueriesContext(connection) as opening:
        page.client.get(NEW)
    a_whole_call(page)
    with CaptureQueriesContext(connection) as sending:
        page.press()
    assert page.answer.status_code == 303
    assert len(opening) <= 12, len(opening)
    assert len(sending) <= 40, len(sending)


@pytest.mark.parametrize("ending", ["wrong_number", "silent", "disconnected"])
def test_one_click_ends_a_call_about_nothing(page: FormPage, ending: str) -> None:
    page.press("ending", ending)
    assert page.answer.status_code == 303
    assert (Call.objects.get().ending, Case.objects.count()) == (ending, 0)


def test_an_ending_keeps_a_note(page: FormPage) -> None:
    page.write(note="Somebody cried.").press("ending", "silent")
    assert Call.objects.get().note == "Somebody cried."


def test_an_ending_with_a_concern_typed_is_refused_and_loses_nothing(page: FormPage) -> None:
    a_whole_call(page)
    typed = dict(page.typed)
    page.press("ending", "silent")
    assert page.answer.status_code == 422
    assert "so it cannot end as “Silent call”" in page.html
    del typed["draft_rev"]  # the page that comes back carries a later one
    assert {**page.typed, **typed} == page.typed
    assert Call.objects.count() == 0


def test_a_call_about_nothing_is_refused(page: FormPage) -> None:
    page.press()
    assert page.answer.status_code == 422
    assert "Write down at least one concern or one answer." in page.html


def test_empty_rows_do_not_count(page: FormPage) -> None:
    page.press("add_concern").press("add_answer")
    page.write(concerns_1_topic="CON", concerns_1_summary="Cold food.").press()
    assert (page.answer.status_code, Case.objects.count(), Answer.objects.count()) == (303, 1, 0)


def test_an_anonymous_caller_leaves_no_name_and_no_number(page: FormPage) -> None:
    page.write(caller_kind="anonymous", caller_name="Ana Cruz", caller_phone="555-0101")
    page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.").press()
    assert (page.answer.status_code, CallerIdentity.objects.count()) == (303, 0)


def test_a_relative_is_kept_with_name_number_and_whether_to_call_back(page: FormPage) -> None:
    page.write(caller_kind="family", caller_name="Ana Cruz", caller_phone="555-0101", relationship="Sister")
    page.write(safe_to_call_back="no", concerns_0_topic="LOC", concerns_0_summary="Cannot find him.").press()
    identity = CallerIdentity.objects.get()
    assert (identity.name, identity.phone, identity.relationship) == ("Ana Cruz", "555-0101", "Sister")
    assert identity.safe_to_call_back is False


def test_the_same_form_with_another_text_is_shown_again_with_the_call_it_became(page: FormPage) -> None:
    a_whole_call(page)
    page.client.post(NEW, page.typed)
    call = Call.objects.get()
    key = page.typed["submission_key"]
    page.write(concerns_1_summary="Phones dead in unit C as well.").press()
    assert page.answer.status_code == 409
    assert call.reference in page.html
    assert "Send as a new call" in page.html
    assert page.typed["concerns-1-summary"] == ["Phones dead in unit C as well."]
    assert page.typed["submission_key"] != key
    page.press()
    assert (page.answer.status_code, Call.objects.count()) == (303, 2)


def test_somebody_elses_key_tells_nothing_about_their_call(
    cast: Cast, signed_in: Any, page: FormPage
) -> None:
    page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.").press()
    theirs = Call.objects.get()
    other = FormPage(signed_in(cast.operator2), NEW)
    other.write(
        submission_key=str(theirs.submission_key), concerns_0_topic="CON", concerns_0_summary="Cold."
    ).press()
    assert other.answer.status_code == 409
    assert theirs.reference not in other.html
    assert other.typed["submission_key"] != [str(theirs.submission_key)]


def test_a_known_a_number_is_the_same_person(page: FormPage, cast: Cast, signed_in: Any) -> None:
    a_whole_call(page).press()
    again = FormPage(signed_in(cast.operator2), NEW)
    again.write(a_number="42".rjust(9, "0"), concerns_0_topic="CON", concerns_0_summary="Cold food.").press()
    assert (again.answer.status_code, Detainee.objects.count()) == (303, 1)


def test_only_call_takers_come_in(cast: Cast, signed_in: Any) -> None:
    seen = {user.username: signed_in(user).get(NEW).status_code for user in cast.everybody()}
    assert {name for name, status in seen.items() if status == 200} == {"operator", "operator2", "supervisor"}
    assert set(seen.values()) == {200, 404}


def test_the_receipt_waits_for_the_router_and_then_says_where_and_by_when(page: FormPage) -> None:
    a_whole_call(page).press()
    url = page.answer["Location"]
    before = page.client.get(url).content.decode()
    assert "every 2s" in before
    assert "On its way to an office" in before
    dispatch.drain()
    part = page.client.get(url, headers={"HX-Request": "true", "HX-Target": "receipt"}).content.decode()
    assert "every 2s" not in part
    assert "<html" not in part
    assert "due " in part
    assert "José" not in part


def test_an_unknown_submission_key_form_is_mended(page: FormPage) -> None:
    page.write(submission_key="not a key", concerns_0_topic="CON", concerns_0_summary="Cold food.").press()
    assert page.answer.status_code == 422
    page.press()
    assert page.answer.status_code == 303
