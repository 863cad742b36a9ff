"""What an operator does on the intake page, as a person does it."""

import re

from playwright.sync_api import Locator, Page

from cases.models import Draft
from tests.machinery import until

STEWART_TYPED = "stewart"
STEWART_SHOWN = "Stewart Detention Center"
PHONES = "The phones of unit B have been dead since Friday."
INSULIN = "No insulin for two days. He told the nurse on Sunday and on Monday."
HEARING = "Asked when the next hearing is: told the number of the immigration court."


def concern(page: Page, number: int) -> Locator:
    """The part of the page for one concern."""
    return page.get_by_role("group", name=f"Concern {number}", exact=True)


def answer(page: Page, number: int) -> Locator:
    """The part of the page for one answer."""
    return page.get_by_role("group", name=f"Answer {number}", exact=True)


def choose_facility(page: Page, typed: str, shown: str) -> None:
    """Type part of the name and choose what the list offers."""
    place = page.get_by_label("Line or facility").first
    place.press_sequentially(typed, delay=15)
    page.get_by_role("option", name=shown).first.click()


def write_concern(page: Page, number: int, topic: str, summary: str) -> None:
    """Topic and summary of one concern; the first is on the page, others are added."""
    if number > 1:
        page.get_by_role("button", name="Add a concern").click()
    row = concern(page, number)
    choose_topic(row, topic)
    row.get_by_label("What is wrong").fill(summary)


def choose_topic(row: Locator, code: str) -> None:
    """By its code: typed into the field that searches, or out of the list where no script runs."""
    field = row.get_by_label("Topic")
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(code)
        return
    field.fill(code)
    row.locator(f"[role=option][data-code={code}]").first.click()


def chosen_topic(row: Locator) -> str:
    """The code of the topic of a concern."""
    return row.locator("select[name$=-topic]").input_value()


def write_answer(page: Page, topic: str, note: str) -> None:
    """A question answered on the line."""
    page.get_by_role("button", name="Add an answer").click()
    row = answer(page, 1)
    row.get_by_label("Topic").select_option(topic)
    row.get_by_label("What was asked").fill(note)


def submit_button(page: Page) -> Locator:
    """The one that saves the call."""
    return page.locator("[data-submit]")


def tick(box: Locator) -> None:
    """Press the label of a radio button or check box, as people do: the design system hides the box itself."""
    box.first.wait_for(state="attached")
    box.page.locator(f"label[for='{box.first.get_attribute('id')}']").click()


def send(page: Page) -> None:
    """Submit the call and wait for the page that says so."""
    submit_button(page).click()
    wait_for_the_receipt(page)


def wait_for_the_receipt(page: Page) -> None:
    """The page of the call, with the numbers to read out."""
    page.wait_for_url(re.compile(r"/calls/C-\d{6}-\w{4}/"))


def unfold(page: Page, named: str) -> None:
    """Open a part of the page that is folded away, unless it is open."""
    fold = page.locator("details", has=page.locator("summary", has_text=named)).last
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


def is_kept(words: str) -> None:
    """Wait until a draft on the server holds these words as the summary of its first concern."""
    until(
        lambda: [words] in [draft.body.get("concerns-0-summary") for draft in Draft.objects.all()],
        30,
        of=f"the draft that says “{words}”",
    )
