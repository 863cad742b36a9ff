"""Everything a verdict says takes effect with the decision, and nothing of it is ever taken back by a rule."""

from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Exclusion
from facilities.models import Office
from helpline.accounts.models import Role
from helpline.audit.models import Entry
from routing import dispatch
from routing.models import CaseCopy, Decision, Notification, Purpose, Shows
from tests.builders import a_call, a_case, concern, item_of, violations
from tests.cast import Cast, person
from tests.routing.rules import HOME, adding, copy_to, in_force

Copies = list[tuple[str, str, str]]


def lasting(case: Case) -> Copies:
    rows = CaseCopy.objects.lasting().filter(case=case).order_by("office__code")
    return list(rows.values_list("office__code", "purpose", "shows"))


def ended(case: Case) -> list[tuple[str, str]]:
    rows = CaseCopy.objects.filter(case=case, ended_at__isnull=False).order_by("office__code")
    return list(rows.values_list("office__code", "ended_why"))


def notices(case: Case) -> list[tuple[str, str, str, str | None]]:
    rows = Notification.objects.filter(decision__case=case)
    told = rows.values_list("kind", "channel", "office__code", "person__username")
    return sorted(told, key=str)


def again(case: Case, cast: Cast) -> Case:
    case.refresh_from_db()
    dispatch.reroute(case, "The rules changed.", by=cast.hq)
    dispatch.drain()
    case.refresh_from_db()
    return case


def test_a_rule_raises_the_urgency_of_the_case(cast: Cast) -> None:
    in_force(HOME, adding("soon", raise_to="P1"))
    case = a_case("TEL", by=cast.operator)
    decision = Decision.objects.get(case=case)
    assert case.urgency == "P1"
    assert decision.facts["urgency"] != "P1"
    assert (decision.outcome["urgency"], decision.outcome["also"]) == ("P1", ["soon"])
    assert Entry.objects.get(verb="routed", subject_ref=case.number).details["raised_to"] == "P1"
    assert violations() == []


def test_raising_never_lowers(cast: Cast) -> None:
    in_force(HOME, adding("later", raise_to="P3"))
    case = a_case("TEL", by=cast.operator, urgency="P0")
    assert case.urgency == "P0"
    assert "raised_to" not in Entry.objects.get(verb="routed", subject_ref=case.number).details
    assert violations() == []


def test_care_is_taken_and_stays_taken_when_the_rules_ask_for_it_no_more(cast: Cast) -> None:
    in_force(HOME, adding("care", withhold_identity=True, leads_only=True, raise_to="P1"))
    case = a_case("TEL", by=cast.operator)
    assert (case.identity_withheld, case.leads_only, case.urgency) == (True, True, "P1")
    in_force(HOME)
    again(case, cast)
    assert (case.identity_withheld, case.leads_only, case.urgency) == (True, True, "P1")
    assert violations() == []


def test_what_a_person_withheld_a_rule_does_not_show(cast: Cast) -> None:
    in_force(HOME)
    case = a_case("TEL", by=cast.operator, identity_withheld=True)
    assert case.identity_withheld


def test_the_earliest_of_all_limits_counts(cast: Cast) -> None:
    in_force(
        HOME,
        adding("slow", resolve_within="300h", respond_within="200h"),
        adding("quick", resolve_within="3h", respond_within="30min"),
    )
    case = a_case("MED", by=cast.operator)
    stay = item_of(case)
    assert stay.respond_by is not None
    assert (stay.due_at - case.opened_at, stay.respond_by - case.opened_at) == (
        timedelta(hours=3),
        timedelta(minutes=30),
    )


def test_limits_of_rules_never_lengthen_those_of_the_topic(cast: Cast) -> None:
    in_force(HOME, adding("slow", resolve_within="300h", respond_within="200h"))
    case = a_case("MED", by=cast.operator)
    assert item_of(case).due_at - case.opened_at == timedelta(hours=24)


def test_copies_go_to_the_offices_asked_with_the_strictest_view(cast: Cast) -> None:
    in_force(
        HOME,
        adding("one", copies=[copy_to("IHSC", "know", "all"), copy_to("office_of_facility")]),
        adding("two", copies=[copy_to("IHSC", "act", "facts_only"), copy_to("CMD")]),
    )
    case = a_case("TEL", by=cast.operator)
    assert lasting(case) == [("CMD", "know", "no_identity"), ("IHSC", "act", "facts_only")]
    assert Entry.objects.get(verb="routed", subject_ref=case.number).details["copies"] == ["CMD", "IHSC"]
    assert violations() == []


def test_routing_again_ends_copies_that_nobody_asks_for_and_the_holders_own(cast: Cast) -> None:
    in_force(HOME, adding("all", copies=[copy_to("IHSC", "know", "all"), copy_to("CMD"), copy_to("OPLA")]))
    case = a_case("TEL", by=cast.operator)
    first = CaseCopy.objects.get(case=case, office__code="IHSC")
    in_force(
        {**HOME, "to": "CMD"},
        adding("fewer", copies=[copy_to("CMD"), copy_to("IHSC", "act", "no_identity")]),
    )
    again(case, cast)
    assert case.office is not None
    assert case.office.code == "CMD"
    assert lasting(case) == [("IHSC", "act", "no_identity")]
    assert CaseCopy.objects.lasting().get(case=case) == first
    assert ended(case) == [
        ("CMD", "The office holds the case itself now."),
        ("OPLA", "The router no longer asks for this copy."),
    ]
    assert violations() == []


def test_a_copy_asked_again_never_shows_more_than_before(cast: Cast) -> None:
    in_force(HOME, adding("little", copies=[copy_to("IHSC", "act", "facts_only")]))
    case = a_case("TEL", by=cast.operator)
    in_force(HOME, adding("much", copies=[copy_to("IHSC", "know", "all")]))
    again(case, cast)
    assert lasting(case) == [("IHSC", "act", "facts_only")]


def test_a_copy_that_a_person_sent_is_not_ended_by_the_router(cast: Cast) -> None:
    in_force(HOME)
    case = a_case("TEL", by=cast.operator)
    CaseCopy.objects.create(
        case=case,
        office=Office.objects.get(code="OPLA"),
        decision=Decision.objects.get(case=case),
        purpose=Purpose.KNOW,
        shows=Shows.NO_IDENTITY,
        why="They asked for it.",
    )
    again(case, cast)
    assert lasting(case) == [("OPLA", "know", "no_identity")]


def test_an_office_shut_out_gets_neither_the_case_nor_a_copy(cast: Cast) -> None:
    in_force({**HOME, "to": "OPR"}, adding("copy", copies=[copy_to("CMD")]), cover={"OPR": ["IHSC"]})
    case = a_case("TEL", by=cast.operator, routed=False)
    for code in ("OPR", "CMD"):
        Exclusion.objects.create(
            case=case, office=Office.objects.get(code=code), why="Accused.", made_by=cast.hq
        )
    dispatch.drain()
    case.refresh_from_db()
    assert case.office is not None
    assert (case.office.code, lasting(case)) == ("IHSC", [])
    assert Decision.objects.get(case=case).outcome["covers_for"] == "OPR"
    assert violations() == []


def test_offices_are_told_in_the_page_and_leads_by_mail_where_it_presses(cast: Cast) -> None:
    in_force(HOME, adding("pressing", raise_to="P1", copies=[copy_to("CMD")]))
    person("lead.gone", Role.OFFICE_LEAD, "ATL").postings.update(ended_at=Now(), ended_by=cast.hq)
    accused = person("lead.accused", Role.OFFICE_LEAD, "ATL")
    case = a_case("TEL", by=cast.operator, routed=False)
    Exclusion.objects.create(case=case, person=accused, why="Accused.", made_by=cast.hq)
    dispatch.drain()
    assert notices(case) == [
        ("copied", "page", "CMD", None),
        ("routed", "mail", "ATL", "lead.atl"),
        ("routed", "page", "ATL", None),
    ]


def test_triage_is_told_that_nobody_could_place_a_case(cast: Cast) -> None:
    in_force()
    case = a_case("TEL", by=cast.operator)
    assert notices(case) == [("triaged", "page", "OPA", None)]
    assert violations() == []


def test_a_batch_costs_the_same_statements_however_many_cases_it_holds(cast: Cast) -> None:
    in_force(HOME, adding("much", raise_to="P1", copies=[copy_to("CMD")], resolve_within="3h"))
    costs = []
    for many in (1, 3, 48, 192):
        for _ in range(0, many, 12):
            a_call(*[concern("TEL") for _ in range(min(many, 12))], by=cast.operator)
        with CaptureQueriesContext(connection) as statements:
            dispatch.route_waiting()
        costs.append(len(statements))
    assert Decision.objects.count() == 244
    assert len(set(costs)) == 1, costs
