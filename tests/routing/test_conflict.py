"""A conflict of interest: who is accused gives up the case at once and finds no trace of it."""

import pytest
from django.db import IntegrityError, transaction

from cases.intake import ToldDetainee
from cases.models import Call, Case, Detainee, Exclusion
from facilities.models import Office
from helpline.accounts.models import Role
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import desk
from routing.models import CaseCopy, Purpose, QueueItem, Shows
from routing.sharing import accused, copies
from tests.builders import a_case, item_of, violations
from tests.cast import Cast, person
from tests.routing.pages import claimed, fresh

CONFLICT = desk.ReturnReason.CONFLICT
WHY = "The officer it accuses is one of us."


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def test_an_office_that_returns_a_case_for_a_conflict_never_gets_it_again(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.return_to_headquarters(item_of(case), CONFLICT, by=cast.officer_atl, why=WHY)
    stay = item_of(case)
    assert stay.office.code == "OPA"
    with pytest.raises(Refused, match="shut out of this case for a conflict of interest"):
        desk.transfer(stay, office("ATL"), by=cast.hq, why="They are nearest.")
    assert not Case.objects.visible_to(cast.lead_atl).filter(pk=case.pk).exists()
    assert violations() == []


def test_a_return_for_another_reason_shuts_nobody_out(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.return_to_headquarters(
        item_of(case), desk.ReturnReason.WRONG_OFFICE, by=cast.officer_atl, why="Not ours."
    )
    assert desk.transfer(item_of(case), office("ATL"), by=cast.hq, why="It is.").office.code == "ATL"


def test_triage_with_a_conflict_is_covered_by_another_headquarters_unit(cast: Cast) -> None:
    triage = person("officer.opa", Role.OFFICER, "OPA")
    case = a_case("CON", by=cast.operator)
    desk.transfer(item_of(case), office("OPA"), by=cast.hq, why="To look at.")
    stay = desk.return_to_headquarters(item_of(fresh(case)), CONFLICT, by=triage, why=WHY)
    assert (stay.office.kind, stay.office.code == "OPA") == ("headquarters", False)
    assert not QueueItem.objects.visible_to(triage).filter(case=case).exists()


def test_an_office_that_is_named_gives_up_the_case_its_claim_and_its_copy(cast: Cast) -> None:
    case = claimed(a_case("CON", by=cast.operator), by=cast.officer_atl)
    copies.send_copy(item_of(case), office("MIA"), Purpose.KNOW, Shows.ALL, "Same crew.", by=cast.hq)
    for code in ("MIA", "ATL"):
        accused.name_accused(fresh(case), office=office(code), why=WHY, by=cast.hq)
    stay = item_of(case)
    assert (stay.office.code, stay.claimed_by) == ("OPA", None)
    assert not CaseCopy.objects.lasting().filter(case=case, office__code__in=["MIA", "ATL"]).exists()
    assert violations() == []


def test_an_office_keeps_no_file_of_a_closed_case_that_accuses_it(cast: Cast) -> None:
    case = claimed(a_case("CON", by=cast.operator), by=cast.officer_atl)
    desk.close(item_of(case), "resolved", "Done.", by=cast.officer_atl)  # type: ignore[arg-type]
    accused.name_accused(fresh(case), office=office("ATL"), why=WHY, by=cast.hq)
    assert not Case.objects.visible_to(cast.officer_atl).exists()
    assert violations() == []


def test_a_person_who_is_named_gives_up_the_claim_and_the_office_keeps_the_case(cast: Cast) -> None:
    case = claimed(a_case("CON", by=cast.operator), by=cast.officer_atl)
    accused.name_accused(fresh(case), person=cast.officer_atl, why=WHY, by=cast.lead_atl)
    stay = item_of(case)
    assert (stay.office.code, stay.claimed_by) == ("ATL", None)
    assert not Case.objects.visible_to(cast.officer_atl).exists()
    with pytest.raises(OutOfReach):
        desk.claim(stay, by=cast.officer_atl)


@pytest.mark.parametrize("who", ["operator", "supervisor", "officer_atl", "lead_atl", "hq"])
def test_a_person_who_is_named_finds_no_trace_whatever_their_role(cast: Cast, who: str) -> None:
    case = a_case("CON", by=cast.operator, told=ToldDetainee(given_names="Ixchel", family_names="Batz"))
    user, other = getattr(cast, who), person("hq.two", Role.HEADQUARTERS)
    accused.name_accused(case, person=user, why=WHY, by=other)
    assert not Case.objects.visible_to(user).exists()
    assert not Case.objects.known_on_the_line_to(user).exists()
    assert not QueueItem.objects.visible_to(user).exists()
    assert not Call.objects.visible_to(user).exists()
    assert not Detainee.objects.visible_to(user).exists()


def test_who_leads_from_an_office_that_is_shut_out_sees_the_case_only_through_the_holder(cast: Cast) -> None:
    both = person("hq.opr", Role.HEADQUARTERS, "OPR")
    case = a_case("CON", by=cast.operator)
    accused.name_accused(case, office=office("OPR"), why=WHY, by=cast.hq)
    assert not Case.objects.visible_to(both).exists()
    both.postings.create(office=office("ATL"), began_at=case.opened_at)
    assert Case.objects.visible_to(both).exists()


def test_who_neither_holds_nor_leads_names_nobody(cast: Cast) -> None:
    case = claimed(a_case("CON", by=cast.operator), by=cast.lead_atl)
    with pytest.raises(Refused, match="Ask one of them"):
        accused.name_accused(fresh(case), person=cast.lead_atl, why=WHY, by=cast.officer_atl)
    assert not Exclusion.objects.exists()


def test_a_name_written_down_by_mistake_is_lifted_by_somebody_else(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    row = accused.name_accused(case, office=office("MIA"), why=WHY, by=cast.hq)
    with pytest.raises(Refused, match="Somebody else"):
        accused.let_back(row, "A mix-up of names.", by=cast.hq)
    accused.let_back(row, "A mix-up of names.", by=person("hq.two", Role.HEADQUARTERS))
    assert desk.transfer(item_of(fresh(case)), office("MIA"), by=cast.hq, why="Theirs.").office.code == "MIA"


def test_naming_somebody_on_a_case_that_changed_meanwhile_is_overtaken(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.claim(item_of(case), by=cast.officer_atl)
    with pytest.raises(Overtaken):
        accused.name_accused(case, office=office("ATL"), why=WHY, by=cast.hq)


def test_the_database_refuses_the_case_and_a_copy_to_who_is_shut_out(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    accused.name_accused(case, office=office("MIA"), why=WHY, by=cast.hq)
    with pytest.raises(IntegrityError, match="never holds it"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(office=office("MIA"))
    with pytest.raises(IntegrityError, match="never has a copy"), transaction.atomic():
        CaseCopy.objects.create(
            case=case, office=office("MIA"), decision=item_of(case).decision, purpose="know", shows="all"
        )
    with pytest.raises(IntegrityError, match="gives up a case"), transaction.atomic():
        Exclusion.objects.create(case=case, office=office("ATL"), why=WHY, made_by=cast.hq)
