"""Which moves a case can make. Rows are keyed by verb, so that a late worker cannot slip in by state.

Every move is one conditional update: it changes the row only if the case is still in a state the verb
leaves from, and, where the caller saw a version, only if that version still stands.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from cases.models import Case, CaseState, Closure
from cases.signals import case_waits_for_route
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

RECEIVED, ROUTED, IN_PROGRESS, CLOSED = (
    CaseState.RECEIVED,
    CaseState.ROUTED,
    CaseState.IN_PROGRESS,
    CaseState.CLOSED,
)


@dataclass(frozen=True)
class Move:
    """From any of `leaves`, to `enters`."""

    leaves: frozenset[CaseState]
    enters: CaseState


MOVES: dict[str, Move] = {
    "route": Move(frozenset({RECEIVED}), ROUTED),
    "claim": Move(frozenset({ROUTED}), IN_PROGRESS),
    "release": Move(frozenset({IN_PROGRESS}), ROUTED),
    "transfer": Move(frozenset({ROUTED, IN_PROGRESS}), ROUTED),
    "act": Move(frozenset({IN_PROGRESS}), IN_PROGRESS),
    "close": Move(frozenset({IN_PROGRESS}), CLOSED),
    "reopen": Move(frozenset({CLOSED}), RECEIVED),
    "reroute": Move(frozenset({ROUTED, IN_PROGRESS}), RECEIVED),
}


def allows(case: Case, verb: str) -> bool:
    """Whether `verb` can be done to a case in this state (who may do it is `access`)."""
    return case.state in MOVES[verb].leaves


def move(case: Case, verb: str, **changes: Any) -> None:
    """Make the move or raise `Overtaken`; on return `case` shows the new state and version."""
    step = MOVES[verb]
    changed = Case.objects.filter(pk=case.pk, version=case.version, state__in=step.leaves).update(
        state=step.enters, version=F("version") + 1, **changes
    )
    if not changed:
        raise Overtaken("Somebody else changed this case first. Look at it again, then decide.")
    case.state = step.enters
    case.version += 1
    for name, value in changes.items():
        if not hasattr(value, "resolve_expression"):
            setattr(case, name, value)


def reopen(case: Case, why: str, *, by: User) -> None:
    """Send a closed case back to the router, saying why. The closure stays on record.

    Raises `Refused` when the case is not closed or `why` is empty, `Overtaken` when it changed meanwhile.
    """
    if not why.strip():
        raise Refused("Say why the case is reopened.")
    if not allows(case, "reopen"):
        raise Refused("Only a closed case can be reopened.")
    with transaction.atomic():
        move(
            case,
            "reopen",
            office=None,
            closed_at=None,
            closed_by=None,
            route_generation=case.route_generation + 1,
        )
        closure = Closure.objects.get(case=case, reopened_at__isnull=True)
        Closure.objects.filter(pk=closure.pk).update(
            reopened_at=Now(), reopened_by=by, reopened_why=why.strip()
        )
        journal.record("reopened", case, by=by, generation=case.route_generation, closure=closure.pk)
        transaction.on_commit(case_waits_for_route.ring, robust=True)


def may_reopen(user: User, case: Case) -> bool:
    """Whoever sees the case and works calls or cases may reopen it; readers of figures may not."""
    return allows(case, "reopen") and user.role not in {Role.ANALYST, Role.AUDITOR}
