"""Open cases follow a facility or a person that moved, when somebody hands them over; a result for each."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import custody
from cases.models import Case, CaseState, Custody, Detainee, Disposition, Exclusion, Topic
from cases.submission import ToldDetainee
from facilities import moving
from facilities.models import Facility, Office
from helpline.accounts.models import User
from helpline.refusals import OutOfReach, Refused
from routing import desk
from routing.models import Decision, DecisionKind, Leaving, QueueItem
from routing.moves import handing_over, left_behind
from routing.moves.handing_over import Outcome
from tests.builders import KROME, STEWART, a_case, item_of, violations
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
WHY = "The facility went to Miami."
TOLD = ToldDetainee(a_number="A000000777", given_names="Ixchel", family_names="Batz")


def stewart() -> Facility:
    return Facility.objects.get(key=STEWART)


def move_to_miami(cast: Cast) -> Office:
    miami = Office.objects.get(code="MIA")
    moving.move_facility(stewart(), miami, moving.today_at(stewart()), WHY, by=cast.hq)
    return miami


def hand_over(cast: Cast, *cases: Case, by: User | None = None) -> dict[str, handing_over.Result]:
    to = left_behind.office_now(stewart())
    assert to is not None
    among = left_behind.of_facility(stewart())
    numbers = [case.number for case in cases]
    return {one.number: one for one in handing_over.hand_over(numbers, among, to, WHY, by=by or cast.hq)}


def test_a_case_moves_with_its_due_time_and_its_history(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    before = item_of(case)
    desk.claim(before, by=cast.officer_atl)
    miami = move_to_miami(cast)

    assert left_behind.count_left(stewart(), cast.hq) == 1
    results = hand_over(cast, case)

    assert results[case.number].outcome == Outcome.MOVED
    after, left = item_of(case), QueueItem.objects.get(pk=before.pk)
    assert (after.office, after.due_at, after.respond_by, after.counted_from) == (
        miami,
        before.due_at,
        before.respond_by,
        before.counted_from,
    )
    assert (left.left_how, left.claimed_by, after.claimed_by) == (Leaving.MOVED, cast.officer_atl, None)
    decision = Decision.objects.get(pk=after.decision_id)
    assert (decision.kind, decision.decided_by, decision.why) == (DecisionKind.MANUAL, cast.hq, WHY)
    assert decision.facts["facility"] == STEWART
    now = Case.objects.get(pk=case.pk)
    assert (now.office, now.state, now.route_generation) == (miami, CaseState.ROUTED, 2)
    assert left_behind.count_left(stewart(), cast.hq) == 0
    assert violations() == []


def test_what_was_not_chosen_stays_and_is_offered_again(cast: Cast) -> None:
    cases = [a_case(by=cast.operator) for _ in range(3)]
    move_to_miami(cast)
    hand_over(cast, cases[0])

    assert {stay.case_id for stay in left_behind.offer_of_facility(stewart(), cast.hq).stays} == {
        case.pk for case in cases[1:]
    }


def test_each_case_that_cannot_move_says_why(cast: Cast) -> None:
    fine, shut_out, closed, elsewhere = (a_case(by=cast.operator) for _ in range(4))
    accusing = a_case(by=cast.operator, accuses_staff=True)
    Exclusion.objects.create(
        case=shut_out, office=Office.objects.get(code="MIA"), why="A cousin.", made_by=cast.hq
    )
    item = item_of(closed)
    desk.claim(item, by=cast.officer_atl)
    desk.close(item_of(closed), Disposition.RESOLVED, "Done.", by=cast.officer_atl)
    desk.transfer(item_of(elsewhere), Office.objects.get(code="DAL"), by=cast.officer_atl, why="Theirs.")
    move_to_miami(cast)

    results = hand_over(cast, fine, shut_out, closed, elsewhere, accusing)

    assert results[fine.number].outcome == Outcome.MOVED
    assert "shut out" in results[shut_out.number].says
    assert results[closed.number].says == handing_over.IN_NO_QUEUE
    assert results[elsewhere.number].says == handing_over.NOT_OFFERED
    assert results[accusing.number].outcome == Outcome.REFUSED
    assert violations() == []


def test_the_unseen_is_not_found(cast: Cast) -> None:
    case, accusing = a_case(by=cast.operator), a_case(by=cast.operator, accuses_staff=True)
    move_to_miami(cast)

    results = hand_over(cast, case, accusing, Case(number="2222-2222-2"), by=cast.officer_atl)

    assert results[case.number].outcome == Outcome.MOVED
    assert results[accusing.number] == handing_over.Result(
        accusing.number, Outcome.NOT_FOUND, handing_over.NOT_FOUND
    )
    assert results["2222-2222-2"].outcome == Outcome.NOT_FOUND
    with pytest.raises(OutOfReach):
        hand_over(cast, case, by=cast.operator)


def test_a_colleagues_case_is_left_to_them_or_to_a_lead(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    desk.claim(item_of(case), by=cast.lead_atl)
    move_to_miami(cast)

    assert hand_over(cast, case, by=cast.officer_atl)[case.number].outcome == Outcome.REFUSED
    assert hand_over(cast, case, by=cast.lead_atl)[case.number].outcome == Outcome.MOVED


def test_after_a_wrong_move_was_put_right_its_cases_come_back(cast: Cast) -> None:
    went_along, stayed = a_case(by=cast.operator), a_case(by=cast.operator)
    move_to_miami(cast)
    hand_over(cast, went_along)
    new = a_case(by=cast.operator)
    assert item_of(new).office.code == "MIA"
    atlanta = Office.objects.get(code="ATL")
    moving.move_facility(stewart(), atlanta, moving.today_at(stewart()), "It was Atlanta.", by=cast.hq)

    offered = {stay.case_id for stay in left_behind.offer_of_facility(stewart(), cast.hq).stays}
    assert offered == {went_along.pk, new.pk}
    hand_over(cast, went_along, new)
    assert {item_of(case).office for case in (went_along, stayed, new)} == {atlanta}
    assert violations() == []


def test_a_closed_office_receives_nothing(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    move_to_miami(cast)
    Office.objects.filter(code="MIA").update(closed_on=date(2020, 1, 1))

    with pytest.raises(Refused, match="is closed"):
        hand_over(cast, case)


def test_moving_many_costs_the_same(cast: Cast) -> None:
    cases = [a_case(by=cast.operator) for _ in range(9)]
    move_to_miami(cast)
    costs = []
    for chosen in (cases[:1], cases[1:4], cases[4:]):
        with CaptureQueriesContext(connection) as queries:
            hand_over(cast, *chosen)
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2]


# -- a person who is moved ------------------------------------------------------------------------


def person_moved(cast: Cast) -> tuple[Detainee, Case, Case, Case]:
    """Somebody at Stewart with a case that follows them, one about the place and one with a headquarters unit; they
    are at Krome now."""
    follows = a_case("REL", by=cast.operator, told=TOLD)
    person = follows.detainee
    assert person is not None
    place = a_case("CON", by=cast.operator, told=TOLD)
    unit = a_case("MED", by=cast.operator, told=TOLD)
    assert Topic.objects.get(code="CON").follows == "place"
    custody.note_custody(
        person, Facility.objects.get(key=KROME), timezone.localdate(), "The locator.", by=cast.operator
    )
    return person, follows, place, unit


def test_cases_know_where_the_person_is(cast: Cast) -> None:
    person, *_ = person_moved(cast)
    assert set(Case.objects.filter(detainee=person).values_list("held_at__key", flat=True)) == {KROME}

    custody.note_custody(person, stewart(), timezone.localdate(), "Back again.", by=cast.operator)
    assert set(Case.objects.filter(detainee=person).values_list("held_at__key", flat=True)) == {None}
    assert Custody.objects.filter(detainee=person, until__isnull=True).count() == 1
    assert violations() == []


def test_what_follows_the_person_is_offered_and_the_rest_says_why_it_stays(cast: Cast) -> None:
    person, follows, place, unit = person_moved(cast)
    now = custody.present(person)
    assert now is not None

    offer = left_behind.offer_of_person(person, now, cast.hq)

    assert offer.to == Office.objects.get(code="MIA")
    assert [stay.case for stay in offer.stays] == [follows]
    why = {one.stay.case_id: one.why for one in offer.staying}
    assert "about the place" in why[place.pk]
    assert set(why) == {place.pk, unit.pk}


def test_the_office_that_holds_them_hands_over_its_own(cast: Cast, signed_in: SignedIn) -> None:
    person, follows, place, _ = person_moved(cast)
    address = f"/detainees/{person.pk}/handover/"
    assert signed_in(cast.officer_mia).get(address).status_code == 404
    shown = signed_in(cast.officer_atl).get(address).content.decode()
    assert follows.number in shown
    assert place.number in shown

    answer = signed_in(cast.officer_atl).post(address, {"cases": [follows.number], "why": "Moved to Krome."})

    assert answer.status_code == 302
    assert item_of(follows).office.code == "MIA"
    assert item_of(place).office.code == "ATL"
    assert violations() == []


def test_somebody_released_leaves_no_case_to_hand_over(cast: Cast) -> None:
    person, *_ = person_moved(cast)
    now = custody.note_custody(person, None, timezone.localdate(), "Released on bond.", by=cast.officer_atl)

    assert left_behind.offer_of_person(person, now, cast.hq).stays == []
    assert Case.objects.filter(detainee=person, held_at__key=KROME).count() == 3


def test_custody_is_not_noted_for_the_future_nor_behind_what_is_known(cast: Cast) -> None:
    person, *_ = person_moved(cast)
    today = timezone.localdate()
    with pytest.raises(Refused, match="has not come yet"):
        custody.note_custody(person, None, today + timedelta(days=2), "Said so.", by=cast.hq)
    with pytest.raises(Refused, match="Something later"):
        custody.note_custody(person, None, today - timedelta(days=2), "Said so.", by=cast.hq)
    with pytest.raises(OutOfReach):
        custody.note_custody(person, None, today, "Said so.", by=cast.officer_mia)
    Detainee.objects.filter(pk=person.pk).update(protected=True)
    with pytest.raises(OutOfReach):
        custody.note_custody(person, None, today, "Said so.", by=cast.supervisor)


# -- the page and the API -------------------------------------------------------------------------


def test_the_page_preselects_all_and_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    case = a_case(by=cast.operator)
    move_to_miami(cast)
    client, address = signed_in(cast.hq), f"/facilities/{STEWART}/handover/"
    assert (
        "1 open case is still with the old office" in client.get(f"/facilities/{STEWART}/").content.decode()
    )
    assert f'value="{case.number}" checked' in client.get(address).content.decode()

    answer = client.post(address, {"why": "Because of the move."})
    assert answer.status_code == 422
    assert "Tick at least one case." in answer.content.decode()
    assert "Because of the move." in answer.content.decode()

    answer = client.post(address, {"cases": [case.number], "why": "Because of the move."}, follow=True)
    assert "1 case is with Miami" in answer.content.decode()
    assert "still with the old office" not in answer.content.decode()


def test_the_api_answers_for_each_row(cast: Cast, signed_in: SignedIn) -> None:
    case, accusing = a_case(by=cast.operator), a_case(by=cast.operator, accuses_staff=True)
    client = signed_in(cast.hq)
    moved = client.post(
        f"/api/v1/facilities/{STEWART}/assignments/",
        {"to": "MIA", "from_day": moving.today_at(stewart()).isoformat(), "why": WHY, "seen": "ATL"},
        content_type="application/json",
    )
    assert moved.status_code == 201
    assert [row["office"] for row in moved.json()] == ["MIA", "ATL"]

    client, address = signed_in(cast.officer_atl), f"/api/v1/facilities/{STEWART}/handover/"
    assert [row["case"] for row in client.get(address).json()["cases"]] == [case.number]
    body = {"cases": [case.number, accusing.number], "why": WHY}
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 200
    assert [row["outcome"] for row in answer.json()["results"]] == ["moved", "not_found"]
