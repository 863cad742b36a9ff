"""What an office does with a case in its queue. Each verb is one transaction with its journal entry."""

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases import lifecycle
from cases.models import Action, ActionKind, Case, Closure, Disposition
from facilities.models import Office
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused
from routing import access
from routing.deadlines import pauses
from routing.models import Decision, DecisionKind, Leaving, QueueItem
from routing.sharing import conflicts, copies

NOTE_LIMIT = 10_000


class ReturnReason(models.TextChoices):
    """Why an office gives a case back to headquarters."""

    WRONG_OFFICE = "wrong_office", "Not for this office"
    CONFLICT = "conflict", "Conflict of interest"
    DUPLICATE = "duplicate", "Same as another case"
    OUTSIDE_REMIT = "outside_remit", "Outside what we may do"


def _said(text: str, ask: str) -> str:
    if not text.strip():
        raise Refused(ask)
    return text.strip()


def _must_allow(case: Case, verb: str, otherwise: str) -> None:
    if not lifecycle.allows(case, verb):
        raise Refused(otherwise)


def claim(item: QueueItem, *, by: User) -> None:
    """Take the case on; from now on `by` holds it. Raises `Overtaken` when a colleague was first."""
    access.must_work(by, item)
    _must_allow(item.case, "claim", "Somebody else took this case first.")
    with transaction.atomic():
        lifecycle.move(item.case, "claim")
        taken = (
            QueueItem.objects.open().unclaimed().filter(pk=item.pk).update(claimed_by=by, claimed_at=Now())
        )
        if not taken:
            raise Overtaken("Somebody else took this case first.")
        journal.record("claimed", item.case, by=by, office=item.office.code)
    item.claimed_by = by


def release(item: QueueItem, *, by: User) -> None:
    """Give the case back to the office's queue, unclaimed."""
    access.must_finish(by, item)
    _must_allow(item.case, "release", "Nobody holds this case.")
    put_back(item, by=by)


def put_back(item: QueueItem, *, by: User) -> None:
    """Nobody holds the case any more. Who may do that, the verbs above have asked."""
    with transaction.atomic():
        lifecycle.move(item.case, "release")
        QueueItem.objects.open().filter(pk=item.pk).update(
            claimed_by=None, claimed_at=None, next_step_at=Now()
        )
        journal.record("released", item.case, by=by, office=item.office.code)


def act(item: QueueItem, kind: ActionKind, note: str, *, by: User) -> Action:
    """Record one step taken on a claimed case."""
    access.must_work(by, item)
    note = _said(note, "Say what was done.")
    _must_allow(item.case, "act", "Claim the case before recording what was done.")
    with transaction.atomic():
        lifecycle.move(item.case, "act")
        action = Action.objects.create(case=item.case, kind=kind, note=note, by=by, office=item.office)
        journal.record("acted", item.case, by=by, office=item.office.code, action=action.pk, kind=kind)
    return action


def transfer(item: QueueItem, to: Office, *, by: User, why: str) -> QueueItem:
    """Hand the case to another office with a reason; the due time stays. Gives back the new stay."""
    access.must_hand_over(by, item)
    why = _said(why, "Say why the case goes to the other office.")
    if to.pk == item.office_id:
        raise Refused("The case is already with this office. Choose another one.")
    return hand_over(item, to, Leaving.TRANSFERRED, "transferred", why, by, {})


def return_to_headquarters(item: QueueItem, reason: ReturnReason, *, by: User, why: str) -> QueueItem:
    """Give the case back to headquarters triage, or who covers for it, with a coded reason; the due time stays.

    For a conflict of interest the office is shut out of the case from then on, and a headquarters unit is covered.
    """
    access.must_hand_over(by, item)
    why = _said(why, "Say why the case goes back to headquarters.")
    conflict = reason == ReturnReason.CONFLICT
    to = conflicts.keeper_of(item.case, without=item.office if conflict else None)
    if to.pk == item.office_id:
        raise Refused(
            "The case is already with headquarters triage. Transfer it to the right office instead."
        )
    with transaction.atomic():
        stay = hand_over(item, to, Leaving.RETURNED, "returned", why, by, {"reason": reason})
        if conflict:
            conflicts.shut_out(item.case, office=item.office, why=why, by=by)
    return stay


def hand_over(
    item: QueueItem, to: Office, how: Leaving, verb: str, why: str, by: User, details: dict[str, str]
) -> QueueItem:
    """End this stay and begin one in the office `to`, with the same due times; a copy that `to` had ends.

    Raises `Refused` where `to` may not receive the case, `Overtaken` where it left the queue meanwhile. Who may, the
    verbs above have asked.
    """
    case = item.case
    _must_allow(case, "transfer", "A closed case stays where it is. Reopen it first.")
    if case.accuses_staff and to.kind == "field":
        raise Refused(
            "A case that accuses staff stays with headquarters units; no field office may receive it."
        )
    if not to.is_open(timezone.localdate()):
        raise Refused("That office is closed. Choose another one.")
    conflicts.must_admit(case, to)
    generation = case.route_generation + 1
    with transaction.atomic():
        lifecycle.move(case, "transfer", office=to, route_generation=generation)
        left = QueueItem.objects.open().filter(pk=item.pk).update(left_at=Now(), left_how=how)
        if not left:
            raise Overtaken("This case has left the queue meanwhile.")
        copies.end_copies(case, copies.HOLDS_IT, office=to)
        decision = Decision.objects.create(
            case=case,
            generation=generation,
            office=to,
            facts={},
            why=why,
            kind=DecisionKind.MANUAL,
            decided_by=by,
        )
        stay = QueueItem.objects.create(
            case=case,
            office=to,
            decision=decision,
            counted_from=item.counted_from,
            due_at=item.due_at,
            respond_by=item.respond_by,
            entered_why=why,
        )
        sent = {"from": item.office.code, "to": to.code, "decision": decision.pk}
        journal.record(verb, case, by=by, **sent, **details)
    return stay


def close(item: QueueItem, disposition: Disposition, note: str, *, by: User) -> Closure:
    """End the case, and its copies, with how it ended and what was done. Only whoever holds it, the lead, or
    headquarters."""
    access.must_finish(by, item)
    note = _said(note, "Say what was done.")
    _must_allow(item.case, "close", "Claim the case before closing it.")
    with transaction.atomic():
        lifecycle.move(item.case, "close", closed_at=Now(), closed_by=by)
        QueueItem.objects.open().filter(pk=item.pk).update(left_at=Now(), left_how=Leaving.CLOSED)
        pauses.end_with(item.case, by=by)
        copies.end_copies(item.case, copies.CLOSED)
        closure = Closure.objects.create(
            case=item.case, disposition=disposition, note=note, by=by, office=item.office
        )
        journal.record(
            "closed", item.case, by=by, office=item.office.code, closure=closure.pk, disposition=disposition
        )
    return closure
