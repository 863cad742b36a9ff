"""Moving facilities and people, notices that failed, the state of the mail room; and a queue that says what came."""

from datetime import timedelta

from django.utils import timezone

from cases import custody
from cases.models import Case
from facilities import moving
from facilities.models import Facility, Office
from routing.models import NoticeState, Notification, RouteRequest
from routing.models.notice import NOT_KNOWN
from routing.notices import delivery
from tests.browser.conftest import StartWalk
from tests.browser.scene import KICHE, Scene
from tests.builders import KROME, STEWART, a_case
from tests.cast import Cast


def test_headquarters_moves_a_facility_and_a_person(walk: StartWalk, people: Cast, scene: Scene) -> None:
    stewart, krome = (Facility.objects.get(key=key) for key in (STEWART, KROME))
    miami = Office.objects.get(code="MIA")
    moving.move_facility(stewart, miami, moving.today_at(stewart), "The area was cut anew.", by=people.hq)
    follows = a_case("REL", by=people.operator, told=KICHE)
    person = follows.detainee
    assert person is not None
    custody.note_custody(person, krome, timezone.localdate(), "The sister said so.", by=people.hq)

    headquarters = walk(people.hq)
    headquarters.look(f"/facilities/{STEWART}/", "facility-moved")
    headquarters.page.locator("#assignments > summary").click()
    headquarters.look_at_this("facility-move-open")
    headquarters.look(f"/facilities/{STEWART}/handover/", "handover-facility")
    headquarters.page.locator("label.usa-checkbox__label").first.click()
    headquarters.page.get_by_role("button", name="Hand over what is ticked").click()
    headquarters.page.get_by_text("Due times and history went along").wait_for()
    headquarters.look(f"/facilities/{KROME}/handover/", "handover-nothing")
    headquarters.look(f"/detainees/{person.pk}/custody/", "custody")
    headquarters.page.get_by_label("Which facility?").fill("county jail")
    headquarters.page.get_by_role("button", name="Write it down").click()
    headquarters.page.get_by_text("need mending").wait_for()
    headquarters.look_at_this("custody-mistakes")
    headquarters.look(f"/detainees/{person.pk}/", "detainee-moved")
    headquarters.look(f"/detainees/{person.pk}/handover/", "handover-person")


def test_the_mail_room_and_its_alarm(walk: StartWalk, people: Cast, scene: Scene) -> None:
    headquarters = walk(people.hq)
    headquarters.look("/mailroom/", "mail-room-quiet")
    headquarters.look("/notices/", "notices-none")
    case = a_case(by=people.operator, routed=False)
    late = timezone.now() - timedelta(minutes=5)
    RouteRequest.objects.filter(case=case).update(made_at=late, last_error_code="ValueError")
    Notification.objects.update(state=NoticeState.FAILED, last_error_code=NOT_KNOWN, sent_at=None)
    headquarters.look("/mailroom/", "mail-room-alarm")
    headquarters.look("/notices/", "notices")
    walk(people.supervisor).look("/mailroom/", "mail-room")
    walk(people.lead_atl).look("/notices/", "notices")


def test_an_open_queue_says_that_a_case_came(walk: StartWalk, people: Cast, scene: Scene) -> None:
    officer = walk(people.officer_atl)
    with officer.page.expect_response("**/live/**"):
        officer.visitor.open("/queue/")
    case = a_case(by=people.operator)
    delivery.tell_pages()
    officer.page.get_by_text("since you opened this page").wait_for(timeout=60_000)
    officer.look_at_this("queue-news")
    officer.page.get_by_role("link", name="Show it").click()
    officer.page.get_by_text(case.number).first.wait_for()
    assert Case.objects.get(pk=case.pk).office == Office.objects.get(code="ATL")
