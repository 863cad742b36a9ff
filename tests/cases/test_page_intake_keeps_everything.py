"""Whatever is wrong or whichever button is pressed: a clear message, nothing typed is lost, nothing half-saved."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Call, Case, Detainee
from facilities.models import Facility
from tests.builders import KROME, a_case
from tests.cases.form_page import FormPage
from tests.cases.people import a_person
from tests.cast import Cast

NEW = "/calls/new/"
LONG = "Was the water cold? " * 10_000


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW).write(
        concerns_0_topic="CON", concerns_0_summary="Cold food."
    )


NEXT_YEAR = str(timezone.localdate().year + 1)

WRONG = {
    "too long a summary": (
        {"concerns_0_summary": LONG},
        "Shorten this to 10,000 characters. It has 199,999;",
    ),
    "a sign no text has": ({"concerns_0_summary": "a\x00b"}, "This text holds a sign that cannot be kept."),
    "no summary": ({"concerns_0_summary": " \n "}, "Write down what is wrong, in a sentence or two."),
    "no topic": ({"concerns_0_topic": ""}, "Choose a topic. “Other / not yet classified”"),
    "an unknown topic": ({"concerns_0_topic": "XXX"}, "Choose a topic from the list."),
    "a topic that opens no case": ({"concerns_0_topic": "HUP"}, "Choose a topic from the list."),
    "a malformed A-number": ({"a_number": "A12-34"}, "Check the A-number: it has 7 to 9 digits"),
    "an A-number of letters": ({"a_number": "ABCDEFGH"}, "Check the A-number: it has 7 to 9 digits"),
    "an A-number with a NUL": ({"a_number": "A\x00000000042"}, "This text holds a sign that cannot be kept."),
    "an unknown language": ({"language": "xx"}, "Choose a language from the list"),
    "no language": ({"language": ""}, "Choose the language spoken."),
    "an unknown kind of caller": ({"caller_kind": "boss"}, "Choose who is calling from the list."),
    "an unknown urgency": ({"concerns_0_urgency": "P9"}, "Choose how urgent it is from the list."),
    "an unknown vulnerability": ({"concerns_0_vulnerabilities": ["tall"]}, "Choose only from the list."),
    "an unknown answer about safety": ({"safe_to_call_back": "maybe"}, "Choose yes, no or not asked."),
    "an unknown facility": ({"place": "Zzyzx qqq"}, "No line or facility is called that."),
    "a facility with a NUL": ({"place": "Stewart\x00"}, "This text holds a sign that cannot be kept."),
    "a birth date in parts": ({"born_year": "1985"}, "Fill in month, day and a year of four digits"),
    "a day that is not": ({"born_month": "2", "born_day": "30", "born_year": "1985"}, "Fill in month, day"),
    "a huge year": (
        {"born_month": "2", "born_day": "3", "born_year": "9" * 5000},
        "Fill in month, day and a year",
    ),
    "a birth to come": (
        {"born_month": "12", "born_day": "31", "born_year": NEXT_YEAR},
        "This date of birth is in the future.",
    ),
    "a hearing long ago": (
        {
            "concerns_0_hearing_on_month": "1",
            "concerns_0_hearing_on_day": "2",
            "concerns_0_hearing_on_year": "85",
        },
        "Check the year: 85.",
    ),
    "too long a number": ({"caller_phone": "5" * 41}, "Shorten this to 40 characters."),
    "too long a name": ({"caller_name": "x" * 121}, "Shorten this to 120 characters."),
    "too long a country": ({"country": "x" * 61}, "Shorten this to 60 characters."),
    "too long a relationship": ({"relationship": "x" * 61}, "Shorten this to 60 characters."),
    "too long a note": ({"note": "x" * 4001}, "Shorten this to 4,000 characters."),
    "a person who is not": (
        {"detainee": "11111111-1111-4111-8111-111111111111"},
        "That record was not found. Search again.",
    ),
    "no key of a person": ({"detainee": "42; drop"}, "That record was not found. Search again."),
}


@pytest.mark.parametrize(("said", "sentence"), WRONG.values(), ids=WRONG)
def test_bad_input_is_named_beside_its_field_and_kept(
    page: FormPage, said: dict[str, Any], sentence: str
) -> None:
    page.write(concerns_0_summary="Cold food.").write(**said)
    typed = dict(page.typed)
    page.press()
    assert page.answer.status_code == 422
    assert page.html.count(sentence) == 2, "in the summary and beside the field"
    for anchor in re.findall(r'<li><a class="usa-link" href="#([^"]+)"', page.html):
        assert page.html.count(f'id="{anchor}"') == 1, anchor
    lost = {name: value for name, value in typed.items() if page.typed.get(name, [""]) != value}
    not_offered = {"detainee", "language", "caller_kind", "concerns-0-urgency", "safe_to_call_back"}
    not_offered |= {"concerns-0-topic", "concerns-0-vulnerabilities"}
    assert set(lost) - {"draft_rev"} <= not_offered, "only a choice that is not on the list is gone"
    assert (Call.objects.count(), Case.objects.count(), Detainee.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("started", "sentence"),
    [
        (timezone.now() + timedelta(hours=1), "This call starts in the future."),
        (timezone.now() - timedelta(days=3), "This page was opened more than a day ago."),
        ("yesterday", "The time this call started was lost."),
        ("2026-13-45T99:00", "The time this call started was lost."),
    ],
)
def test_a_start_that_cannot_be_is_mended_by_the_page_itself(
    page: FormPage, started: Any, sentence: str
) -> None:
    page.write(started_at=getattr(started, "isoformat", lambda: started)()).press()
    assert page.answer.status_code == 422
    assert sentence in page.html
    page.press()
    assert page.answer.status_code == 303


def test_a_person_of_a_protected_record_is_not_found(page: FormPage, cast: Cast) -> None:
    person = a_person(by=cast.hq, a_number="A000000077", family_names="Cruz", protected=True)
    page.write(a_number="A000000077", given_names="Ana").press("find_detainee")
    assert "Nobody on record fits." in page.html
    page.write(detainee=str(person.pk)).press()
    assert (page.answer.status_code, "That record was not found." in page.html) == (422, True)
    assert "Cruz" not in page.html


def test_adding_and_removing_rows_keeps_the_rest(page: FormPage) -> None:
    page.press("add_concern").press("add_concern").press("add_answer")
    page.write(concerns_1_topic="TEL", concerns_1_summary="Phones dead.")
    page.write(
        concerns_2_topic="MED", concerns_2_summary="No insulin.", concerns_2_vulnerabilities=["elderly"]
    )
    page.write(answers_0_topic="CAS", answers_0_note="Court date.")
    page.press("remove_concern", "1")
    assert page.answer.status_code == 200
    assert page.typed["concerns-TOTAL_FORMS"] == ["2"]
    assert page.typed["concerns-0-summary"] == ["Cold food."]
    assert page.typed["concerns-1-topic"] == ["MED"]
    assert page.typed["concerns-1-vulnerabilities"] == ["elderly"]
    assert page.typed["answers-0-note"] == ["Court date."]
    page.press("remove_answer", "0")
    assert page.typed["answers-TOTAL_FORMS"] == ["0"]
    assert "needs mending" not in page.html


def test_removing_the_last_concern_leaves_an_empty_one(page: FormPage) -> None:
    page.press("keep").press("remove_concern", "0")
    assert page.typed["concerns-TOTAL_FORMS"] == ["1"]
    assert page.typed["concerns-0-summary"] == [""]


def test_a_row_with_words_in_it_is_removed_only_when_that_was_asked(page: FormPage) -> None:
    story = "No insulin since Sunday, in unit B."
    page.press("add_concern").write(concerns_1_topic="MED", concerns_1_summary=story)
    page.press("add_answer").write(answers_0_topic="CAS", answers_0_note="Told how to find the court.")
    page.press("remove_concern", "1")
    question = (
        '<p class="usa-alert__text" tabindex="-1" autofocus>Remove concern 2 and what is written in it?</p>'
    )
    assert (page.answer.status_code, page.html.count(question)) == (200, 1)
    assert (page.typed["concerns-TOTAL_FORMS"], page.typed["concerns-1-summary"]) == (["2"], [story])
    page.press("surely_remove_concern", "1")
    assert (page.typed["concerns-TOTAL_FORMS"], story in page.html) == (["1"], False)
    page.press("remove_answer", "0")
    assert page.typed["answers-0-note"] == ["Told how to find the court."]
    page.press("surely_remove_answer", "0")
    assert page.typed["answers-TOTAL_FORMS"] == ["0"]
    assert page.typed["concerns-0-summary"] == ["Cold food."]


def test_an_unanswered_question_about_a_row_changes_nothing(page: FormPage) -> None:
    page.write(concerns_0_summary="No insulin since Sunday, in unit B.").press("keep")
    page.press("remove_concern", "0").press()
    assert (page.answer.status_code, Case.objects.get().summary) == (
        303,
        "No insulin since Sunday, in unit B.",
    )


def test_a_thirteenth_concern_is_not_offered_and_is_refused(page: FormPage) -> None:
    for _ in range(14):
        page.press("add_concern")
    assert page.typed["concerns-TOTAL_FORMS"] == ["12"]
    page.typed["concerns-TOTAL_FORMS"] = ["13"]
    page.write(concerns_12_topic="CON", concerns_12_summary="One more.").press()
    assert page.answer.status_code == 422
    assert "One call takes at most 12 concerns." in page.html
    assert page.typed["concerns-12-summary"] == ["One more."]


@pytest.mark.parametrize("told", [None, "many", "-1", "99999999999999999999"])
def test_a_page_without_its_count_loses_no_row(page: FormPage, told: str | None) -> None:
    page.press("add_concern").write(concerns_1_topic="TEL", concerns_1_summary="Phones dead.")
    for name in ("concerns-TOTAL_FORMS", "concerns-INITIAL_FORMS"):
        del page.typed[name]
        if told is not None:
            page.typed[name] = [told]
    page.press()
    assert (page.answer.status_code, Case.objects.count()) == (303, 2)


def test_an_unclear_place_is_asked_about_and_the_choice_holds(page: FormPage) -> None:
    page.write(place="Jefferson County", a_number="12").press()
    assert page.answer.status_code == 422
    assert "Which one do you mean? Choose below." in page.html
    offered = page.radios["place_choice"]
    assert len(offered) > 1
    page.write(place_choice=offered[1]).press()
    chosen = Facility.objects.get(key=offered[1])
    assert (page.answer.status_code, page.typed["place"], page.typed["place_key"]) == (
        422,
        [chosen.label],
        [chosen.key],
    )
    page.write(a_number="").press()
    assert (page.answer.status_code, Call.objects.get().facility) == (303, chosen)


def test_a_key_does_not_outlive_the_text_it_was_chosen_for(page: FormPage) -> None:
    page.write(place="Stewart Detention Center").press("find_place", "call")
    assert page.typed["place_key"] != [""]
    page.write(place="Krome North Service Processing Center").press()
    assert page.answer.status_code == 303
    facility = Call.objects.get().facility
    assert facility
    assert facility.key == KROME


def test_the_public_line_has_no_facility(page: FormPage) -> None:
    page.write(place="PUBLIC").press()
    call = Call.objects.get()
    assert (call.line and call.line.code, call.facility) == ("PUBLIC", None)


def test_a_concern_may_have_happened_elsewhere(page: FormPage) -> None:
    page.write(place="Stewart Detention Center", concerns_0_place="KRO").press()
    case = Case.objects.get()
    assert case.facility
    assert case.facility.key == KROME


def test_find_offers_people_and_the_choice_holds_over_a_message(page: FormPage, cast: Cast) -> None:
    person = a_person(by=cast.hq, given_names="José", family_names="Pérez", country_of_birth="Honduras")
    page.write(given_names="jose", family_names="peres").press("find_detainee")
    assert page.answer.status_code == 200
    assert page.radios["detainee"] == [str(person.pk), "new"]
    page.write(detainee=str(person.pk), language="xx").press()
    assert page.typed["detainee"] == [str(person.pk)]
    page.write(language="es").press()
    assert (page.answer.status_code, Case.objects.get().detainee) == (303, person)


def test_a_person_found_by_a_number_is_chosen_already(page: FormPage, cast: Cast) -> None:
    person = a_person(by=cast.hq, a_number="A000000042")
    page.write(a_number="42".rjust(7, "0")).press("find_detainee")
    assert page.typed["detainee"] == [str(person.pk)]


def test_another_a_number_than_that_of_the_record_chosen_is_refused(page: FormPage, cast: Cast) -> None:
    person = a_person(by=cast.hq, a_number="A000000042", family_names="Cruz")
    sentence = "The A-number typed belongs to somebody other than the record chosen. Check both."
    page.write(a_number="A000000042").press("find_detainee").write(a_number="A000000043").press()
    assert (page.answer.status_code, page.html.count(sentence)) == (422, 2)
    assert (page.typed["a_number"], page.typed["detainee"]) == (["A000000043"], [str(person.pk)])
    assert page.typed["concerns-0-summary"] == ["Cold food."]
    assert not Call.objects.exists()
    page.press("find_detainee")
    assert ("Nobody on record fits." in page.html, sentence in page.html) == (True, False)
    page.press()
    assert page.answer.status_code == 303
    assert Case.objects.exclude(detainee=person).count() == 1


def test_finding_with_nothing_typed_says_what_to_type(page: FormPage) -> None:
    page.press("find_detainee")
    assert "Type an A-number, a name or a date of birth first" in page.html
    page.write(a_number="12").press("find_detainee")
    assert "Check the A-number" in page.html


def test_an_old_case_is_untouched_by_a_refused_call(page: FormPage, cast: Cast) -> None:
    case = a_case(by=cast.operator)
    page.write(language="xx").press()
    assert list(Case.objects.values_list("pk", flat=True)) == [case.pk]
