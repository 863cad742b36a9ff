"""Every state of the call page at three widths: nothing serious for axe, no scrolling sideways, a picture to look at."""

import re

from playwright.sync_api import Page

from cases.models import Draft
from tests.browser import operator as hands
from tests.browser.conftest import StartWalk
from tests.browser.scene import Scene
from tests.browser.walking import Walk
from tests.cast import Cast


def begun(walk: StartWalk, people: Cast, path: str = "/calls/new/") -> tuple[Walk, Page]:
    """An operator with the page open."""
    operator = walk(people.operator)
    operator.visitor.open(path)
    return operator, operator.page


def test_filled_then_emergency(walk: StartWalk, people: Cast, scene: Scene) -> None:
    operator, page = begun(walk, people)
    hands.choose_facility(page, hands.STEWART_TYPED, hands.STEWART_SHOWN)
    hands.write_concern(page, 1, "MED", hands.INSULIN)
    hands.write_concern(page, 2, "TEL", hands.PHONES)
    page.locator("[data-saved]").first.filter(has_text="saved ").wait_for()
    page.wait_for_load_state("networkidle")
    operator.look_at_this("call-filled")
    hands.choose_topic(hands.concern(page, 2), "EMR")
    page.locator("[data-emergency]").first.wait_for()
    page.wait_for_load_state("networkidle")
    operator.look_at_this("call-emergency")


def test_anonymous_with_a_call_back_and_an_answer(walk: StartWalk, people: Cast, scene: Scene) -> None:
    operator, page = begun(walk, people)
    page.get_by_role("button", name="Anonymous", exact=True).click()
    page.get_by_role("button", name="Not anonymous after all").wait_for()
    page.get_by_role("button", name="Agree on a call-back").click()
    page.get_by_role("group", name="Call back").wait_for()
    page.get_by_label("Find an answer").fill("court")
    page.wait_for_load_state("networkidle")
    operator.look_at_this("call-anonymous-call-back")


def test_a_person_found_whose_call_repeats_a_case(walk: StartWalk, people: Cast, scene: Scene) -> None:
    operator, page = begun(walk, people)
    hands.choose_facility(page, hands.STEWART_TYPED, hands.STEWART_SHOWN)
    page.get_by_label("Last names").first.fill("Flores Reyes")
    page.get_by_role("button", name="Find on record").click()
    page.get_by_text("Is it one of these?").wait_for()
    operator.look_at_this("call-candidates")
    page.locator("[name=a_number]").fill("A000-000-310")
    page.get_by_role("button", name="Find on record").click()
    page.get_by_text("On record:").first.wait_for()
    hands.write_concern(page, 1, "TEL", hands.PHONES)
    page.get_by_text(re.compile("Is it the same concern|other open case")).first.wait_for()
    page.wait_for_load_state("networkidle")
    operator.look_at_this("call-repeat")


def test_late_unfinished_and_handed_in(walk: StartWalk, people: Cast, scene: Scene) -> None:
    operator, page = begun(walk, people, "/calls/late/")
    operator.look_at_this("call-late")
    operator.visitor.open("/calls/new/")
    hands.concern(page, 1).get_by_label("What is wrong").first.press_sequentially("No insulin")
    page.locator("[data-saved]").first.filter(has_text="saved ").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    operator.look("/calls/new/", "call-unfinished-offered")
    operator.look(f"/calls/new/?draft={Draft.objects.get().pk}", "call-gone-on-with")
    page.keyboard.press("Alt+k")
    page.get_by_role("dialog", name="Keys of this page").wait_for()
    operator.look_at_this("call-keys")
