"""A whole call without a mouse: only Tab, Shift+Tab, arrows, Enter and letters."""

from playwright.sync_api import Page

from cases.models import Answer, Call, Case
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast

LONGEST_WAY = 60
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? one.innerText ?? "";
  const group = one.closest("fieldset")?.querySelector("legend")?.innerText ?? "";
  return `${group.trim()} > ${label.trim()}`.replace(/\\s+/g, " ");
}"""
VISIBLE_FOCUS = """() => {
  const one = document.activeElement;
  const shown = [one, one.labels?.[0]].filter(Boolean).some((part) =>
    [null, "::before"].some((pseudo) => {
      const style = getComputedStyle(part, pseudo);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    }));
  return shown;
}"""


def tab_to(page: Page, wanted: str, *, group: str = "") -> None:
    """Press Tab until the focus stands on the control with this label; it must show where it stands on the way."""
    seen: list[str] = []
    for _ in range(LONGEST_WAY):
        standing: str = page.evaluate(FOCUSED)
        if wanted in standing and group in standing:
            return
        page.keyboard.press("Tab")
        seen.append(standing)
        assert page.evaluate(VISIBLE_FOCUS), f"no focus ring on “{page.evaluate(FOCUSED)}”"
    raise AssertionError(f"Tab does not reach “{wanted}”; it went over {seen}")


def press_on(page: Page, wanted: str) -> None:
    """Go to a button and press it with Enter."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def test_a_whole_call_by_keyboard_alone(visit: Visit, people: Cast) -> None:
    operator = visit()
    page = operator.page
    operator.open("/accounts/login/")
    page.wait_for_function("document.activeElement.name === 'login'")  # the cursor waits in the first field
    page.keyboard.type("operator")
    page.keyboard.press("Tab")
    page.keyboard.type("helpline-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls/new/")

    tab_to(page, "Line or facility")
    page.keyboard.type(hands.STEWART_TYPED, delay=15)
    page.get_by_role("option", name=hands.STEWART_SHOWN).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    write(page, "Concern 1", "Medical", hands.INSULIN)
    press_on(page, "Add a concern")
    hands.concern(page, 2).wait_for()
    write(page, "Concern 2", "Telephone", hands.PHONES)
    press_on(page, "Add an answer")
    hands.answer(page, 1).wait_for()
    tab_to(page, "Topic", group="Answer 1")
    page.keyboard.type("Basic imm")
    page.keyboard.press("Tab")
    tab_to(page, "What was asked", group="Answer 1")
    page.keyboard.type(hands.HEARING)
    press_on(page, "Submit 2 cases")
    hands.wait_for_the_receipt(page)

    call = Call.objects.get()
    assert call.facility is not None
    assert call.facility.key == "STWRTGA"
    assert list(Case.objects.order_by("pk").values_list("summary", flat=True)) == [
        hands.INSULIN,
        hands.PHONES,
    ]
    assert Answer.objects.get().note == hands.HEARING


def write(page: Page, group: str, topic: str, summary: str) -> None:
    """One concern: the topic by typing its first letters, then the summary."""
    tab_to(page, "Topic", group=group)
    page.keyboard.type(topic)
    page.keyboard.press("Tab")
    tab_to(page, "What is wrong", group=group)
    page.keyboard.type(summary)
