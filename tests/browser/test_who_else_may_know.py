"""Copies, who is accused and who was let in, as people see them; and answering a copy."""

from cases.models import Case
from facilities.models import Office
from helpline.accounts.models import Role
from routing.models import CaseCopy, Purpose, Shows
from routing.sharing import accused, copies, letting_in
from tests.browser.conftest import StartWalk
from tests.browser.scene import Scene
from tests.builders import item_of
from tests.cast import Cast, person


def shared(case: Case, people: Cast, to: str) -> CaseCopy:
    """A copy to act for another office."""
    office = Office.objects.get(code=to)
    return copies.send_copy(
        item_of(Case.objects.get(pk=case.pk)),
        office,
        Purpose.ACT,
        Shows.NO_IDENTITY,
        "Your transport crew brought the person there on Friday. Please ask it about the property.",
        by=people.hq,
    )


def test_the_lead_of_the_holder_sees_who_else_may_know(walk: StartWalk, people: Cast, scene: Scene) -> None:
    case = scene.strained
    copies.note_copy(shared(case, people, "MIA"), "Asked the crew.", by=people.officer_mia)
    Case.objects.filter(pk=case.pk).update(leads_only=True)
    letting_in.let_in(Case.objects.get(pk=case.pk), people.officer_atl, by=people.hq)
    accused.name_accused(
        Case.objects.get(pk=case.pk),
        office=Office.objects.get(code="DAL"),
        why="It names them.",
        by=people.hq,
    )
    lead = walk(people.lead_atl)
    lead.look(f"/cases/{case.number}/", "case-shared")
    for noun in ("copies", "exclusions", "readers"):
        lead.page.locator(f"#{noun} > summary").click()
    lead.look_at_this("case-shared-forms")


def test_an_office_reads_and_answers_its_copies(walk: StartWalk, people: Cast, scene: Scene) -> None:
    copy = shared(scene.strained, people, "MIA")
    officer = walk(people.officer_mia)
    officer.look("/copies/", "copies")
    officer.look("/copies/?view=noted", "copies-none")
    officer.look(f"/copies/{copy.pk}/", "copy")
    officer.page.get_by_label("What did your office do?").fill("Asked the crew; the bag is at the airport.")
    officer.page.get_by_role("button", name="Send it to who holds the case").click()
    officer.look_at_this("copies-after-an-answer")
    officer.look(f"/copies/{copy.pk}/", "copy-answered")


def test_headquarters_lifts_a_mistake(walk: StartWalk, people: Cast, scene: Scene) -> None:
    other = person("hq.other", Role.HEADQUARTERS)
    row = accused.name_accused(
        Case.objects.get(pk=scene.strained.pk),
        office=Office.objects.get(code="DAL"),
        why="It names them.",
        by=other,
    )
    walk(people.hq).look(f"/exclusions/{row.pk}/lifting/", "lifting")
