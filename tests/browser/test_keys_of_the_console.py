"""Hands on keys: one letter goes where the work goes, the list of keys is read from the page, no letter means two things."""

import re
from collections import defaultdict

from playwright.sync_api import Page

from cases.models import Call, Case
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast


def focused(page: Page) -> str:
    """The name of the field with the focus."""
    name: str = page.evaluate(
        "document.activeElement.name || document.activeElement.id || document.activeElement.tagName"
    )
    return name


def test_two_concerns_by_letters_alone(visit: Visit, people: Cast) -> None:
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    page.wait_for_function("document.activeElement.name === 'place'")
    page.keyboard.type(hands.STEWART_TYPED, delay=15)
    page.get_by_role("option", name=hands.STEWART_SHOWN).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+t")
    page.keyboard.type("medical care")
    page.get_by_role("option", name=re.compile("Medical")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+s")
    assert focused(page) == "concerns-0-summary"
    page.keyboard.type(hands.INSULIN)
    page.keyboard.press("Alt+n")
    hands.concern(page, 2).wait_for()
    page.wait_for_function("document.activeElement.id.startsWith('id_concerns-1-topic')")
    page.keyboard.type("telephone")
    page.get_by_role("option", name=re.compile("Telephone|Phone")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+s")
    assert focused(page) == "concerns-1-summary"
    page.keyboard.type(hands.PHONES)
    page.keyboard.press("Control+Enter")
    hands.wait_for_the_receipt(page)
    call = Call.objects.get()
    assert call.facility is not None
    assert list(Case.objects.order_by("pk").values_list("summary", flat=True)) == [
        hands.INSULIN,
        hands.PHONES,
    ]


def test_the_list_of_keys_opens_closes_and_tells_every_letter_once(visit: Visit, people: Cast) -> None:
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    page.locator("#add_concern").focus()
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Keys of this page")
    panel.wait_for()
    said = panel.inner_text()
    for words in ["Submit the call", "Add a concern", "Next part of the page", "Hand the call over"]:
        assert words in said
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-keys-close]')")
    page.keyboard.press("Escape")
    assert focused(page) == "add_concern"
    page.locator("[name=concerns-0-summary]").focus()
    page.keyboard.type("Why?")
    assert not panel.is_visible()

    meanings: dict[str, set[str]] = defaultdict(set)
    for letter, says in page.evaluate(
        "[...document.querySelectorAll('[data-key]')].filter((one) => one.dataset.key.length === 1)"
        ".map((one) => [one.dataset.key, one.dataset.keySays ?? ''])"
    ):
        meanings[letter].add(says)
    assert {letter: said for letter, said in meanings.items() if len(said) > 1 or "" in said} == {}


def test_the_parts_of_the_page_one_after_the_other(visit: Visit, people: Cast) -> None:
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    page.wait_for_function("document.activeElement.name === 'place'")
    went = []
    for _ in range(4):
        page.keyboard.press("Alt+.")
        went.append(
            page.evaluate("document.activeElement.closest('[data-part]')?.getAttribute('aria-labelledby')")
        )
    assert went == ["h-whom", "h-concerns", "h-answers", "h-after"]
    page.keyboard.press("Alt+,")
    assert (
        page.evaluate("document.activeElement.closest('[data-part]').getAttribute('aria-labelledby')")
        == "h-answers"
    )
