"""Handing open cases over to the office that answers now, because a facility or a person moved.

All that can be moved moves in one transaction with set-based statements; what cannot says why, row by row. Due time,
what it is counted from, and the whole history stay; whoever held a case does not hold it any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from cases import lifecycle
from cases.models import Case, CaseState
from facilities.models import Office
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused
from routing import access
from routing.facts import Atlas, facts_of, read_atlas
from routing.models import (
    CaseCopy,
    Decision,
    DecisionKind,
    Leaving,
    NoticeChannel,
    NoticeKind,
    Notification,
    QueueItem,
)
from routing.router import barred
from routing.rules.in_force import rules_in_force
from routing.rules.language import Facts, Rules

CASES_AT_MOST = 500
NOT_FOUND = "There is no such case."
NOT_OFFERED = "This case was handed over already, or it is not one that goes along."
IN_NO_QUEUE = "This case is in no queue, so nothing is to be handed over."
NO_OFFICE = "No office answers for that place now, so there is nobody to hand the cases over to."
COPY_ENDED = "The office holds the case itself now."


class Outcome(StrEnum):
    """What became of one case."""

    MOVED = "moved"
    REFUSED = "refused"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Result:
    """What became of one case, and why it stays where it does."""

    number: str
    outcome: Outcome
    says: str = ""


@dataclass(frozen=True)
class Going:
    """One case that can be moved, with the stay that ends and what the router would know."""

    case: Case
    stay: QueueItem
    facts: Facts


def hand_over(numbers: Sequence[str], among: Q, to: Office, why: str, *, by: User) -> list[Result]:
    """Move these cases, as far as they are `among` what is offered, to the office `to`; a result for each, in order.

    Raises `Refused` without a reason, without cases, for more than 500, or for a closed office.
    """
    if by.role not in access.DESK_ROLES:
        raise OutOfReach(NOT_FOUND)
    numbers = list(dict.fromkeys(numbers))
    why = _checked(numbers, to, why)
    with transaction.atomic():
        cases = _held(numbers, by)
        stays = _stays(cases, among, by)
        atlas = read_atlas(list(cases.values()))
        facts = {number: facts_of(case, atlas) for number, case in cases.items()}
        refused = _refusals(cases, stays, facts, atlas, to, by)
        going = [Going(case, stays[case.pk], facts[n]) for n, case in cases.items() if n not in refused]
        if going:
            _move(going, to, why, by)
    return [_result(number, number in cases, refused) for number in numbers]


def _checked(numbers: Sequence[str], to: Office, why: str) -> str:
    if not why.strip():
        raise Refused("Say why the cases go to the other office.")
    if not numbers:
        raise Refused("Choose at least one case.")
    if len(numbers) > CASES_AT_MOST:
        raise Refused(f"Hand over at most {CASES_AT_MOST} cases at once; choose the rest afterwards.")
    if not to.is_open(timezone.localdate()):
        raise Refused(f"{to.name} is closed. Move the facility to an office that is open first.")
    return why.strip()


def _result(number: str, seen: bool, refused: dict[str, str]) -> Result:
    if not seen:
        return Result(number, Outcome.NOT_FOUND, NOT_FOUND)
    return Result(number, Outcome.REFUSED if number in refused else Outcome.MOVED, refused.get(number, ""))


def _held(numbers: Sequence[str], by: User) -> dict[str, Case]:
    """The cases `by` may see, by number, held for the rest of the transaction in one order for everybody."""
    seen = Case.objects.visible_to(by).filter(number__in=numbers).values("pk")
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=seen)
    rows = rows.select_related("topic", "facility", "held_at", "call", "detainee")
    return {case.number: case for case in rows.defer("search").order_by("pk")}


def _stays(cases: dict[str, Case], among: Q, by: User) -> dict[int, QueueItem]:
    """The stays that last, are seen and offered, by case."""
    of_them = QueueItem.objects.visible_to(by).open().filter(among, case__in=cases.values()).values("pk")
    rows = QueueItem.objects.select_for_update(of=("self",)).filter(pk__in=of_them).select_related("office")
    return {stay.case_id: stay for stay in rows.order_by("pk")}


def _refusals(
    cases: dict[str, Case],
    stays: dict[int, QueueItem],
    facts: dict[str, Facts],
    atlas: Atlas,
    to: Office,
    by: User,
) -> dict[str, str]:
    """Why cases stay, by number; what is not here can go. An office opened since the call may receive its cases."""
    ruleset = rules_in_force()
    rules = ruleset.read() if ruleset else Rules()
    today = timezone.localdate()
    closed = tuple(sorted(code for code, one in atlas.offices.items() if not one.is_open(today)))
    found = {}
    for number, case in cases.items():
        known = replace(facts[number], closed=closed)
        if said := _refusal(case, stays.get(case.pk), barred(to.code, known, rules, atlas.book), to, by):
            found[number] = said
    return found


def _refusal(case: Case, stay: QueueItem | None, reason: str | None, to: Office, by: User) -> str:
    if not lifecycle.allows(case, "transfer"):
        return IN_NO_QUEUE
    if stay is None:
        return NOT_OFFERED
    if not access.may_hand_over(by, stay):
        return access.HELD
    if reason and by.role != Role.HEADQUARTERS:
        return f"{to.name} may not receive this case. Ask headquarters where it belongs."
    return f"It stays: {reason}." if reason else ""


def _move(going: Sequence[Going], to: Office, why: str, by: User) -> None:
    decisions = Decision.objects.bulk_create(
        Decision(
            case=one.case,
            generation=one.case.route_generation + 1,
            office=to,
            facts=one.facts.as_json(),
            why=why,
            kind=DecisionKind.MANUAL,
            decided_by=by,
        )
        for one in going
    )
    cases, stays = [one.case.pk for one in going], [one.stay.pk for one in going]
    QueueItem.objects.filter(pk__in=stays).update(left_at=Now(), left_how=Leaving.MOVED)
    Case.objects.filter(pk__in=cases).update(
        office=to,
        state=CaseState.ROUTED,
        route_generation=F("route_generation") + 1,
        version=F("version") + 1,
    )
    QueueItem.objects.bulk_create(
        _new_stay(one.stay, decision, to, why) for one, decision in zip(going, decisions, strict=True)
    )
    CaseCopy.objects.lasting().filter(case__in=cases, office=to).update(ended_at=Now(), ended_why=COPY_ENDED)
    Notification.objects.bulk_create(
        Notification(kind=NoticeKind.ROUTED, decision=decision, channel=NoticeChannel.PAGE, office=to)
        for decision in decisions
    )
    journal.record_many(
        [
            ("handed_over_case", one.case, _told(one.stay, to, decision))
            for one, decision in zip(going, decisions, strict=True)
        ],
        by=by,
    )


def _told(stay: QueueItem, to: Office, decision: Decision) -> dict[str, str | int]:
    return {"from": stay.office.code, "to": to.code, "decision": decision.pk}


def _new_stay(stay: QueueItem, decision: Decision, to: Office, why: str) -> QueueItem:
    return QueueItem(
        case_id=stay.case_id,
        office=to,
        decision=decision,
        counted_from=stay.counted_from,
        due_at=stay.due_at,
        respond_by=stay.respond_by,
        entered_why=why,
    )
