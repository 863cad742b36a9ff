"""The network goes for three minutes, or the server is slow: what is typed meanwhile stays, and is kept afterwards."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Request, Route

from cases.models import Call, Draft
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast

STORED = """async () => JSON.stringify([
  {...localStorage}, {...sessionStorage}, document.cookie, await caches.keys(),
  (await indexedDB.databases()).map((one) => one.name),
])"""


def words(page: Page, number: int = 1) -> str:
    """The summary as it stands on the page."""
    return hands.concern(page, number).get_by_label("What is wrong").first.input_value()


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    page.locator("[data-saved]").first.filter(has_text=re.compile(r"^saved \d\d:\d\d:\d\d")).wait_for()


def test_three_minutes_without_a_network(visit: Visit, people: Cast) -> None:
    operator = open_console(visit, people)
    page = operator.page
    page.clock.install()  # the page's own timers run when we say so; the network is the real one
    page.reload()
    summary = hands.concern(page, 1).get_by_label("What is wrong").first
    summary.press_sequentially("No insulin ")
    page.clock.run_for(2_000)
    saved(page)
    operator.context.set_offline(True)
    summary.press_sequentially("for two days, ")
    for _ in range(6):
        page.clock.run_for(30_000)
    page.get_by_text(re.compile(r"not saved since \d\d:\d\d:\d\d, no connection")).first.wait_for()
    summary.press_sequentially("unit B.")
    hands.submit_button(page).click()
    page.get_by_text("Not sent: there is no connection.").wait_for()
    assert words(page) == "No insulin for two days, unit B."
    assert Draft.objects.get().body["concerns-0-summary"] == ["No insulin "]
    operator.context.set_offline(False)
    saved(page)
    hands.is_kept("No insulin for two days, unit B.")
    assert "insulin" not in page.evaluate(STORED)
    assert not Call.objects.exists()
    operator.trouble.clear()  # the console tells of the lost connection, as it should


def test_an_answer_that_was_lost_on_its_way_is_not_another_window(visit: Visit, people: Cast) -> None:
    operator = open_console(visit, people)
    page = operator.page
    summary = hands.concern(page, 1).get_by_label("What is wrong").first

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # it reaches the server
        route.abort()  # and nobody hears of it

    page.route("**/calls/new/", lose_the_answer)
    summary.press_sequentially("No insulin ")
    page.get_by_text("no connection").first.wait_for()
    page.unroute("**/calls/new/")
    summary.press_sequentially("for two days")
    hands.is_kept("No insulin for two days")
    saved(page)
    assert not page.locator("[data-stale]").is_visible()
    operator.trouble.clear()


def test_typing_goes_on_while_the_server_takes_its_time(visit: Visit, people: Cast) -> None:
    operator = open_console(visit, people)
    page = operator.page
    summary = hands.concern(page, 1).get_by_label("What is wrong").first
    summary.fill("No insulin")
    go_on = held_back(page, "add_answer")
    page.locator("#add_answer").click()
    summary.press_sequentially(" for two days")
    page.locator("#add_concern").click()  # waits its turn
    go_on()
    hands.answer(page, 1).wait_for()
    hands.concern(page, 2).wait_for()
    assert words(page) == "No insulin for two days"

    hands.concern(page, 2).get_by_label("What is wrong").first.fill("The phones are")
    go_on = held_back(page, "remove_concern")
    page.get_by_role("button", name="Remove concern 1").click()
    hands.concern(page, 2).get_by_label("What is wrong").first.press_sequentially(" dead")
    go_on()
    hands.concern(page, 2).wait_for(state="detached")
    assert words(page) == "The phones are dead"


def test_letters_typed_right_after_a_button_arrive_in_the_field_that_comes(
    visit: Visit, people: Cast
) -> None:
    operator = open_console(visit, people)
    page = operator.page
    go_on = held_back(page, "add_answer")
    page.locator("#add_answer").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Basic")
    go_on()
    hands.answer(page, 1).wait_for()
    page.wait_for_function("document.activeElement.name === 'answers-0-topic'")
    assert "Basic" in page.evaluate(
        "document.activeElement.selectedOptions?.[0].text ?? document.activeElement.value"
    )


def open_console(visit: Visit, people: Cast) -> Visitor:
    """A call begins."""
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    operator.page.on("dialog", lambda dialog: dialog.accept())
    return operator


def held_back(page: Page, button: str) -> Callable[[], None]:
    """Hold back the request of this button until the function given back is called."""
    held: list[Route] = []

    def hold(route: Route, request: Request) -> None:
        if f"{button}=" in (request.post_data or "") and "X-Autosave" not in request.headers:
            held.append(route)
        else:
            route.continue_()

    page.route("**/calls/new/", hold)

    def go_on() -> None:
        while not held:
            page.wait_for_timeout(20)
        held[0].continue_()
        page.unroute("**/calls/new/")

    return go_on
