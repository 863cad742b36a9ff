"""A concern that accuses staff goes to headquarters; the office accused finds no trace of it in the browser."""

from cases.models import Case
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.machinery import Machinery, until

SAID = "An officer of the field office tore up his complaint."


def test_the_accused_office_finds_no_trace(visit: Visit, people: Cast, worker: Machinery) -> None:
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    hands.choose_facility(operator.page, hands.STEWART_TYPED, hands.STEWART_SHOWN)
    hands.write_concern(operator.page, 1, "CON", SAID)
    hands.tick(hands.concern(operator.page, 1).get_by_label("Accuses staff"))
    hands.send(operator.page)
    case = Case.objects.get()
    until(lambda: Case.objects.filter(state="routed").exists(), 5, of="Routed", then=worker.look_after)

    investigator = visit()
    investigator.is_signed_in_as(people.officer_opr)
    investigator.open("/queue/")
    assert case.number in investigator.text()

    accused = visit()
    for person in (people.officer_atl, people.lead_atl):
        accused.is_signed_in_as(person)
        for path in ["/queue/", "/cases/", "/cases/?q=complaint", "/queue/?facility=stewart"]:
            assert accused.open(path) == 200
            assert case.number not in accused.page.content()
            assert "tore up" not in accused.page.content()
        assert accused.open(f"/cases/{case.number}/") == 404
        assert accused.open(f"/calls/{case.call.reference}/") == 404
