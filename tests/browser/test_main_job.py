"""The main job, end to end: a call becomes cases in the right queues, and is worked to a closure."""

import re
import time

from cases.models import Answer, Call, Case
from facilities.models import Phase
from routing.invariants import check
from routing.models import QueueItem
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.machinery import Machinery

SECONDS_TO_THE_QUEUE = 5


def test_a_call_with_two_concerns_is_worked_to_a_closure(
    visit: Visit, people: Cast, worker: Machinery
) -> None:
    the_operator_takes_the_call(visit())
    phones, medical = Case.objects.get(topic_id="TEL"), Case.objects.get(topic_id="MED")
    the_office_sees_only_the_phones(visit(), phones, medical)
    the_health_unit_has_the_medical_one(visit(), phones, medical)
    another_office_finds_no_trace(visit(), phones, medical)
    the_office_works_it_to_a_closure(visit(), phones)
    assert check().violations == []


def the_operator_takes_the_call(operator: Visitor) -> None:
    """Two concerns and one question from a facility of phase 2 in Georgia; a double click submits."""
    operator.sign_in("operator")
    assert operator.where == "/calls/new/"
    page = operator.page
    hands.choose_facility(page, hands.STEWART_TYPED, hands.STEWART_SHOWN)
    hands.tick(page.get_by_role("radio", name="Detainee"))
    hands.write_concern(page, 1, "MED", hands.INSULIN)
    hands.write_concern(page, 2, "TEL", hands.PHONES)
    hands.write_answer(page, "CAS", hands.HEARING)
    hands.submit_button(page).dblclick()
    hands.wait_for_the_receipt(page)
    call = Call.objects.get()
    assert call.facility is not None
    assert call.facility.state == "GA"
    assert Phase.objects.get(number=2).offices.filter(code="ATL").exists()
    assert (Case.objects.count(), Answer.objects.count()) == (2, 1)
    for number in Case.objects.values_list("number", flat=True):
        assert number in operator.text()


def the_office_sees_only_the_phones(officer: Visitor, phones: Case, medical: Case) -> None:
    """Within five seconds, with reason and due time."""
    officer.sign_in("officer.atl")
    assert officer.where == "/queue/"
    began = time.monotonic()
    while phones.number not in officer.text():
        assert time.monotonic() - began < SECONDS_TO_THE_QUEUE
        officer.page.reload()
    stay = QueueItem.objects.get(case=phones)
    took = (stay.entered_at - phones.opened_at).total_seconds()
    print(f"saved to queue: {took * 1000:.0f} ms")
    assert took < SECONDS_TO_THE_QUEUE
    row = officer.page.locator(f"#case-{phones.number}")
    assert "due" in row.inner_text().lower()
    assert medical.number not in officer.text()
    assert officer.open(f"/cases/{medical.number}/") == 404
    officer.open(f"/cases/{phones.number}/")
    text = officer.text()
    assert hands.PHONES in text
    assert "Stewart Detention Center belonged to Atlanta" in text
    assert "due" in text.lower()


def the_health_unit_has_the_medical_one(officer: Visitor, phones: Case, medical: Case) -> None:
    """Medical concerns go to the health unit, not to the field office."""
    officer.sign_in("officer.ihsc")
    assert medical.number in officer.text()
    assert phones.number not in officer.text()


def another_office_finds_no_trace(officer: Visitor, phones: Case, medical: Case) -> None:
    """Not in the queue, the list, a search, a count, nor at the address itself."""
    officer.sign_in("officer.mia")
    nowhere = [
        "/queue/",
        "/cases/",
        f"/cases/?q={phones.number}",
        "/cases/?q=phones",
        "/queue/?facility=stewart",
    ]
    for path in nowhere:
        assert officer.open(path) == 200
        for told in (phones.number, medical.number, "dead since Friday", "insulin"):
            assert told not in officer.page.locator("main").inner_text().replace(f"“{phones.number}”", "")
    officer.open("/queue/")
    rail = officer.page.get_by_role("navigation", name="Places", exact=True)
    assert re.findall(r"\d+", rail.inner_text()) in ([], ["0"])
    assert officer.open(f"/cases/{phones.number}/") == 404
    unseen = officer.text()
    assert officer.open("/cases/2222-2222-2/") == 404
    assert officer.text() == unseen


def the_office_works_it_to_a_closure(officer: Visitor, phones: Case) -> None:
    """Claim, act, close; the timeline tells it."""
    officer.sign_in("officer.atl")
    page = officer.page
    officer.open(f"/cases/{phones.number}/")
    page.get_by_role("button", name="Claim").click()
    fill_panel(
        officer,
        "actions",
        {"What kind": "contacted_facility"},
        "What was done",
        "The provider sends a technician.",
    )
    fill_panel(
        officer,
        "closure",
        {"How did it end": "resolved"},
        "What was done",
        "Both phones work again since noon.",
    )
    phones.refresh_from_db()
    assert phones.state == "closed"
    officer.open(f"/cases/{phones.number}/")
    story = officer.page.locator("main").inner_text()
    told = [
        "Both phones work again since noon.",
        "The provider sends a technician.",
        "Stewart Detention Center belonged to Atlanta",
    ]
    for sentence in told:
        assert sentence in story
    timeline = page.get_by_role("region", name=re.compile("timeline|happened|story", re.I)).inner_text()
    assert timeline.index(told[0]) < timeline.index(told[1]), "newest first"
    officer.open("/queue/")
    assert phones.number not in officer.text()


def fill_panel(officer: Visitor, panel: str, choices: dict[str, str], label: str, words: str) -> None:
    """Open one panel of the desk, fill it and send it."""
    form = officer.page.locator(f"#{panel}")
    form.locator("summary").click()
    for name, value in choices.items():
        form.get_by_label(name).select_option(value)
    form.get_by_label(label).fill(words)
    form.get_by_role("button").last.click()
    officer.page.wait_for_load_state("load")
