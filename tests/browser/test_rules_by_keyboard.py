"""Headquarters changes the rules without a mouse: one person writes and submits, another publishes, a new case obeys."""

import re

from playwright.sync_api import Page

from helpline.accounts.models import Role
from routing.models import QueueItem, RuleDraft
from tests.browser.conftest import Visit
from tests.browser.test_intake_by_keyboard import FOCUSED, tab_to
from tests.builders import a_case
from tests.cast import Cast, person

SAYS = "A hunger strike told in K'iche' goes to the Custody Management Division first"


def go_to(page: Page, wanted: str) -> None:
    """Leave what has the focus, which may be the whole page or a block, and go on to this control."""
    page.keyboard.press("Tab")
    tab_to(page, wanted)


def press(page: Page, wanted: str) -> None:
    """Go there and press it with Enter."""
    go_to(page, wanted)
    page.keyboard.press("Enter")


def go_back_to(page: Page, wanted: str) -> None:
    """Press Shift and Tab until the focus stands there."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if wanted in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Shift+Tab does not reach “{wanted}”")


def test_a_rule_is_changed_and_published_by_keyboard_alone(visit: Visit, people: Cast) -> None:
    writer = visit()
    writer.is_signed_in_as(people.hq)
    page = writer.page
    writer.open("/rules/")
    press(page, "Change the rules")
    page.wait_for_url("**/rules/drafts/")
    go_to(page, "What will it change?")
    page.keyboard.type("Hunger strikes")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/rules/drafts/\d+/$"))
    press(page, "Add a rule")
    page.wait_for_url("**/rules/")
    go_to(page, "Short name")
    page.keyboard.type("Hunger strikes")
    go_to(page, "The rule in one sentence")
    page.keyboard.type(SAYS)
    go_to(page, "Add a condition about")
    page.keyboard.type("Topic")
    press(page, "Add the condition")
    page.locator("#when-topic").wait_for()
    go_to(page, "Hunger strike (HST)")
    page.keyboard.press("Space")
    go_to(page, "Add a condition about")
    page.keyboard.type("Language")
    press(page, "Add the condition")
    page.locator("#when-language").wait_for()
    go_to(page, "Language of the call to add")
    page.keyboard.type("K'iche'")
    press(page, "> Add")
    page.locator(".hl-chosen").wait_for()
    go_to(page, "Where does the case go?")
    page.keyboard.type("Custody")
    go_to(page, "When is it asked?")
    page.keyboard.type("First")
    press(page, "Save the rule")
    page.wait_for_url("**#rule-hunger-strikes")
    go_back_to(page, "Submit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submission/")
    go_to(page, "What changes, and for whom?")
    page.keyboard.type("Custody Management has an interpreter for K'iche'.")
    press(page, "Submit the draft")
    page.get_by_text("Waits for a second person").first.wait_for()

    publisher = visit()
    publisher.is_signed_in_as(person("hq2", Role.HEADQUARTERS))
    page = publisher.page
    publisher.open("/rules/")
    press(page, "Read and decide")
    page.wait_for_url("**/publication/")
    press(page, "Publish these rules")
    page.get_by_text("is in force. New cases are routed by it.").first.wait_for()

    case = a_case("HST", by=people.operator, language="quc")
    stay = QueueItem.objects.open().select_related("office", "decision__ruleset").get(case=case)
    assert (stay.office.code, stay.decision.rule) == ("CMD", "hunger-strikes")
    assert stay.decision.ruleset == RuleDraft.objects.get().became
    publisher.open(f"/cases/{case.number}/")
    assert SAYS in publisher.text()
