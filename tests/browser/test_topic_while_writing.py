"""The topic is found by any word and without the mouse; what is written suggests one; the help follows the concern."""

import json

import pytest
from playwright.sync_api import Page, Request, expect

from cases.models import Case, Certification, ProtocolRun
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast

HELP = "#topic-help [data-guide]:not([hidden]) h3"


@pytest.fixture
def operator(visit: Visit, people: Cast) -> Visitor:
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    return operator


def write(page: Page, number: int, words: str) -> None:
    hands.concern(page, number).get_by_label("What is wrong").press_sequentially(words, delay=5)


def test_a_spanish_word_and_enter_choose_the_topic(operator: Visitor) -> None:
    page = operator.page
    topic = hands.concern(page, 1).get_by_label("Topic")
    topic.press_sequentially("no me dejan llamar", delay=10)
    option = page.locator(".hl-combo__list [aria-selected=true]")
    expect(option).to_contain_text("Telephone, mail and visitation (TEL)")
    expect(topic).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "none")
    assert operator.obstacles() == []
    topic.press("Enter")
    assert hands.chosen_topic(hands.concern(page, 1)) == "TEL"
    expect(topic).to_have_value("Telephone, mail and visitation (TEL)")
    expect(page.locator(HELP)).to_contain_text("Telephone")
    topic.press_sequentially("zzz", delay=10)
    topic.press("Escape")
    expect(topic).to_have_value("Telephone, mail and visitation (TEL)")
    topic.fill("something that was not chosen")
    topic.blur()
    expect(topic).to_have_value("Telephone, mail and visitation (TEL)")


def test_writing_suggests_and_disturbs_nothing(operator: Visitor) -> None:
    page, asked = operator.page, list[Request]()
    page.on("request", lambda request: asked.append(request))
    write(page, 1, "He wants to die. His number is A000-000-123. ")
    suggested = page.get_by_role("button", name="Choose Suicide or self-harm risk (SUI) “wants to die”")
    expect(suggested).to_be_visible()
    expect(hands.concern(page, 1)).to_contain_text("This text holds an A-number (A000-000-123).")
    write(page, 1, "He is alone.")
    assert hands.chosen_topic(hands.concern(page, 1)) == ""
    field = hands.concern(page, 1).get_by_label("What is wrong")
    assert field.input_value().endswith("A000-000-123. He is alone.")
    assert field.evaluate("one => one === document.activeElement")
    assert operator.obstacles() == []
    assert [one.url for one in asked if "die" in one.url or "A000" in one.url] == []
    operator.picture("concern-suggested", 1280)
    suggested.click()
    expect(page.locator("#id_concerns-0-steps_0")).to_be_focused()
    expect(page.locator(HELP)).to_contain_text("Suicide or self-harm risk (SUI)")
    assert hands.chosen_topic(hands.concern(page, 1)) == "SUI"
    assert operator.obstacles() == []


def test_the_help_follows_the_concern_and_its_ticks_are_kept(operator: Visitor) -> None:
    page = operator.page
    hands.choose_topic(hands.concern(page, 1), "MED")
    hands.tick(page.locator("#id_concerns-0-steps_1"))
    write(page, 1, "No pills since Monday.")
    page.get_by_role("button", name="Add a concern").click()
    hands.choose_topic(hands.concern(page, 2), "TEL")
    expect(page.locator(HELP)).to_contain_text("Telephone")
    hands.tick(page.locator("#id_concerns-1-steps_0"))
    write(page, 2, "Phones dead in unit B.")
    hands.concern(page, 1).get_by_label("What is wrong").focus()
    expect(page.locator(HELP)).to_contain_text("Medical care")
    expect(page.locator("#id_concerns-0-steps_1")).to_be_checked()
    assert operator.obstacles() == []
    operator.picture("concern-two", 1280)
    hands.send(page)
    ticked = {run.case.topic_id: run.taken for run in ProtocolRun.objects.select_related("case")}
    assert ticked == {"MED": [1], "TEL": [0]}


def test_an_uncertified_operator_is_asked_who_joined(operator: Visitor, people: Cast) -> None:
    Certification.objects.filter(operator=people.operator).update(
        revoked_at="2026-01-01T00:00Z", revoked_by=people.supervisor
    )
    page = operator.page
    hands.write_concern(page, 1, "JUV", "He says that he is 16.")
    joined = hands.concern(page, 1).get_by_label("Supervisor who joined")
    expect(joined).to_be_visible()
    assert operator.obstacles() == []
    joined.select_option("supervisor")
    hands.send(page)
    assert Case.objects.get().supervised_by == people.supervisor


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_three_concerns_at_every_width(visit: Visit, people: Cast, width: int) -> None:
    operator = visit(width=width)
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    hands.write_concern(page, 1, "MED", "No insulin, and the guards beat him. Call (404) 555-0101.")
    hands.unfold(page, "Since when, where")
    hands.write_concern(page, 2, "TEL", "Phones dead.")
    hands.write_concern(page, 3, "CON", "Cold food and no hot water.")
    page.locator(".hl-screened").first.wait_for()
    assert operator.overflow() == []
    assert operator.obstacles() == []
    operator.picture("concern-three", width)


def test_names_in_the_list_are_found_without_a_connection(operator: Visitor) -> None:
    page = operator.page
    page.route("**/topics/search/", lambda route: route.abort())
    topic = hands.concern(page, 1).get_by_label("Topic")
    topic.press_sequentially("medical", delay=5)
    topic.press("Tab")
    assert hands.chosen_topic(hands.concern(page, 1)) == "MED"
    operator.trouble[:] = [line for line in operator.trouble if "topics/search" not in json.dumps(line)]
