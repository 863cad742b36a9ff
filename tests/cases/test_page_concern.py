"""Around a concern: suggestions that only offer, points, dates and places, identifiers asked about once; nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Call, Case, Draft
from helpline.audit.models import Access, Entry
from tests.builders import KROME, STEWART
from tests.cases.form_page import FormPage
from tests.cast import Cast

NEW = "/calls/new/"
SIXTY = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaf"


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    page = FormPage(signed_in(cast.operator), NEW)
    return page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.")


def advice(page: FormPage, **headers: str) -> Any:
    return page.client.post(NEW, {**page.typed, "advise": "1"}, headers=headers)


# -- suggestions -----------------------------------------------------------------------------------------------
def test_what_is_typed_is_answered_with_suggestions_and_nothing_is_saved(page: FormPage) -> None:
    page.write(concerns_0_topic="", concerns_0_summary="No insulin, and no doctor came.")
    before = (Entry.objects.count(), Access.objects.count())
    answer = advice(page)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Medical care (MED)" in html
    assert "“No insulin”, “no doctor”" in html
    assert "<html" not in html
    assert (Entry.objects.count(), Access.objects.count()) == before
    assert (Call.objects.count(), Draft.objects.count()) == (0, 0)


def test_a_suggestion_is_taken_by_its_button_and_by_nothing_else(page: FormPage) -> None:
    page.write(concerns_0_topic="", concerns_0_summary="No insulin.").press("add_concern")
    assert page.typed["concerns-0-topic"] == [""]
    page.press("choose_topic", "0:MED")
    assert (page.answer.status_code, page.typed["concerns-0-topic"]) == (200, ["MED"])
    assert page.typed["concerns-0-summary"] == ["No insulin."]
    assert ("choose_topic", "0:MED") not in page.buttons


def test_an_emergency_chosen_begins_at_its_first_step(page: FormPage) -> None:
    page.write(concerns_0_summary="He wants to die.").press("add_concern").press("choose_topic", "0:SUI")
    assert 'id="id_concerns-0-steps_0" value="0" autofocus' in page.html
    assert "hl-panel--emergency" in page.html


@pytest.mark.parametrize(
    "value", ["", "0", "0:", "0:XXX", "9:MED", "-1:MED", ":", "0:HUP", "\x00:MED", "a" * 9000]
)
def test_a_suggestion_that_does_not_exist_changes_nothing(page: FormPage, value: str) -> None:
    answer = page.client.post(NEW, {**page.typed, "choose_topic": value})
    page.read(answer)
    assert (answer.status_code, page.typed["concerns-0-topic"]) == (200, ["CON"])


# -- points ----------------------------------------------------------------------------------------------------
def test_points_make_up_the_summary_and_are_kept(page: FormPage, cast: Cast, signed_in: Any) -> None:
    page.write(
        concerns_0_since="Sunday evening",
        concerns_0_spot="Unit B",
        concerns_0_witnesses="Two others",
        concerns_0_tried="Told the kitchen.",
        concerns_0_asks_for="Warm food",
    )  # fmt: skip
    page.typed["concerns-0-asks_for"] = ["Warm food"]
    page.press()
    case = Case.objects.get()
    assert case.summary == (
        "Cold food.\nSince when: Sunday evening\nWhere: Unit B\nWho saw it: Two others\n"
        "Tried with staff: Told the kitchen.\nAsks for: Warm food"
    )
    assert case.points["since"] == "Sunday evening"
    html = signed_in(cast.operator).get(f"/cases/{case.number}/").content.decode()
    assert "<dt>Tried with staff</dt>" in html


def test_a_point_alone_is_not_a_concern_without_words(page: FormPage) -> None:
    page.write(concerns_0_topic="", concerns_0_summary="", concerns_0_since="Sunday").press()
    assert page.answer.status_code == 422
    assert "Write down what is wrong" in page.html
    assert page.typed["concerns-0-since"] == ["Sunday"]
    assert '<details class="hl-more hl-points" open>' in page.html


def test_texts_that_are_too_long_together_say_so_and_stay(page: FormPage) -> None:
    long = "cold food " * 990
    page.write(concerns_0_summary=long, concerns_0_tried="told " * 110).press()
    assert page.answer.status_code == 422
    assert "together they have" in page.html
    assert page.typed["concerns-0-summary"][0].split() == long.split()


# -- dates and places ------------------------------------------------------------------------------------------
def dated(page: FormPage, name: str, month: str, day: str, year: str) -> FormPage:
    for part, text in (("month", month), ("day", day), ("year", year)):
        page.typed[f"concerns-0-{name}_{part}"] = [text]
    return page


def test_a_removal_date_and_where_the_person_is_now_are_kept(page: FormPage) -> None:
    soon = timezone.localdate() + timedelta(days=9)
    dated(page, "removal_on", str(soon.month), str(soon.day), str(soon.year))
    page.typed["place"] = ["Stewart Detention Center"]
    page.typed["concerns-0-held-place"] = ["Krome"]
    page.press("find_place", "concerns-0-held")
    if page.radios.get("concerns-0-held-place_choice"):
        page.typed["concerns-0-held-place_choice"] = [KROME]
    page.press()
    case = Case.objects.select_related("held_at", "facility").get()
    assert case.facility is not None
    assert case.held_at is not None
    assert (case.removal_on, case.facility.key, case.held_at.key) == (soon, STEWART, KROME)


@pytest.mark.parametrize("name", ["hearing_on", "removal_on"])
@pytest.mark.parametrize(
    ("month", "day", "year", "said"),
    [
        ("2", "30", "2027", "Fill in month, day and a year of four digits"),
        ("2", "", "2027", "Fill in month, day and a year of four digits"),
        ("3", "4", "2019", "March 4, 2019 is long past."),
        ("3", "4", "99", "Check the year: 99."),
        ("3", "4", "2999", "Check the year: 2999."),
    ],
)
def test_dates_that_cannot_be_are_refused_kindly(
    page: FormPage, name: str, month: str, day: str, year: str, said: str
) -> None:
    dated(page, name, month, day, year).press()
    assert page.answer.status_code == 422
    assert page.html.count(said) == 2  # beside the field and in the summary of problems
    assert page.typed[f"concerns-0-{name}_year"] == [year]


def test_a_place_nobody_knows_stands_beside_its_field(page: FormPage) -> None:
    page.typed["concerns-0-held-place"] = ["Nowhere at all zzz"]
    page.press()
    assert page.answer.status_code == 422
    assert "Concern 1: No line or facility is called that." in page.html
    assert page.typed["concerns-0-held-place"] == ["Nowhere at all zzz"]


# -- identifiers -----------------------------------------------------------------------------------------------
def test_an_identifier_is_asked_about_once(page: FormPage) -> None:
    page.write(concerns_0_summary="His number is A000-000-123.").press()
    assert page.answer.status_code == 422
    assert "This text holds an A-number (A000-000-123)." in page.html
    page.write(concerns_0_keep_identifiers="on").press()
    assert page.answer.status_code == 303
    assert Case.objects.get().summary == "His number is A000-000-123."


def test_it_is_shown_while_somebody_writes(page: FormPage) -> None:
    page.write(
        caller_kind="family", caller_name=f"Ana {SIXTY}", concerns_0_summary=f"ana: Ana {SIXTY} says so."
    )
    html = advice(page).content.decode()
    assert f"the caller&#x27;s name (Ana {SIXTY})" in html
    assert "It must stay in the text" in html


def test_each_text_says_so_beside_itself(page: FormPage) -> None:
    page.write(
        concerns_0_tried="Told nurse@example.org", concerns_0_spot="unit 3B, room 214, since 11/20"
    ).press()
    assert page.answer.status_code == 422
    assert page.html.count("an e-mail address (nurse@example.org)") >= 2
    assert "errors" in page.html
    page.write(concerns_0_tried="Told the nurse").press()
    assert page.answer.status_code == 303


# -- odd input -------------------------------------------------------------------------------------------------
def test_two_hundred_kilobytes_come_back_with_a_message(page: FormPage) -> None:
    page.write(concerns_0_summary="no insulin " * 18_200, concerns_0_since="now " * 50_000).press()
    assert page.answer.status_code == 422
    assert "Shorten this to 10,000 characters." in page.html
    assert "Shorten this to 600 characters." in page.html
    assert len(page.typed["concerns-0-summary"][0]) > 200_000
    assert advice(page).status_code == 200


def test_signs_that_cannot_be_kept_are_named(page: FormPage) -> None:
    page.write(concerns_0_summary="Cold\x00food", concerns_0_spot="\x00").press()
    assert page.answer.status_code == 422
    assert page.html.count("This text holds a sign that cannot be kept.") == 4


# -- the list of topics ------------------------------------------------------------------------------------------
def test_the_field_searches_by_post_only(page: FormPage) -> None:
    found = page.client.post("/topics/search/", {"q": "le pegaron"})
    assert 'data-code="FOR"' in found.content.decode()
    assert page.client.get("/topics/search/?q=insulin").status_code == 405
    nothing = page.client.post("/topics/search/", {"q": "zzzyyx" * 900})
    assert "No topic has these words." in nothing.content.decode()


def test_the_list_says_what_each_topic_means(page: FormPage) -> None:
    html = page.client.get("/topics/").content.decode()
    assert html.count('class="hl-topic"') == 37
    assert html.count("Only for certified operators") == 4
