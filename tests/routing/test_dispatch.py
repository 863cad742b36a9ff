"""What waits is routed once, with rule, version, facts and a sentence; triage is the only fallback."""

import threading
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import lifecycle
from cases.models import Case, Disposition, Topic
from facilities.models import Facility, Office
from helpline.accounts.models import Role
from helpline.audit.models import Entry
from routing import desk, dispatch, placing
from routing.facts import Atlas
from routing.facts import facts_in as real_facts_in
from routing.models import Decision, Publication, QueueItem, RouteRequest, RuleSet
from routing.reading import CaseRow
from routing.rules.language import Facts
from tests.builders import KROME, STEWART, a_call, a_case, concern, item_of, settle, violations
from tests.cast import Cast, person


def test_a_routed_case_stands_in_one_queue_and_says_why(cast: Cast) -> None:
    case = a_case("TEL", by=cast.operator)
    decision = Decision.objects.get(case=case)
    assert (decision.office.code, decision.rule, decision.kind) == ("ATL", "field-office", "automatic")
    assert decision.ruleset is not None
    assert decision.ruleset.version == 1
    assert "Stewart Detention Center belonged to Atlanta" in decision.why
    assert decision.facts["topic"] == "TEL"
    assert item_of(case).decision_id == decision.pk
    assert (case.state, case.version) == ("routed", 2)


def test_routing_again_changes_nothing(cast: Cast) -> None:
    a_case("TEL", by=cast.operator)
    assert dispatch.drain() == 0
    assert (
        Decision.objects.count(),
        QueueItem.objects.count(),
        Entry.objects.filter(verb="routed").count(),
    ) == (1, 1, 1)


@pytest.mark.parametrize(
    ("topic", "office"),
    [
        ("MED", "IHSC"),
        ("FOR", "OPR"),
        ("SAA", "SAAPI"),
        ("USC", "OPLA"),
        ("INC", "CMD"),
        ("PRV", "PRIV"),
        ("EMR", "OPA"),
    ],
)
def test_topics_of_headquarters_go_to_their_unit(cast: Cast, topic: str, office: str) -> None:
    case = a_case(topic, by=cast.operator)
    assert case.office is not None
    assert case.office.code == office


def test_without_a_facility_the_public_advocate_finds_the_office(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, facility=None)
    decision = Decision.objects.get(case=case)
    assert (decision.office.code, decision.rule) == ("OPA", "no-facility")


def test_the_due_time_counts_from_when_the_case_was_opened(cast: Cast) -> None:
    case = a_case("MED", by=cast.operator)
    item = item_of(case)
    assert (item.due_at - case.opened_at).total_seconds() == 24 * 3600
    assert item.respond_by is not None
    assert (item.respond_by - case.opened_at).total_seconds() == 2 * 3600


def test_without_rules_a_case_goes_to_triage_with_the_reason(cast: Cast) -> None:
    Publication.objects.all().delete()
    case = a_case("CON", by=cast.operator)
    decision = Decision.objects.get(case=case)
    assert (decision.office.code, decision.kind) == ("OPA", "fallback")
    assert "no rule covers conditions of confinement" in decision.why


def test_a_poison_case_goes_to_triage_after_five_attempts_and_harms_nobody(cast: Cast) -> None:
    poison = a_case("CON", by=cast.operator, routed=False)
    good = a_case("CON", by=cast.operator, facility=KROME, routed=False)

    def facts_in(row: CaseRow, atlas: Atlas) -> Facts:
        if row.pk == poison.pk:
            raise RuntimeError("poison")
        return real_facts_in(row, atlas)

    with patch.object(placing, "facts_in", facts_in):
        for _ in range(5):
            RouteRequest.objects.pending().update(next_attempt_at=poison.opened_at)
            dispatch.drain()
    good.refresh_from_db()
    assert good.state == "routed"
    decision = Decision.objects.get(case=poison)
    assert (decision.office.code, decision.why) == (
        "OPA",
        "Headquarters triage decides by hand: the router failed 5 times (RuntimeError).",
    )
    assert violations() == []


def test_a_case_committed_without_a_route_request_is_refused(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, routed=False)

    @transaction.atomic
    def forget_the_request() -> None:
        RouteRequest.objects.filter(case=case).delete()
        settle()

    with pytest.raises(IntegrityError, match="no case without a route request"):
        forget_the_request()


def test_a_case_that_accuses_staff_cannot_be_put_into_a_field_office(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(accuses_staff=True)


def test_published_rules_never_change(cast: Cast) -> None:
    from django.db import InternalError
    from django.db.utils import DatabaseError

    with pytest.raises((IntegrityError, InternalError, DatabaseError)), transaction.atomic():
        RuleSet.objects.update(note="changed")


def test_reopening_sends_the_case_through_the_router_again(cast: Cast) -> None:

    case = a_case("CON", by=cast.operator)
    item = item_of(case)
    desk.claim(item, by=cast.officer_atl)
    desk.close(item, Disposition.RESOLVED, "Boiler repaired.", by=cast.officer_atl)
    case.refresh_from_db()
    lifecycle.reopen(case, "The water is cold again.", by=cast.operator)
    dispatch.drain()
    assert list(
        Decision.objects.filter(case=case).order_by("generation").values_list("generation", "office__code")
    ) == [
        (1, "ATL"),
        (2, "ATL"),
    ]
    assert violations() == []


@pytest.mark.django_db(transaction=True)
def test_many_routers_at_once_make_one_decision_a_case() -> None:
    operator = person("operator", Role.OPERATOR)
    for _ in range(20):
        a_call(concern(), concern("MED"), by=operator)
    failures: list[BaseException] = []

    def route() -> None:
        try:
            while dispatch.route_waiting(limit=7):
                pass
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=route) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (Decision.objects.count(), QueueItem.objects.open().count()) == (40, 40)
    assert Entry.objects.filter(verb="routed").count() == 40
    assert violations() == []


def test_a_reopened_case_has_its_whole_time_again_and_a_rerouted_one_keeps_its_own(cast: Cast) -> None:
    case = a_case("MED", by=cast.operator)
    Case.objects.filter(pk=case.pk).update(opened_at=case.opened_at - timedelta(days=3))
    case.refresh_from_db()
    dispatch.reroute(case, "Rules changed.", by=cast.hq)
    dispatch.drain()
    assert item_of(case).due_at == case.opened_at + timedelta(hours=24)
    desk.claim(item_of(case), by=cast.officer_ihsc)
    closure = desk.close(item_of(case), Disposition.RESOLVED, "Seen by the doctor.", by=cast.officer_ihsc)
    case.refresh_from_db()
    lifecycle.reopen(case, "No medicine again.", by=cast.operator)
    dispatch.drain()
    closure.refresh_from_db()
    assert closure.reopened_at is not None
    assert item_of(case).due_at == closure.reopened_at + timedelta(hours=24)


@pytest.mark.parametrize("broken", ["limit", "zone"])
def test_a_case_that_cannot_be_reckoned_with_still_reaches_triage(cast: Cast, broken: str) -> None:
    poison = a_case("TEL", by=cast.operator, routed=False)
    good = a_case("CON", by=cast.operator, facility=KROME, routed=False)
    if broken == "limit":
        Topic.objects.filter(code="TEL").update(resolve_within="soon")
    else:
        Facility.objects.filter(key=STEWART).update(timezone="Mars/Olympus")
    for _ in range(6):
        RouteRequest.objects.pending().update(next_attempt_at=poison.opened_at)
        dispatch.drain()
    good.refresh_from_db()
    assert good.state == "routed"
    assert Decision.objects.get(case=poison).why.startswith(
        "Headquarters triage decides by hand: the router failed 5"
    )
    assert violations() == []


def test_what_took_the_router_down_five_times_goes_to_triage_untried(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator, routed=False)
    RouteRequest.objects.pending().update(attempts=5, last_error_code="")
    dispatch.drain()
    assert Decision.objects.get(case=case).why == (
        "Headquarters triage decides by hand: the router failed 5 times (stopped in the middle)."
    )


def test_attempts_beyond_any_count_do_not_stop_the_router(cast: Cast) -> None:
    a_case("CON", by=cast.operator, routed=False)
    RouteRequest.objects.pending().update(attempts=5_000)
    assert dispatch.drain() == 1


def test_an_office_that_is_closed_today_receives_nothing(cast: Cast) -> None:
    Office.objects.filter(code="ATL").update(closed_on=timezone.localdate())
    case = a_case("CON", by=cast.operator)
    decision = Decision.objects.get(case=case)
    assert (decision.office.code, decision.kind) == ("OPA", "fallback")
    assert "Atlanta is closed" in decision.why
