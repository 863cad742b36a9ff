"""Somebody who sees the page for the first time writes down two concerns with everyday words, and nothing is refused."""

from playwright.sync_api import Response

from cases.models import Case
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast


def test_two_concerns_by_what_the_page_says_without_a_single_complaint(visit: Visit, people: Cast) -> None:
    operator = visit()
    refused: list[int] = []

    def note(response: Response) -> None:
        if response.status >= 400:
            refused.append(response.status)

    operator.page.on("response", note)
    operator.sign_in("operator")
    page = operator.page
    hands.choose_facility(page, hands.STEWART_TYPED, hands.STEWART_SHOWN)
    first = hands.concern(page, 1)
    first.get_by_label("Topic").press_sequentially("insulina", delay=20)
    first.get_by_role("option", name="Medical care").first.click()
    first.get_by_label("What is wrong").fill(hands.INSULIN)
    page.get_by_role("button", name="Add a concern").click()
    second = hands.concern(page, 2)
    second.get_by_label("What is wrong").press_sequentially("The phones are dead since Friday.", delay=5)
    second.get_by_role("button", name="Telephone, mail and visitation").first.click()
    page.get_by_role("button", name="Submit 2 cases").click()
    hands.wait_for_the_receipt(page)
    assert sorted(Case.objects.values_list("topic", flat=True)) == ["MED", "TEL"]
    assert refused == []
