"""The whole intake works where no script runs: find, add, mend, submit, and read where the cases went."""

from playwright.sync_api import Page

from cases.models import Answer, Call, Case
from routing import dispatch
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.builders import a_case
from tests.cast import Cast


def test_the_same_call_with_javascript_off(visit: Visit, people: Cast) -> None:
    operator = visit(javascript=False)
    operator.sign_in("operator")
    page = operator.page
    page.get_by_label("Line or facility").first.fill("stewart")
    page.get_by_role("button", name="Find the line or facility").first.click()
    choose_where_several_are_offered(page)
    hands.write_concern(page, 1, "MED", hands.INSULIN)
    hands.write_concern(page, 2, "TEL", hands.PHONES)
    hands.write_answer(page, "CAS", hands.HEARING)
    hands.submit_button(page).click()
    call = Call.objects.get()
    assert call.facility is not None
    assert call.facility.key == "STWRTGA"
    assert set(Case.objects.values_list("topic_id", "summary")) == {
        ("MED", hands.INSULIN),
        ("TEL", hands.PHONES),
    }
    assert Answer.objects.get().note == hands.HEARING
    assert operator.where.startswith(f"/calls/{call.reference}/")
    dispatch.drain()
    page.get_by_role("link", name="See where they went").click()
    assert "Atlanta" in operator.text()


def choose_where_several_are_offered(page: Page) -> None:
    """Without a script the page asks which one is meant, unless only one fits."""
    offered = page.get_by_role("radio", name=hands.STEWART_SHOWN)
    if offered.count():
        hands.tick(offered)


def test_a_row_with_words_in_it_goes_after_a_second_button(visit: Visit, people: Cast) -> None:
    operator = visit(javascript=False, width=360)
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    hands.write_concern(page, 1, "TEL", hands.PHONES)
    hands.write_concern(page, 2, "MED", hands.INSULIN)
    page.get_by_role("button", name="Remove concern 2").click()
    assert hands.concern(page, 2).get_by_label("What is wrong").input_value() == hands.INSULIN
    assert page.evaluate("document.activeElement.innerText") == "Remove concern 2 and what is written in it?"
    assert operator.overflow() == []
    operator.picture("remove-asked", 360)
    page.get_by_role("button", name="Yes, remove it").click()
    assert hands.concern(page, 2).count() == 0
    assert hands.concern(page, 1).get_by_label("What is wrong").input_value() == hands.PHONES


def test_the_officers_desk_with_javascript_off(visit: Visit, people: Cast) -> None:
    case = a_case("TEL", by=people.operator, summary=hands.PHONES)
    officer = visit(javascript=False)
    officer.sign_in("officer.atl")
    page = officer.page
    page.get_by_role("button", name=f"Claim {case.number}").click()
    case.refresh_from_db()
    assert case.state == "in_progress"
    page.get_by_role("link", name=case.number).click()
    form = page.locator("#closure")
    form.locator("summary").click()
    form.get_by_role("button").last.click()
    assert "Say what was done." in officer.text(), "a mistake is told beside the field"
    form = page.locator("#closure")
    form.get_by_label("How did it end").select_option("resolved")
    form.get_by_label("What was done").fill("Both phones work again.")
    form.get_by_role("button").last.click()
    case.refresh_from_db()
    assert case.state == "closed"
