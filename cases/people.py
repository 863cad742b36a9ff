"""Whose call it was: linking a person's record to a call afterwards, taking it off, and hiding a record.

The cases of a call follow it: their version rises and their journal says so. Cases of other calls never move.
"""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from cases import access, merging, turns
from cases.models import Call, Case, Detainee, DetaineeMerge, LinkChange, Protection
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused

WHY_LIMIT = 2_000
SAY_WHY_OFF = "Say why this is not the person."
SAY_WHY_HIDDEN = "Say why the record is to be hidden."
SAY_WHY_SHOWN = "Say why the record need not be hidden any more."


def link(call: Call, person: Detainee, *, by: User) -> None:
    """Say that the call, and its cases with it, are about this person on record.

    A record merged into another stands for that one. Raises `Refused` where the call is about somebody else already,
    `OutOfReach` for a call or a person that is not `by`'s to see or to change. A link that `by` may not know of
    gives way, as if there were none.
    """
    with transaction.atomic():
        turns.keep_still()
        kept = Detainee.objects.visible_to(by).held().kept_of(person.pk)
        call = _held(call, by)
        if kept is None:
            raise OutOfReach("There is no such person.")
        seen = _seen_link(call, by)
        if seen == kept:
            raise Refused("This call is linked to this person already.")
        if seen:
            raise Refused("This call is linked to somebody else. Take that person off it first.")
        _change(call, kept, "", by)
        journal.record("linked", call, by=by)


def unlink(call: Call, why: str, *, by: User) -> None:
    """Take the person off the call and its cases, with the reason; what the caller told stays.

    Raises `Refused` without a reason or where no person `by` may know of is linked.
    """
    if not why.strip():
        raise Refused(SAY_WHY_OFF)
    with transaction.atomic():
        call = _held(call, by)
        if _seen_link(call, by) is None:
            raise Refused("No person on record is linked to this call.")
        _change(call, None, why.strip()[:WHY_LIMIT], by)
        journal.record("unlinked", call, by=by)


def _held(call: Call, by: User) -> Call:
    """The call with its row held for the rest of the transaction."""
    if not access.may_link(by, call):
        raise OutOfReach("There is no such call.")
    return Call.objects.select_for_update().get(pk=call.pk)


def _seen_link(call: Call, by: User) -> Detainee | None:
    if call.detainee_id is None:
        return None
    return Detainee.objects.visible_to(by).filter(pk=call.detainee_id).first()


def _change(call: Call, person: Detainee | None, why: str, by: User) -> None:
    LinkChange.objects.create(call=call, was_id=call.detainee_id, became=person, why=why, by=by)
    Call.objects.filter(pk=call.pk).update(detainee=person)
    cases = list(Case.objects.select_for_update().filter(call=call).defer("search").order_by("pk"))
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(detainee=person, version=F("version") + 1)
    journal.record_many([("relinked", case, {}) for case in cases], by=by)


def protect(person: Detainee, why: str, *, by: User) -> None:
    """Hide that this record exists from everybody without need (8 U.S.C. 1367), with the reason.

    Whoever then types the A-number works on a record that stands in. Raises `Refused` for a record that is hidden
    already, merged into another, or standing in for one.
    """
    _headquarters_only(by)
    if not why.strip():
        raise Refused(SAY_WHY_HIDDEN)
    with transaction.atomic():
        turns.change_alone()
        person = Detainee.objects.select_for_update(no_key=True).get(pk=person.pk)
        if person.protected:
            raise Refused("This record is protected already.")
        if person.merged_into_id:
            raise Refused("This record was merged into another. Protect the one that was kept.")
        if person.stands_in_for_id:
            raise Refused("This record stands in for a protected one; call-takers need to see it.")
        _separate_stand_in(person, by)
        if merging.hides_a_stand_in(person):
            raise Refused(
                "A record that stands in for another was merged into this one. Take that merge back first."
            )
        Detainee.objects.filter(pk=person.pk).update(protected=True)
        Protection.objects.create(detainee=person, why=why.strip()[:WHY_LIMIT], by=by)
        journal.record("protected", person, by=by)


def lift_protection(person: Detainee, why: str, *, by: User) -> None:
    """Let the record be seen as any other again, with the reason; a record that stood in for it is merged into it."""
    _headquarters_only(by)
    if not why.strip():
        raise Refused(SAY_WHY_SHOWN)
    with transaction.atomic():
        turns.change_alone()
        person = Detainee.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not person.protected:
            raise Refused("This record is not protected.")
        Detainee.objects.filter(pk=person.pk).update(protected=False)
        lifted = {"lifted_at": Now(), "lifted_by": by, "lifted_why": why.strip()[:WHY_LIMIT]}
        Protection.objects.filter(detainee=person, lifted_at__isnull=True).update(**lifted)
        journal.record("lifted_protection", person, by=by)
        stand_in = Detainee.objects.current().filter(stands_in_for=person).first()
        if stand_in and not person.merged_into_id:
            merging.merge(person, stand_in, "The protection of the record it stood in for was lifted.", by=by)


def _separate_stand_in(person: Detainee, by: User) -> None:
    """What stood in for the record the last time it was hidden stands in again."""
    for earlier in DetaineeMerge.objects.filter(
        kept=person, merged__stands_in_for=person, undone_at__isnull=True
    ):
        merging.undo_merge(earlier, by=by)


def _headquarters_only(by: User) -> None:
    if by.role != Role.HEADQUARTERS:
        raise OutOfReach("There is no such person.")
