"""Every page of every role, with everyday and with straining contents, at three widths.

On each: nothing serious or critical for axe, no error in the console, nothing the content policy stops, no scrolling
sideways; and a picture for people to look at (see `visitor.pictures`).
"""

from tests.browser import operator as hands
from tests.browser.conftest import StartWalk
from tests.browser.scene import Scene, set_scene
from tests.builders import KROME, STEWART
from tests.cast import Cast

MANY = 60


def test_stranger(walk: StartWalk, people: Cast) -> None:
    visitor = walk(None)
    visitor.look("/accounts/login/", "sign-in")
    visitor.page.get_by_label("User name").fill("operator")
    visitor.page.get_by_label("Password", exact=True).fill("not the password")
    visitor.page.get_by_role("button", name="Sign in").click()
    visitor.look_at_this("sign-in-wrong")


def test_operator(walk: StartWalk, people: Cast, scene: Scene) -> None:
    operator = walk(people.operator)
    operator.look("/calls/new/", "new-call")
    operator.look(f"/calls/{scene.call.reference}/", "call")
    operator.look(f"/calls/{scene.silent_call.reference}/", "call-silent")
    operator.look("/calls/", "calls")
    operator.look("/cases/", "cases")
    operator.look("/cases/?q=phones", "cases-found")
    operator.look("/cases/?q=zzzzzz", "cases-none-found")
    operator.look(f"/cases/{scene.plain.number}/", "case")
    operator.look(f"/cases/{scene.strained.number}/", "case-strained")
    operator.look(f"/cases/{scene.accusing.number}/", "case-accusing")
    operator.look(f"/detainees/{scene.strained.detainee_id}/", "detainee")
    operator.look("/facilities/", "facilities")
    operator.look(f"/facilities/{STEWART}/", "facility")
    operator.look("/cases/2222-2222-2/", "not-found", status=404)


def test_operator_with_mistakes(walk: StartWalk, people: Cast, scene: Scene) -> None:
    operator = walk(people.operator)
    operator.visitor.open("/calls/new/")
    hands.submit_button(operator.page).click()
    operator.page.locator(".hl-errors").first.wait_for()
    operator.look_at_this("new-call-nothing-told")
    operator.page.get_by_label("Line or facility").first.fill("county jail")
    operator.page.get_by_role("textbox", name="A-number").fill("12")
    operator.page.get_by_role("button", name="Add an answer").click()
    hands.answer(operator.page, 1).wait_for()
    hands.submit_button(operator.page).click()
    operator.page.get_by_text("Check the A-number").first.wait_for()
    operator.look_at_this("new-call-mistakes")


def test_supervisor(walk: StartWalk, people: Cast, scene: Scene) -> None:
    supervisor = walk(people.supervisor)
    supervisor.look("/calls/", "calls")
    supervisor.look(f"/cases/{scene.worked.number}/", "case-in-progress")
    supervisor.look(f"/cases/{scene.emergency.number}/", "case-emergency")


def test_officer(walk: StartWalk, people: Cast, scene: Scene) -> None:
    officer = walk(people.officer_atl)
    officer.look("/queue/", "queue")
    officer.look("/queue/?view=late", "queue-late")
    officer.look("/queue/?topic=HST", "queue-nothing-matches")
    officer.look(f"/cases/{scene.plain.number}/", "case-to-claim")
    officer.look(f"/cases/{scene.worked.number}/", "case-mine")
    for panel in ["actions", "transfer", "return", "closure"]:
        officer.page.evaluate("id => document.getElementById(id)?.setAttribute('open', '')", panel)
        officer.look_at_this(f"case-mine-{panel}")
    officer.look(f"/cases/{scene.strained.number}/", "case-strained")
    officer.look(f"/detainees/{scene.worked.detainee_id}/", "detainee")
    officer.look("/cases/", "cases")
    officer.look(f"/cases/{scene.medical.number}/", "not-found", status=404)
    officer.look("/escalations/", "escalations")
    officer.look("/offices/", "offices")
    walk(people.officer_mia).look(f"/cases/{scene.closed.number}/", "case-closed")
    walk(people.officer_ihsc).look("/queue/", "queue-one")
    walk(people.officer_opr).look("/queue/", "queue-accusing")


def test_officer_with_nothing_to_do(walk: StartWalk, people: Cast, transactional_db: None) -> None:
    walk(people.officer_mia).look("/queue/", "queue-empty")
    walk(people.operator).look("/calls/", "calls-empty")
    walk(people.operator).look("/cases/", "cases-empty")


def test_officer_with_many_cases(walk: StartWalk, people: Cast, transactional_db: None) -> None:
    scene = set_scene(people, many=MANY)
    officer = walk(people.lead_atl)
    officer.look("/queue/", "queue-many")
    officer.look(f"/cases/{scene.closed.number}/", "not-found", status=404)
    walk(people.hq).look("/queue/", "queue-many")


def test_headquarters(walk: StartWalk, people: Cast, scene: Scene) -> None:
    headquarters = walk(people.hq)
    headquarters.look("/queue/", "queues")
    headquarters.look(f"/cases/{scene.accusing.number}/", "case-accusing")
    headquarters.look("/rollout/", "rollout")
    headquarters.look(f"/facilities/{STEWART}/", "facility-live")
    headquarters.look(f"/facilities/{KROME}/", "facility-suspended")
    headquarters.look("/escalations/", "escalations-all")
    headquarters.look("/offices/ATL/calendar/", "calendar")
    headquarters.look("/rules/", "rules")
    headquarters.look("/journal/", "journal")
    headquarters.look("/accounts/2fa/", "second-factor")
    headquarters.look("/accounts/password/", "password")
    headquarters.look("/accounts/logout/", "sign-out")


def test_analyst_and_auditor(walk: StartWalk, people: Cast, scene: Scene) -> None:
    walk(people.analyst).look("/rollout/", "rollout")
    walk(people.auditor).look("/journal/", "journal")
