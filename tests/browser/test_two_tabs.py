"""The same call in two windows: neither writes over the other, neither loses a word."""

from cases.models import Draft
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast


def test_the_window_that_is_behind_is_told_and_keeps_its_words(visit: Visit, people: Cast) -> None:
    first = visit()
    first.is_signed_in_as(people.operator)
    first.open("/calls/new/")
    hands.concern(first.page, 1).get_by_label("What is wrong").first.press_sequentially("No insulin")
    hands.is_kept("No insulin")
    key = Draft.objects.get().pk

    second = visit()
    second.is_signed_in_as(people.operator)
    second.open(f"/calls/new/?draft={key}")
    hands.concern(second.page, 1).get_by_label("What is wrong").first.press_sequentially(" for two days")
    words = hands.concern(second.page, 1).get_by_label("What is wrong").first.input_value()
    hands.is_kept(words)

    hands.concern(first.page, 1).get_by_label("What is wrong").first.press_sequentially(", unit B")
    panel = first.page.locator("[data-stale]")
    panel.wait_for()
    assert first.obstacles() == []
    first.picture("operator-two-windows")
    assert (
        hands.concern(first.page, 1).get_by_label("What is wrong").first.input_value() == "No insulin, unit B"
    )
    assert (
        panel.get_by_role("link", name="Open the newer one").get_attribute("href")
        == f"/calls/new/?draft={key}"
    )
    [theirs] = Draft.objects.get(pk=key).body["concerns-0-summary"]
    assert "for two days" in theirs
    assert "unit B" not in theirs

    panel.get_by_role("button", name="Save mine as another call").click()
    panel.wait_for(state="hidden")
    hands.concern(first.page, 1).get_by_label("What is wrong").first.press_sequentially(" bed 14")
    hands.is_kept(hands.concern(first.page, 1).get_by_label("What is wrong").first.input_value())
    assert {draft.body["concerns-0-summary"][0] for draft in Draft.objects.all()} == {
        theirs,
        hands.concern(first.page, 1).get_by_label("What is wrong").first.input_value(),
    }
    assert Draft.objects.get(pk=key).body["concerns-0-summary"] == [theirs]
