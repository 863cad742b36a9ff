"""A call is handed over in mid-sentence: a saving that is still on its way does not make the page one that is behind."""

import re
import time

from playwright.sync_api import Route

from cases.models import Draft
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast


def slow_to_answer(route: Route) -> None:
    """The server saves at once; the page hears of it late."""
    if "x-autosave" not in route.request.headers:
        route.continue_()
        return
    answer = route.fetch()
    time.sleep(0.6)
    route.fulfill(response=answer)


def test_the_page_that_chooses_a_colleague_opens_with_every_word(visit: Visit, people: Cast) -> None:
    one = visit()
    one.is_signed_in_as(people.operator)
    one.open("/calls/new/")
    one.page.route("**/calls/new/", slow_to_answer)
    summary = hands.concern(one.page, 1).get_by_label("What is wrong").first
    summary.press_sequentially("His lawyer is turned away")
    one.page.keyboard.press("Alt+u")
    one.page.wait_for_url(re.compile("/calls/handover/"))
    assert Draft.objects.get().body["concerns-0-summary"] == ["His lawyer is turned away"]
