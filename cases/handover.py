"""Handing a call that is being written to a colleague: their page goes on where this one stopped."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from cases import access, drafts
from cases.models import Draft, PhoneCall
from helpline import live
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused

HANDED = "You handed this call to a colleague. It is theirs now; what you wrote since is only on this page."
BEING_WRITTEN = "A colleague is writing this call down. They can hand it over to you."


def hand_over(key: UUID, to: User, rev: int, *, by: User) -> Draft:
    """Give the draft, as saved at `rev`, to another call taker, with the phone call it belongs to.

    `Refused` where `to` may not take calls, is `by`, or has too many unfinished calls; `OutOfReach` for a draft that
    is not `by`'s; `Overtaken` when another tab saved meanwhile.
    """
    if to.pk == by.pk:
        raise Refused("This call is yours already. Choose a colleague.")
    if not access.call_takers().filter(pk=to.pk).exists():
        raise Refused("This colleague does not take calls. Choose another one.")
    if Draft.objects.visible_to(to).count() >= drafts.KEPT_AT_MOST:
        raise Refused(f"{to.called} has too many unfinished calls. Choose another colleague.")
    with transaction.atomic():
        mine = Draft.objects.visible_to(by).filter(key=key, rev=rev)
        given = mine.update(owner=to, rev=F("rev") + 1, handed_at=Now(), handed_by=by, updated_at=Now())
        if not given:
            raise _why_not(key, by)
        PhoneCall.objects.filter(key=key, ended_at__isnull=True).update(operator=to, operator_since=Now())
        draft = Draft.objects.defer("body_sealed").get(key=key)
        journal.record("handed_over", draft, by=by, to=to.username)
        live.tell(live.CALL, people=[to.pk, by.pk])
        live.tell(live.BOARD, roles=[Role.SUPERVISOR, Role.HEADQUARTERS])
    return draft


def _why_not(key: UUID, by: User) -> Refused:
    if Draft.objects.visible_to(by).filter(key=key).exists():
        return Overtaken("This call is open in another tab, which saved later. Hand it over from there.")
    return OutOfReach("There is no such draft.")


def refuse_what_a_colleague_writes(key: UUID, *, by: User) -> None:
    """`Refused` where the draft of this call is a colleague's: sending it past them would take their words from them."""
    written = Draft.objects.select_for_update().filter(key=key).exclude(owner=by)
    if found := written.values_list("handed_by_id").first():
        raise Refused(HANDED if found[0] == by.pk else BEING_WRITTEN)
