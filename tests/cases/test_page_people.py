"""Finding a person, and the page of one: found only by those who may, and every reading is written down."""

from typing import Any
from uuid import uuid4

import pytest

from cases import intake
from cases.models import Detainee
from helpline.audit.models import Access
from tests.builders import a_case
from tests.cases.form_page import FormPage
from tests.cases.people import a_person
from tests.cast import Cast

SEARCH = "/detainees/search/"


@pytest.fixture
def ana(cast: Cast) -> Detainee:
    return a_person(by=cast.hq, a_number="A000000042", country_of_birth="Honduras")


def test_a_search_finds_and_records_who_was_shown(cast: Cast, signed_in: Any, ana: Detainee) -> None:
    answer = signed_in(cast.operator).post(SEARCH, {"name": "anna cruz"})
    assert (answer.status_code, f"/detainees/{ana.pk}/" in answer.content.decode()) == (200, True)
    assert Access.objects.filter(by=cast.operator, subject_key=str(ana.pk)).count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Type an A-number, a name or a date of birth."),
        ({"a_number": "12"}, "Check the A-number"),
        ({"name": "a\x00"}, "This text holds a sign that cannot be kept."),
        ({"name": "x" * 300}, "Shorten this to 240 characters."),
        ({"born_month": "13"}, "Fill in month, day and a year"),
    ],
)
def test_a_search_says_what_to_mend(cast: Cast, signed_in: Any, said: dict[str, str], sentence: str) -> None:
    answer = signed_in(cast.operator).post(SEARCH, said)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_what_is_searched_in_an_address_is_ignored(cast: Cast, signed_in: Any, ana: Detainee) -> None:
    answer = signed_in(cast.operator).get(SEARCH, {"name": "Ana Cruz"})
    assert (answer.status_code, str(ana.pk) in answer.content.decode()) == (200, False)


def test_a_search_keeps_what_was_typed(cast: Cast, signed_in: Any, ana: Detainee) -> None:
    page = FormPage(signed_in(cast.operator), SEARCH, form="find")
    page.write(name="Ana", country="Honduras", born_day="3").press()
    assert (page.typed["name"], page.typed["country"], page.typed["born_day"]) == (
        ["Ana"],
        ["Honduras"],
        ["3"],
    )


def test_the_page_shows_the_person_with_the_cases_of_the_reader(cast: Cast, signed_in: Any) -> None:
    told = intake.ToldDetainee(a_number="A000000051", given_names="Luis", family_names="Vega")
    mine, theirs = a_case(by=cast.operator, told=told), a_case(by=cast.operator2, told=told)
    person = Detainee.objects.get()
    html = signed_in(cast.operator).get(f"/detainees/{person.pk}/").content.decode()
    assert "Luis Vega" in html
    assert "A000-000-051" in html
    assert (mine.number in html, theirs.number in html) == (True, False)
    assert Access.objects.filter(by=cast.operator, subject_key=str(person.pk), where="person").exists()
    read = Access.objects.filter(by=cast.operator, subject_kind="case", where="person")
    assert list(read.values_list("subject_key", flat=True)) == [str(mine.pk)]
    assert "Luis" not in html.split("</title>")[0]


def test_an_office_sees_the_people_of_its_cases_and_no_others(
    cast: Cast, signed_in: Any, ana: Detainee
) -> None:
    told = intake.ToldDetainee(a_number="A000000051", given_names="Luis", family_names="Vega")
    a_case(by=cast.operator, told=told)
    luis = Detainee.objects.get(given_names="Luis")
    atlanta, miami = signed_in(cast.officer_atl), signed_in(cast.officer_mia)
    assert atlanta.get(f"/detainees/{luis.pk}/").status_code == 200
    assert miami.get(f"/detainees/{luis.pk}/").status_code == 404
    assert atlanta.get(f"/detainees/{ana.pk}/").status_code == 404


def test_a_protected_person_is_as_unknown_as_nobody(cast: Cast, signed_in: Any) -> None:
    hidden = a_person(by=cast.hq, protected=True)
    for user in (cast.operator, cast.supervisor, cast.analyst, cast.auditor):
        known = signed_in(user).get(f"/detainees/{hidden.pk}/")
        unknown = signed_in(user).get(f"/detainees/{uuid4()}/")
        assert known.status_code == unknown.status_code == 404
    assert "Protected record" in signed_in(cast.hq).get(f"/detainees/{hidden.pk}/").content.decode()
