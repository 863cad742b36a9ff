"""The mail room at work: waiting requests become decisions and queue items, exactly once.

A batch is claimed in one short transaction that counts the attempt (so a crash is counted too) and routed in
a second one, with set-based statements. A batch that fails is tried case by case, so that one poison case harms
nobody; after five attempts a case goes to headquarters triage with the reason. See docs/adr/0002.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from cases import lifecycle
from cases.models import Case, CaseState, Closure
from cases.signals import case_waits_for_route
from facilities.models import Office
from helpline import failpoints
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused
from routing import access, deadline
from routing.calendars import calendars_of
from routing.facts import Atlas, facts_of, read_atlas
from routing.in_force import rules_in_force
from routing.language import TRIAGE, Rules
from routing.models import (
    Decision,
    DecisionKind,
    Leaving,
    QueueItem,
    RequestState,
    RouteRequest,
)
from routing.models.rules import RuleSet
from routing.router import Verdict, decide
from routing.standstill import pauses_of, standstills

log = logging.getLogger(__name__)

BATCH = 200
ATTEMPTS = 5

CLAIM = """
UPDATE routing_routerequest SET attempts = attempts + 1,
       next_attempt_at = statement_timestamp() + 5 * 2 ^ least(attempts, 5) * interval '1 second'
WHERE id IN (SELECT id FROM routing_routerequest
             WHERE state = 'pending' AND next_attempt_at <= statement_timestamp()
             ORDER BY next_attempt_at LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id, attempts
"""
PLACE = """
UPDATE cases_case SET office_id = v.office, state = 'routed', version = version + 1
FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, office) WHERE cases_case.id = v.id
"""


MakeStay = Callable[[Case, Office, Decision, datetime], QueueItem]


@dataclass(frozen=True)
class Placement:
    """One case with its verdict, about to be written."""

    request: RouteRequest
    case: Case
    office: Office
    verdict: Verdict
    facts: dict[str, object]


def route_waiting(limit: int = BATCH) -> int:
    """Route up to `limit` waiting cases; give back how many requests were taken up. Safe to run anywhere, at once.

    What is tried for the first time goes together; what failed before, or was in a batch that failed, goes alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [limit])
        claimed: dict[int, int] = dict(cursor.fetchall())
    together = [pk for pk, attempts in claimed.items() if attempts == 1]
    alone = [pk for pk, attempts in claimed.items() if attempts > 1]
    try:
        _route(together)
    except Exception as error:
        log.warning("A batch of %d failed (%s); one by one now", len(together), type(error).__name__)
        alone += together
    for pk in alone:
        _route_alone(pk, claimed[pk])
    return len(claimed)


def drain() -> int:
    """Route until nothing waits; give back how many cases were taken up."""
    total = 0
    while taken := route_waiting():
        total += taken
    return total


def _route_alone(pk: int, attempts: int) -> None:
    """Route one request. After five attempts, also such as ended with their process, it goes to triage instead."""
    code = "stopped in the middle"
    try:
        if attempts <= ATTEMPTS:
            _route([pk])
            return
    except Exception as error:
        code = type(error).__name__
        log.warning("Route request %d failed (%s)", pk, code)
        if attempts < ATTEMPTS:
            _note_failure(pk, code)
            return
    try:
        _give_up(pk, f"the router failed {ATTEMPTS} times ({code})")
        log.error("Route request %d went to triage after %d attempts", pk, attempts)
    except Exception as error:
        log.error("Route request %d could not be sent to triage (%s)", pk, type(error).__name__)


def _note_failure(pk: int, code: str) -> None:
    try:
        RouteRequest.objects.pending().filter(pk=pk).update(last_error_code=code[:60])
    except DatabaseError as error:
        log.warning("The failure of route request %d could not be noted (%s)", pk, type(error).__name__)


def _locked(pks: Sequence[int]) -> tuple[list[RouteRequest], dict[int, Case]]:
    """The requests that still wait, with their cases, both locked for this transaction."""
    requests = list(RouteRequest.objects.pending().filter(pk__in=pks).select_for_update().order_by("pk"))
    cases = {
        case.pk: case
        for case in Case.objects.select_for_update(of=("self",))
        .select_related("topic", "facility", "held_at", "call", "detainee")
        .filter(pk__in=[r.case_id for r in requests], state=CaseState.RECEIVED)
        .order_by("pk")
    }
    return [r for r in requests if r.case_id in cases], cases


@transaction.atomic
def _route(pks: Sequence[int]) -> None:
    """Lock, decide, write: decisions, queue items, cases, journal and requests, all or nothing."""
    requests, cases = _locked(pks) if pks else ([], {})
    if not requests:
        return
    atlas = read_atlas(list(cases.values()))
    ruleset = rules_in_force()
    rules = ruleset.read() if ruleset else Rules()
    placements = [_place(request, cases[request.case_id], atlas, rules) for request in requests]
    _write(placements, ruleset, stays_by_the_clock(placements))


@transaction.atomic
def _give_up(pk: int, reason: str) -> None:
    """Send one case to triage needing as little as can be: no map, no rules, no calendar."""
    requests, cases = _locked([pk])
    office = Office.objects.get(code=TRIAGE)
    why = f"Headquarters triage decides by hand: {reason}."
    placements = [
        Placement(r, case, office, Verdict(TRIAGE, None, why, urgency=case.urgency), {"topic": case.topic_id})
        for r in requests
        for case in [cases[r.case_id]]
    ]
    if placements:
        _write(placements, None, hurried_stay_of)


def _place(request: RouteRequest, case: Case, atlas: Atlas, rules: Rules) -> Placement:
    facts = facts_of(case, atlas)
    verdict = decide(facts, rules, atlas.book)
    if verdict.rule is None:
        log.error("Case %s went to triage: no rule could place it", case.number)
    return Placement(request, case, atlas.offices[verdict.office], verdict, facts.as_json())


def _write(placements: Sequence[Placement], ruleset: RuleSet | None, stay: MakeStay) -> None:
    decisions = Decision.objects.bulk_create(
        Decision(
            case=p.case,
            generation=p.request.generation,
            office=p.office,
            ruleset=ruleset,
            rule=p.verdict.rule or "",
            facts=p.facts,
            outcome=p.verdict.as_json(),
            why=p.verdict.why,
            kind=DecisionKind.AUTOMATIC if p.verdict.rule else DecisionKind.FALLBACK,
        )
        for p in placements
    )
    begun = _counted_from(placements)
    QueueItem.objects.bulk_create(
        stay(p.case, p.office, decision, begun[p.case.pk])
        for p, decision in zip(placements, decisions, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [[p.case.pk for p in placements], [p.office.pk for p in placements]])
    journal.record_many(
        [
            ("routed", p.case, {"office": p.office.code, "decision": d.pk, "generation": d.generation})
            for p, d in zip(placements, decisions, strict=True)
        ],
        by=None,
    )
    failpoints.reach("routing_before_commit")
    RouteRequest.objects.filter(pk__in=[p.request.pk for p in placements]).update(
        state=RequestState.DONE, done_at=Now(), last_error_code=""
    )


def _counted_from(placements: Sequence[Placement]) -> dict[int, datetime]:
    """From when each case's due time counts: when it was opened, or last reopened. Rerouting does not restart it."""
    begun = {p.case.pk: p.case.opened_at for p in placements}
    again = [p.case.pk for p in placements if p.request.generation > 1]
    if again:
        reopened = Closure.objects.filter(case__in=again).values_list("case_id").annotate(Max("reopened_at"))
        begun |= {case: at for case, at in reopened if at is not None}
    return begun


def stays_by_the_clock(placements: Sequence[Placement]) -> MakeStay:
    """Makes unsaved stays, due as the topic and the rules say by the office's calendar; two queries for the batch."""
    calendars = calendars_of(p.office for p in placements)
    pauses = pauses_of(p.case.pk for p in placements if p.request.generation > 1)
    limits = {p.case.pk: p.verdict.limits for p in placements}

    def stay_of(case: Case, office: Office, decision: Decision, counted_from: datetime) -> QueueItem:
        calendar = calendars[office.pk]
        still = standstills(pauses.get(case.pk, ()), calendar)
        due_at, respond_by = deadline.due_times(case.topic, calendar, counted_from, limits[case.pk], still)
        return QueueItem(
            case=case,
            office=office,
            decision=decision,
            counted_from=counted_from,
            due_at=due_at,
            respond_by=respond_by,
        )

    return stay_of


def hurried_stay_of(case: Case, office: Office, decision: Decision, counted_from: datetime) -> QueueItem:
    """An unsaved stay due a day after `counted_from`, for a case whose topic or office cannot be reckoned with."""
    due_at = counted_from + timedelta(days=1)
    return QueueItem(case=case, office=office, decision=decision, counted_from=counted_from, due_at=due_at)


def reroute(case: Case, why: str, *, by: User) -> None:
    """Take the case out of its queue and let the router decide again, saying why. Headquarters only."""
    access.must_lead(by, case)
    if not why.strip():
        raise Refused("Say why the case goes back to the router.")
    if not lifecycle.allows(case, "reroute"):
        raise Refused("A case that is closed or waiting for its route cannot be sent back to the router.")
    with transaction.atomic():
        lifecycle.move(case, "reroute", office=None, route_generation=case.route_generation + 1)
        stay = QueueItem.objects.open().get(case=case)
        stay.left_at, stay.left_how, stay.left_why = Now(), Leaving.REROUTED, why.strip()
        stay.save(update_fields=["left_at", "left_how", "left_why"])
        journal.record("rerouted", case, by=by, generation=case.route_generation, stay=stay.pk)
        transaction.on_commit(case_waits_for_route.ring, robust=True)
