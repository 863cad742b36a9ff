"""The intake page, without a script: what is on record already, where it goes, and adding to a case."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import intake, merging
from cases.models import Call, Case, Certification, Detainee, Disposition, RepeatCall
from helpline.audit.models import Access
from routing import desk
from tests.api.conftest import Api, body
from tests.builders import a_call, a_case, concern, item_of
from tests.cases.form_page import FormPage
from tests.cases.people import a_person
from tests.cast import Cast

NEW = "/calls/new/"
TOLD = intake.ToldDetainee(a_number="A000000042", given_names="Ixchel", family_names="Batz")


@pytest.fixture
def case(cast: Cast) -> Case:
    """Phones, about Ixchel, with Atlanta; taken by another operator."""
    return a_case("TEL", by=cast.operator2, told=TOLD)


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW)


def looked_up(page: FormPage, topic: str = "TEL") -> FormPage:
    page.write(
        place="Stewart Detention Center",
        a_number="A000000042",
        concerns_0_topic=topic,
        concerns_0_summary="Still dead.",
    )
    return page.press("refresh", "concerns-0")


def test_it_says_where_the_concern_goes_by_when_and_why(page: FormPage) -> None:
    assert "Goes to" not in page.html
    page.write(place="Stewart Detention Center", concerns_0_topic="MED").press("refresh", "concerns-0")
    assert "Goes to <strong>ICE Health Service Corps" in page.html
    assert "because medical care, mental health and hunger strikes go to" in page.html
    page.write(concerns_0_topic="CON", concerns_0_accuses_staff="on").press("refresh", "concerns-0")
    assert "Goes to <strong>Office of Professional Responsibility" in page.html
    assert "no field office sees it, because it accuses staff" in page.html


def test_the_open_cases_of_the_person_are_shown_and_their_reading_is_written_down(
    page: FormPage, case: Case, cast: Cast
) -> None:
    looked_up(page, "CON")
    assert "1 other open case of this person" in page.html
    assert case.number in page.html
    assert "Add to case" not in page.html  # another topic is another concern
    seen = Access.objects.filter(by=cast.operator, subject_kind="case", where="new call: earlier cases")
    assert list(seen.values_list("subject_key", flat=True)) == [str(case.pk)]


def test_the_number_of_a_record_that_was_merged_finds_the_cases_of_the_one_kept(
    page: FormPage, case: Case, cast: Cast
) -> None:
    merged = case.detainee
    assert merged
    kept = a_person(by=cast.hq, a_number="A000000043")
    merging.merge(kept, merged, "Same person.", by=cast.hq)
    looked_up(page).write(concerns_0_repeats=case.number).press()
    assert (Case.objects.count(), RepeatCall.objects.get().case) == (1, case)
    said = body(
        facility="STWRTGA",
        detainee={"a_number": "A000000042"},
        cases=[{"topic": "TEL", "summary": "Still dead.", "repeats": case.number}],
    )
    assert Api(cast.operator).call(said).status_code == 201


def test_a_call_is_added_to_its_case_and_the_receipt_says_its_number(page: FormPage, case: Case) -> None:
    looked_up(page).write(concerns_0_repeats=case.number)
    page.press("refresh", "concerns-0")
    assert "No second case is opened." in page.html
    assert "Goes to" not in page.html
    receipt = page.press().answer["Location"]
    page.read(page.client.get(receipt))
    assert (Case.objects.count(), RepeatCall.objects.get().case) == (1, case)
    assert "The call is saved and added to a case on record" in page.html
    assert case.number in page.html
    assert f"/cases/{case.number}/" not in page.html  # it is not theirs to open
    assert "Still dead." in page.html


def test_sent_again_after_the_case_was_closed_it_is_the_same_call(
    page: FormPage, case: Case, cast: Cast
) -> None:
    looked_up(page).write(concerns_0_repeats=case.number)
    first = page.client.post(NEW, page.typed)
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    again = page.client.post(NEW, page.typed)
    assert (first.status_code, again.status_code, again["Location"]) == (303, 303, first["Location"])
    assert RepeatCall.objects.count() == 1


def test_a_case_closed_meanwhile_is_said_beside_the_field_and_nothing_is_lost(
    page: FormPage, case: Case, cast: Cast
) -> None:
    looked_up(page).write(concerns_0_repeats=case.number)
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    answer = page.press()
    assert (answer.answer.status_code, Call.objects.count()) == (422, 1)
    assert "That case was closed a moment ago." in answer.html
    assert page.typed["concerns-0-summary"] == ["Still dead."]
    assert page.press().answer.status_code == 303  # it opens a new case now
    assert Case.objects.count() == 2


def test_a_number_that_was_not_offered_is_refused_like_an_unknown_one(page: FormPage, cast: Cast) -> None:
    elsewhere = a_case("TEL", by=cast.operator2, told=intake.ToldDetainee(a_number="A000000043"))
    said = []
    for number in (elsewhere.number, "2222-2222-2", "x" * 30, "’; --"):
        looked_up(page).write(concerns_0_repeats=number)
        answer = page.press()
        assert answer.answer.status_code == 422
        said.append([line for line in answer.html.splitlines() if "There is no open case" in line])
    assert said[0] == said[1]
    assert all(said[:2])
    assert Call.objects.count() == 1


def test_who_is_not_certified_finds_no_trace_of_a_restricted_case(
    page: FormPage, case: Case, cast: Cast
) -> None:
    Certification.objects.filter(operator=cast.operator).delete()
    before = looked_up(page, "CON").html
    a_call(concern("SUI"), concern("CON", accuses_staff=True), by=cast.operator2, found=case.detainee)
    key = page.typed["submission_key"][0]
    after = looked_up(page, "CON").html

    def settled(html: str) -> list[str]:
        passing = ("csrf", "draft", "hl-clock", "hl-when")
        lines = html.replace(key, "").splitlines()
        return [line for line in lines if not any(word in line for word in passing)]

    assert settled(after) == settled(before)


def test_a_protected_person_leaves_no_trace(page: FormPage, case: Case) -> None:
    Detainee.objects.update(protected=True)
    assert case.number not in looked_up(page).html


@pytest.mark.parametrize("add", [True, False])
def test_the_page_costs_the_same_for_1_3_and_50_earlier_cases(
    page: FormPage, case: Case, cast: Cast, add: bool
) -> None:
    costs = set()
    for more in (0, 2, 47):
        for _ in range(more):
            a_call(concern("TEL"), by=cast.operator2, found=case.detainee if add else None)
        if not add and not more:
            a_call(concern("TEL"), by=cast.operator2)
        looked_up(page)
        with CaptureQueriesContext(connection) as queries:
            looked_up(page)
        costs.add(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert len(costs) == 1
    assert max(costs) <= 30


def test_the_queue_and_the_case_say_that_somebody_called_again(
    page: FormPage, case: Case, cast: Cast, signed_in: Any
) -> None:
    officer = signed_in(cast.officer_atl)
    officer.get(f"/cases/{case.number}/")
    assert "2 calls" not in officer.get("/queue/").content.decode()
    looked_up(page).write(concerns_0_repeats=case.number).press()
    for view in ("/queue/", "/queue/?view=again"):
        assert "2 calls, called again since you looked" in officer.get(view).content.decode()
    told = officer.get(f"/cases/{case.number}/").content.decode()
    assert "took another call about it." in told
    assert "Still dead." in told
    assert "since you looked" not in officer.get("/queue/").content.decode()
    first = signed_in(cast.operator2).get(f"/cases/{case.number}/").content.decode()
    assert "took another call about it." in first
    assert "Still dead." not in first
