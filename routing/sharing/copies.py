"""Copies of a case with other offices: sent by a rule or by hand, noted by who has one, ended with the case.

A copy lasts until the case is closed, until it is taken back, or until its office is shut out or gets the case itself.
"""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Action, ActionKind, Case, CaseState, Exclusion
from facilities.models import Office, Posting
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import access
from routing.models import CaseCopy, Purpose, QueueItem, Shows
from routing.models.copy import CaseCopyQuerySet

NO_COPY = "There is no such copy."
CLOSED = "The case was closed"
TAKEN_BACK = "Taken back"
HOLDS_IT = "The office holds the case itself now"
SAY_WHY = "Say why the office gets a copy. The office reads this."
SAY_WHAT = "Say what your office did."
NOTED_ALREADY = "A colleague has answered this copy already."
ENDED_ALREADY = "This copy has ended already."
ORDER = (Shows.ALL, Shows.NO_IDENTITY, Shows.FACTS_ONLY)


def level_of(copy: CaseCopy) -> Shows:
    """How much this copy shows now: what its row says, and less where the caller or the person is to be protected.

    A person protected by 8 U.S.C. 1367 leaves the facts only, a withheld identity no identity.
    """
    case = copy.case
    levels = [Shows(copy.shows)]
    if case.identity_withheld:
        levels.append(Shows.NO_IDENTITY)
    if case.detainee is not None and case.detainee.protected:
        levels.append(Shows.FACTS_ONLY)
    return max(levels, key=ORDER.index)


def may_send(user: User, stay: QueueItem | None) -> bool:
    """Whoever may hand the case over may send copies of it, while it waits somewhere."""
    if stay is None or stay.left_at is not None:
        return False
    return access.may_work(user, stay) and access.may_hand_over(user, stay)


def send_copy(item: QueueItem, to: Office, purpose: Purpose, shows: Shows, why: str, *, by: User) -> CaseCopy:
    """Give an office a copy by hand. `why` is for that office to read; the case's timeline keeps it, too."""
    access.must_hand_over(by, item)
    case = item.case
    why = _said(why, SAY_WHY)
    if to.pk == item.office_id:
        raise Refused("This office holds the case. Choose another one.")
    if case.accuses_staff and to.kind == "field":
        raise Refused("A case that accuses staff stays with headquarters units; no field office gets a copy.")
    if not to.is_open(timezone.localdate()):
        raise Refused("That office is closed. Choose another one.")
    with transaction.atomic():
        _still(case, item)
        if Exclusion.objects.filter(case=case, office=to).exists():
            raise Refused(
                f"{to.name} is shut out of this case for a conflict of interest. Choose another office."
            )
        if CaseCopy.objects.lasting().filter(case=case, office=to).exists():
            raise Refused(f"{to.name} has a copy already. Take that one back first.")
        copy = CaseCopy.objects.create(
            case=case, office=to, decision_id=item.decision_id, purpose=purpose, shows=shows, why=why
        )
        _changed(case)
        journal.record("sent_copy", case, by=by, to=to.code, copy=copy.pk, purpose=purpose)
    return copy


def take_back(copy: CaseCopy, *, by: User) -> None:
    """The office reads its copy no more: for headquarters, and for whoever may hand the case over."""
    stay = QueueItem.objects.open().select_related("case", "office").filter(case=copy.case_id).first()
    if stay is None or not may_send(by, stay):
        raise OutOfReach(NO_COPY)
    with transaction.atomic():
        if not CaseCopy.objects.lasting().filter(pk=copy.pk).update(ended_at=Now(), ended_why=TAKEN_BACK):
            raise Overtaken(ENDED_ALREADY)
        _changed(stay.case)
        journal.record("took_copy_back", stay.case, by=by, office=copy.office.code, copy=copy.pk)


def copies_sent_by(user: User) -> CaseCopyQuerySet:
    """The copies that last of the cases that wait where this person may see them."""
    held = QueueItem.objects.visible_to(user).open().values("case")
    return CaseCopy.objects.lasting().filter(case__in=held).select_related("case", "office")


def may_note(user: User, copy: CaseCopy) -> bool:
    """People of the office that has the copy answer it, once."""
    here = Posting.objects.current().filter(user=user, office_id=copy.office_id)
    return (
        copy.noted_at is None and copy.ended_at is None and user.role in access.DESK_ROLES and here.exists()
    )


def note_copy(copy: CaseCopy, what: str = "", *, by: User) -> Action | None:
    """Say that the copy was read; or, where it is to act, what the office did, which the case's timeline then shows.

    Raises `Overtaken` where a colleague was first.
    """
    if copy.noted_at is not None:
        raise Overtaken(NOTED_ALREADY)
    if not may_note(by, copy):
        raise OutOfReach(NO_COPY)
    act = copy.purpose == Purpose.ACT
    what = _said(what, SAY_WHAT) if act else ""
    with transaction.atomic():
        unnoted = CaseCopy.objects.lasting().filter(pk=copy.pk, noted_at__isnull=True)
        if not unnoted.update(noted_at=Now(), noted_by=by, noted_what=what):
            raise Overtaken(NOTED_ALREADY)
        step = None
        if act:
            step = Action.objects.create(
                case=copy.case, kind=ActionKind.NOTED, note=what, by=by, office=copy.office
            )
        _changed(copy.case)
        journal.record(
            "noted_copy",
            copy.case,
            by=by,
            office=copy.office.code,
            copy=copy.pk,
            action=step.pk if step else None,
        )
    return step


def end_copies(case: Case, why: str, *, office: Office | None = None) -> int:
    """End the copies of a case, of one office where it is named; gives back how many. In the caller's transaction."""
    lasting = CaseCopy.objects.lasting().filter(case=case)
    if office is not None:
        lasting = lasting.filter(office=office)
    return lasting.update(ended_at=Now(), ended_why=why)


def _still(case: Case, item: QueueItem) -> None:
    """Hold the case's row while it is as the doer saw it."""
    held = Case.objects.select_for_update(of=("self",)).filter(pk=case.pk, version=case.version)
    if (
        not held.exclude(state=CaseState.CLOSED).exists()
        or not QueueItem.objects.open().filter(pk=item.pk).exists()
    ):
        raise Overtaken("Somebody else changed this case first. Look at it again, then decide.")


def _changed(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)


def _said(text: str, ask: str) -> str:
    if not text.strip():
        raise Refused(ask)
    return text.strip()
