"""Who sees which case: the taker, the office that holds it, supervisors, headquarters; nobody else."""

from cases.intake import ToldDetainee
from cases.models import Call, Case, Detainee
from helpline.accounts.models import User
from routing.models import QueueItem
from tests.builders import KROME, a_case
from tests.cast import Cast

TOLD = ToldDetainee(a_number="A000000009", given_names="Ixchel", family_names="Batz")


def seers(cast: Cast, case: Case) -> set[str]:
    """User names of everybody who can see the case, by any of the four ways in."""

    def sees(user: User) -> bool:
        ways = [
            Case.objects.visible_to(user).filter(pk=case.pk).exists(),
            Call.objects.visible_to(user).filter(pk=case.call_id).exists(),
        ]
        assert ways[0] == ways[1]
        if QueueItem.objects.visible_to(user).filter(case=case).exists():
            assert ways[0]
        return ways[0]

    return {user.username for user in cast.everybody() if sees(user)}


def test_a_case_is_seen_by_its_taker_its_office_and_headquarters(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    assert seers(cast, case) == {"operator", "supervisor", "officer.atl", "lead.atl", "hq"}


def test_a_case_of_another_office_is_absent(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator2, facility=KROME)
    assert seers(cast, case) == {"operator2", "supervisor", "officer.mia", "hq"}


def test_a_case_that_accuses_staff_is_absent_for_field_offices(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, accuses_staff=True)
    assert case.office is not None
    assert case.office.code == "OPR"
    assert seers(cast, case) == {"operator", "supervisor", "officer.opr", "hq"}


def test_a_case_that_waits_for_its_route_is_absent_for_offices(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, routed=False)
    assert seers(cast, case) == {"operator", "supervisor", "hq"}


def test_an_inactive_person_sees_nothing(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    for user in cast.everybody():
        user.is_active = False
    assert seers(cast, case) == set()


def test_a_posting_that_ended_shows_nothing(cast: Cast) -> None:
    from django.utils import timezone

    case = a_case("CON", by=cast.operator)
    cast.officer_atl.postings.update(ended_at=timezone.now(), ended_by=cast.hq)
    assert "officer.atl" not in seers(cast, case)


def test_a_protected_person_is_found_by_headquarters_only(cast: Cast) -> None:
    a_case("CON", by=cast.operator, told=TOLD)
    Detainee.objects.update(protected=True)
    who = {u.username for u in cast.everybody() if Detainee.objects.visible_to(u).exists()}
    assert who == {"officer.atl", "lead.atl", "hq"}
