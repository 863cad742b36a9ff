"""The mail room at work: waiting requests become decisions and queue items, exactly once.

A batch is claimed in one short transaction that counts the attempt (so a crash is counted too) and routed in
a second one, with set-based statements. A batch that fails is tried case by case, so that one poison case harms
nobody; after five attempts a case goes to headquarters triage with the reason. See docs/adr/0002.
"""

import logging
import random
import time
from collections.abc import Sequence

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from cases import lifecycle
from cases.models import Case
from cases.signals import case_waits_for_route
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused
from routing import access, claiming, outages, placing
from routing.models import Leaving, QueueItem
from routing.rules.in_force import rules_in_force
from routing.writing import write

log = logging.getLogger(__name__)

BATCH = 200
ATTEMPTS = 5
TRIES = 3
SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"
UNIQUE_VIOLATION = "23505"


def route_waiting(limit: int = BATCH) -> int:
    """Route up to `limit` waiting cases; give back how many requests were taken up. Safe to run anywhere, at once.

    What is tried for the first time goes together; what failed before, or was in a batch that failed, goes alone.
    """
    outages.make_good()
    claimed = claiming.claim(limit)
    together = [pk for pk, attempts in claimed.items() if attempts == 1]
    alone = [pk for pk, attempts in claimed.items() if attempts > 1]
    try:
        done = _route(together, skip_edited=True)
        alone += [pk for pk in together if pk not in done]
    except Exception as error:
        log.warning("A batch of %d failed (%s); one by one now", len(together), type(error).__name__)
        if outages.is_outage(error):
            outages.note(claimed, in_work=together)
            raise
        alone += together
    for place, pk in enumerate(alone):
        try:
            _route_alone(pk, claimed[pk])
        except (OperationalError, InterfaceError):
            outages.note({left: claimed[left] for left in alone[place:]}, in_work=[pk])
            raise
    return len(claimed)


def drain(seconds: float | None = None) -> int:
    """Route until nothing waits, or for so long; give back how many requests were taken up."""
    total, ends = 0, None if seconds is None else time.monotonic() + seconds
    while taken := route_waiting():
        total += taken
        if ends and time.monotonic() > ends:
            break
    return total


def _route_alone(pk: int, attempts: int) -> None:
    """Route one request. After five attempts, also such as ended with their process, it goes to triage instead.

    Raises only where PostgreSQL is away.
    """
    code = "stopped in the middle"
    try:
        if attempts <= ATTEMPTS:
            _route([pk], skip_taken=attempts > 1)
            return
    except Exception as error:
        if _sqlstate(error) == UNIQUE_VIOLATION and not claiming.is_pending(pk):
            return
        code = type(error).__name__
        log.warning("Route request %d failed (%s)", pk, code)
        if outages.is_outage(error):
            raise
        if attempts < ATTEMPTS:
            claiming.note_failure(pk, code)
            return
    try:
        if _give_up(pk, f"the router failed {ATTEMPTS} times ({code})"):
            log.error("Route request %d went to triage after %d attempts", pk, attempts)
    except Exception as error:
        if outages.is_outage(error):
            raise
        log.error("Route request %d could not be sent to triage (%s)", pk, type(error).__name__)


def _route(pks: Sequence[int], *, skip_taken: bool = False, skip_edited: bool = False) -> set[int]:
    """Route these requests together; give back those that were. A clash of transactions is tried again."""
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            return _route_at_once(pks, skip_taken, skip_edited) if pks else set()
        except DatabaseError as error:
            if not tries_left or _sqlstate(error) not in {SERIALIZATION_FAILURE, DEADLOCK}:
                raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - so that two that clashed part
    return set()


@transaction.atomic
def _route_at_once(pks: Sequence[int], skip_taken: bool, skip_edited: bool) -> set[int]:
    """Lock, decide, write: every effect of the decisions and the requests done, all or nothing."""
    waiting, rows = placing.take(pks, skip_taken=skip_taken, skip_edited=skip_edited)
    if not waiting:
        return set()
    ruleset = rules_in_force()
    placements = placing.place(waiting, rows, ruleset)
    for placement in placements:
        if placement.is_fallback:
            log.error("Case %s went to triage: no rule could place it", placement.row.number)
    write(placements, ruleset.pk if ruleset else None)
    return {one.request for one in waiting}


@transaction.atomic
def _give_up(pk: int, reason: str) -> bool:
    """Send one case to triage, needing as little as can be. False where somebody else has routed it."""
    waiting, rows = placing.take([pk], skip_taken=True)
    if not waiting:
        return False
    write([placing.give_up(one, rows[one.case], reason) for one in waiting], None)
    return True


def _sqlstate(error: BaseException) -> str | None:
    """What PostgreSQL calls this error."""
    return getattr(error.__cause__, "pgcode", None)


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
