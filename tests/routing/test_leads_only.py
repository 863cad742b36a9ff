"""A case for leads is absent for their office until a lead or headquarters lets somebody in."""

from typing import Any

import pytest

from cases.models import Call, Case
from facilities.models import Office
from helpline.accounts.models import Role
from helpline.refusals import OutOfReach, Refused
from routing import desk
from routing.models import CaseCopy, Purpose, QueueItem, Shows
from routing.sharing import copies, letting_in
from tests.builders import a_case, item_of
from tests.cast import Cast, person
from tests.routing.pages import fresh, send


def for_leads(cast: Cast) -> Case:
    """A case at Atlanta for its leads."""
    case = a_case("RLG", by=cast.operator)
    Case.objects.filter(pk=case.pk).update(leads_only=True)
    return fresh(case)


def sees(user: Any, case: Case) -> bool:
    """By every way in, all of which must agree."""
    ways = {
        Case.objects.visible_to(user).filter(pk=case.pk).exists(),
        QueueItem.objects.visible_to(user).filter(case=case).exists(),
        Call.objects.visible_to(user).filter(pk=case.call_id).exists(),
    }
    assert len(ways) == 1
    return ways.pop()


def test_the_lead_and_headquarters_see_it_the_officer_does_not(cast: Cast) -> None:
    case = for_leads(cast)
    assert [sees(who, case) for who in (cast.lead_atl, cast.hq, cast.officer_atl)] == [True, True, False]
    with pytest.raises(OutOfReach):
        desk.claim(item_of(case), by=cast.officer_atl)


def test_who_is_let_in_sees_it_and_may_claim_it_until_let_out(cast: Cast, signed_in: Any) -> None:
    case = for_leads(cast)
    answer = send(signed_in(cast.lead_atl), "readers", case, person="officer.atl")
    assert answer.status_code == 302
    assert sees(cast.officer_atl, case)
    desk.claim(item_of(fresh(case)), by=cast.officer_atl)
    row = letting_in.rows_seen_by(cast.lead_atl).get()
    with pytest.raises(Refused, match="released first"):
        letting_in.let_out(row, by=cast.lead_atl)
    desk.release(item_of(fresh(case)), by=cast.officer_atl)
    letting_in.let_out(row, by=cast.lead_atl)
    assert not sees(cast.officer_atl, case)


def test_nobody_of_another_office_is_let_in_and_no_officer_lets_in(cast: Cast) -> None:
    case = for_leads(cast)
    with pytest.raises(Refused, match="works in the office"):
        letting_in.let_in(case, cast.officer_mia, by=cast.lead_atl)
    letting_in.let_in(case, cast.officer_atl, by=cast.hq)
    colleague = person("officer.two", Role.OFFICER, "ATL")
    with pytest.raises(Refused, match="Ask one of them"):
        letting_in.let_in(case, colleague, by=cast.officer_atl)


def test_a_headquarters_unit_without_leads_sees_it_only_where_let_in(cast: Cast) -> None:
    case = a_case("RLG", by=cast.operator, accuses_staff=True)
    Case.objects.filter(pk=case.pk).update(leads_only=True)
    case = Case.objects.get(pk=case.pk)
    assert case.office is not None
    officer = person("officer.unit", Role.OFFICER, case.office.code)
    assert not sees(officer, case)
    letting_in.let_in(case, officer, by=cast.hq)
    assert sees(officer, case)


def test_a_copy_of_a_case_for_leads_is_for_the_leads_there(cast: Cast) -> None:
    case = for_leads(cast)
    lead = person("lead.mia", Role.OFFICE_LEAD, "MIA")
    mia = Office.objects.get(code="MIA")
    copy = copies.send_copy(item_of(case), mia, Purpose.KNOW, Shows.ALL, "Same crew.", by=cast.hq)
    seen = [CaseCopy.objects.visible_to(who).filter(pk=copy.pk).exists() for who in (lead, cast.officer_mia)]
    assert seen == [True, False]
