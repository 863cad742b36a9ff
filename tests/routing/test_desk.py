"""What an office does with a case; one rule broken in every refusal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import Action, ActionKind, Case, Closure, Disposition
from facilities.models import Office
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import desk, dispatch
from routing.models import Decision, QueueItem
from routing.timeline import story
from tests.builders import a_case, item_of, violations
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case in Atlanta's queue."""
    return a_case("CON", by=cast.operator)


def test_the_story_of_a_case_reads_as_sentences(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.act(item_of(case), ActionKind.CONTACTED_FACILITY, "Called the shift office.", by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Boiler repaired.", by=cast.officer_atl)
    case.refresh_from_db()
    told = [(moment.who, moment.sentence, moment.words) for moment in reversed(story(case, cast.officer_atl))]
    assert [(who, sentence) for who, sentence, _ in told] == [
        ("operator", "took the call and wrote the concern down"),
        ("The router", "sent it to Atlanta (rule “field-office”, version 1)"),
        ("officer.atl", "claimed the case for Atlanta"),
        ("officer.atl", "recorded a step: spoke with the facility"),
        ("officer.atl", "closed it. Resolved: the concern was put right"),
    ]
    assert [words for _, _, words in told[3:]] == ["Called the shift office.", "Boiler repaired."]
    assert violations() == []


def test_an_operator_follows_the_steps_without_the_notes(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.act(item_of(case), ActionKind.REVIEWED, "An internal note.", by=cast.officer_atl)
    moments = story(case, cast.operator)
    assert [moment.verb for moment in moments] == ["acted", "claimed", "routed", "opened"]
    assert "An internal note." not in str(moments)


def test_the_second_to_claim_is_told(cast: Cast, case: Case) -> None:
    first, second = item_of(case), item_of(case)
    desk.claim(first, by=cast.officer_atl)
    with pytest.raises(Overtaken):
        desk.claim(second, by=cast.lead_atl)
    assert QueueItem.objects.get(pk=first.pk).claimed_by == cast.officer_atl


def test_another_office_cannot_reach_the_case(cast: Cast, case: Case) -> None:
    for user in (cast.officer_mia, cast.operator, cast.supervisor, cast.analyst, cast.auditor):
        with pytest.raises(OutOfReach):
            desk.claim(item_of(case), by=user)


def test_an_unclaimed_case_takes_no_steps_and_no_closure(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused):
        desk.act(item_of(case), ActionKind.NOTED, "x", by=cast.officer_atl)
    with pytest.raises(Refused):
        desk.close(item_of(case), Disposition.RESOLVED, "x", by=cast.lead_atl)
    assert not Action.objects.exists()
    assert not Closure.objects.exists()


def test_a_colleague_cannot_close_what_another_holds_but_the_lead_can(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.lead_atl)
    with pytest.raises(Refused):
        desk.close(item_of(case), Disposition.RESOLVED, "x", by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.lead_atl)
    case.refresh_from_db()
    assert case.state == "closed"


def test_released_it_waits_again(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.release(item_of(case), by=cast.officer_atl)
    case.refresh_from_db()
    assert (case.state, item_of(case).claimed_by) == ("routed", None)
    assert violations() == []


def test_transferred_it_keeps_its_due_time_and_leaves_no_trace_behind(cast: Cast, case: Case) -> None:
    before = item_of(case)
    stay = desk.transfer(
        before, Office.objects.get(code="MIA"), by=cast.officer_atl, why="Person is at Krome now."
    )
    assert stay.due_at == before.due_at
    assert Decision.objects.get(case=case, generation=2).kind == "manual"
    assert not Case.objects.visible_to(cast.officer_atl).exists()
    assert Case.objects.visible_to(cast.officer_mia).exists()
    assert violations() == []


@pytest.mark.parametrize(("to", "why"), [("ATL", "reason"), ("MIA", "  ")])
def test_a_transfer_to_itself_or_without_a_reason_is_refused(
    cast: Cast, case: Case, to: str, why: str
) -> None:
    with pytest.raises(Refused):
        desk.transfer(item_of(case), Office.objects.get(code=to), by=cast.officer_atl, why=why)


def test_an_accusing_case_is_never_transferred_to_a_field_office(cast: Cast) -> None:
    accusing = a_case("CON", by=cast.operator, accuses_staff=True)
    with pytest.raises(Refused):
        desk.transfer(item_of(accusing), Office.objects.get(code="MIA"), by=cast.hq, why="Please look.")
    desk.transfer(
        item_of(accusing), Office.objects.get(code="CMD"), by=cast.officer_opr, why="Standards breach."
    )
    assert violations() == []


def test_given_back_it_goes_to_triage_with_a_coded_reason(cast: Cast, case: Case) -> None:
    stay = desk.return_to_headquarters(
        item_of(case), desk.ReturnReason.WRONG_OFFICE, by=cast.officer_atl, why="Facility moved to Miami."
    )
    assert stay.office.code == "OPA"
    assert (
        story(case, cast.hq)[0].sentence == "gave it back from Atlanta to headquarters: not for this office"
    )


def test_headquarters_sends_a_case_back_to_the_router(cast: Cast, case: Case) -> None:
    dispatch.reroute(case, "Rules changed.", by=cast.hq)
    dispatch.drain()
    case.refresh_from_db()
    assert (case.state, case.route_generation) == ("routed", 2)
    with pytest.raises(OutOfReach):
        dispatch.reroute(case, "Me too.", by=cast.officer_atl)
    assert violations() == []


def test_a_stale_version_is_overtaken(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.officer_atl)
    stale = item_of(case)
    desk.act(item_of(case), ActionKind.NOTED, "First.", by=cast.officer_atl)
    with pytest.raises(Overtaken):
        desk.act(stale, ActionKind.NOTED, "Second.", by=cast.officer_atl)
    assert Action.objects.count() == 1


@pytest.mark.parametrize("topic", ["FOR", "RET", "SAA"])
def test_what_accuses_staff_by_its_topic_stays_with_headquarters_though_nobody_ticked_the_box(
    cast: Cast, topic: str
) -> None:
    accusing = a_case(topic, by=cast.operator, accuses_staff=False)
    assert accusing.accuses_staff
    with pytest.raises(Refused):
        desk.transfer(item_of(accusing), Office.objects.get(code="ATL"), by=cast.hq, why="Please look.")


def test_the_table_itself_knows_what_accuses_staff_by_its_topic(cast: Cast, case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(topic_id="FOR")


def test_a_colleague_cannot_send_away_what_another_holds(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.lead_atl)
    with pytest.raises(Refused):
        desk.transfer(item_of(case), Office.objects.get(code="MIA"), by=cast.officer_atl, why="Not ours.")


def test_an_office_that_closes_later_still_receives(cast: Cast, case: Case) -> None:
    Office.objects.filter(code="MIA").update(closed_on=date(2090, 1, 1))
    desk.transfer(item_of(case), Office.objects.get(code="MIA"), by=cast.officer_atl, why="Person is there.")
    case.refresh_from_db()
    assert case.office == Office.objects.get(code="MIA")
