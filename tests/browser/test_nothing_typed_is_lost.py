"""A mistake on the intake page costs nothing: everything typed is still there, and each message names its field."""

import pytest
from playwright.sync_api import Dialog

from cases.models import Call
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast

TYPED = {
    "caller_name": "Rosa Flores",
    "relationship": "Sister",
    "caller_phone": "555-0102",
    "a_number": "12",
    "given_names": "Ana",
    "family_names": "Flores Reyes",
    "country": "Guatemala",
}


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_everything_typed_survives_a_mistake(visit: Visit, people: Cast, javascript: bool) -> None:
    operator = visit(javascript=javascript)
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    hands.tick(page.get_by_role("radio", name="Family"))
    hands.unfold(page, "Name, number, calling back")
    for name, words in TYPED.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_label("Line or facility").first.fill("somewhere nobody knows")
    hands.write_concern(page, 1, "MED", hands.INSULIN)
    hands.write_concern(page, 2, "TEL", "")
    hands.write_answer(page, "CAS", hands.HEARING)
    hands.submit_button(page).click()

    summary = page.locator(".hl-errors[data-focus]").first
    summary.wait_for()
    assert not Call.objects.exists()
    assert "Check the A-number" in summary.inner_text()
    assert "Concern 2: Write down what is wrong" in summary.inner_text()
    for link in summary.get_by_role("link").all():
        anchor = link.get_attribute("href")
        assert anchor is not None
        assert page.locator(anchor).count() == 1, f"the link {anchor} leads nowhere"
    for name, words in TYPED.items():
        assert page.locator(f"[name={name}]").input_value() == words
    assert page.get_by_label("Line or facility").first.input_value() == "somewhere nobody knows"
    assert page.get_by_role("radio", name="Family").is_checked()
    assert hands.concern(page, 1).get_by_label("What is wrong").input_value() == hands.INSULIN
    assert hands.chosen_topic(hands.concern(page, 2)) == "TEL"
    assert hands.answer(page, 1).get_by_label("What was asked").input_value() == hands.HEARING

    page.get_by_role("textbox", name="A-number").fill("A000-000-320")
    page.get_by_label("Line or facility").first.fill("STWRTGA")
    hands.concern(page, 2).get_by_label("What is wrong").fill(hands.PHONES)
    hands.send(page)
    call = Call.objects.get()
    assert call.detainee is not None
    assert call.detainee.a_number == "A000000320"


def test_a_row_with_words_is_removed_only_after_a_yes(visit: Visit, people: Cast) -> None:
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    asked: list[str] = []
    hands.write_concern(page, 1, "TEL", hands.PHONES)
    hands.write_concern(page, 2, "MED", hands.INSULIN)
    remove = page.get_by_role("button", name="Remove concern 2")

    def no(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", no)
    remove.click()
    assert asked == ["Remove concern 2 and what is written in it?"]
    assert hands.concern(page, 2).get_by_label("What is wrong").input_value() == hands.INSULIN
    page.once("dialog", lambda dialog: dialog.accept())
    remove.click()
    hands.concern(page, 2).wait_for(state="detached")
    assert hands.concern(page, 1).get_by_label("What is wrong").input_value() == hands.PHONES
    page.get_by_role("button", name="Add a concern").click()
    remove.click()
    hands.concern(page, 2).wait_for(state="detached")
