"""On the intake page the chosen person stands there plainly, with a way back; a birth year alone is enough to search."""

from datetime import date
from typing import Any

from cases.models import Call
from tests.cases.form_page import FormPage
from tests.cases.people import a_person
from tests.cast import Cast


def begun(client: Any) -> FormPage:
    page = FormPage(client, "/calls/new/")
    return page.write(caller_kind="detainee", concerns_0_topic="CON", concerns_0_summary="Cold food.")


def test_who_is_found_by_number_is_chosen_and_can_be_let_go(cast: Cast, signed_in: Any) -> None:
    person = a_person(by=cast.hq, a_number="A000000042")
    page = begun(signed_in(cast.operator)).write(a_number="42".rjust(7, "0")).press("find_detainee")
    assert "On record: Ana Cruz" in page.html
    assert page.typed["detainee"] == [str(person.pk)]
    page.press("drop_detainee")
    assert "On record: Ana Cruz" not in page.html
    assert page.typed.get("detainee", [""]) == [""]
    assert page.typed["concerns-0-summary"] == ["Cold food."]


def test_candidates_say_why_they_fit_and_the_year_narrows(cast: Cast, signed_in: Any) -> None:
    old = a_person(by=cast.hq, family_names="Vázquez", date_of_birth=date(1950, 1, 2))
    a_person(by=cast.hq, family_names="Vázquez", date_of_birth=date(1990, 1, 2))
    page = begun(signed_in(cast.operator)).write(given_names="Anna", family_names="Basques", year_born="1950")
    page.press("find_detainee")
    assert page.radios["detainee"] == [str(old.pk), "new"]
    assert "born 1950 · Sounds alike" in " ".join(page.html.split())


def test_a_year_told_of_somebody_new_is_kept(cast: Cast, signed_in: Any) -> None:
    page = (
        begun(signed_in(cast.operator)).write(given_names="Eva", family_names="Paz", year_born="1950").press()
    )
    assert page.answer.status_code == 303
    call = Call.objects.select_related("detainee").get()
    assert call.detainee is not None
    assert (call.detainee.year_of_birth, call.detainee.date_of_birth) == (1950, None)
    assert call.told["year_of_birth"] == "1950"


def test_two_years_are_said_to_be_two(cast: Cast, signed_in: Any) -> None:
    page = begun(signed_in(cast.operator)).write(
        given_names="Eva", year_born="1950", born_month="1", born_day="2", born_year="1951"
    )
    page.press()
    assert (page.answer.status_code, "are not of the same year" in page.html) == (422, True)
    assert page.typed["year_born"] == ["1950"]
