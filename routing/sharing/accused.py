"""Naming who is accused: from that moment on they find no trace of the case, and whatever they held of it is gone."""

from django.db import transaction
from django.db.models import F, QuerySet

from cases.models import Action, ActionKind, Case, CaseState, Exclusion, NeedToKnow
from facilities.models import Office
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import access, desk
from routing.models import Leaving, QueueItem
from routing.sharing import conflicts

SAY_WHY = "Say what the conflict of interest is."
SAY_WHY_BACK = "Say why there is no conflict of interest."
SHUT_OUT_ALREADY = "They are shut out of this case already."
ANOTHER_PERSON = "Somebody else at headquarters has to lift what you wrote down yourself. Ask a colleague."
NOT_YOURS = "Headquarters, the office lead or whoever holds the case says who is accused. Ask one of them."
CHANGED = "Somebody else changed this case first. Look at it again, then decide."


def may_name(user: User, case: Case, stay: QueueItem | None) -> bool:
    """Headquarters, and whoever may finish the case in the office that holds it. `case` is theirs to see."""
    if user.role == Role.HEADQUARTERS:
        return True
    waits = stay is not None and stay.left_at is None and access.may_work(user, stay)
    return waits and stay is not None and access.may_finish(user, stay)


def name_accused(
    case: Case, *, office: Office | None = None, person: User | None = None, why: str, by: User
) -> Exclusion:
    """Shut one office or one person out of the case, for a reason.

    The office gives up the case at once, to who covers for it or to triage, and its copy; the person gives up the
    claim. Raises `Refused` where they are shut out already or no headquarters unit could take the case, `Overtaken`
    where the case changed meanwhile.
    """
    if (office is None) == (person is None):
        raise Refused("Name either an office or a person.")
    if not why.strip():
        raise Refused(SAY_WHY)
    with transaction.atomic():
        _hold(case)
        stay = QueueItem.objects.open().select_related("office").filter(case=case).first()
        if stay is not None:
            stay.case = case
        if not may_name(by, case, stay):
            raise Refused(NOT_YOURS)
        if Exclusion.objects.filter(case=case, office=office, person=person).exists():
            raise Refused(SHUT_OUT_ALREADY)
        if office is not None:
            _take_from_office(case, office, stay, why.strip(), by)
        if person is not None:
            _take_from_person(case, person, stay, by)
        return conflicts.shut_out(case, office=office, person=person, why=why.strip(), by=by)


def let_back(exclusion: Exclusion, why: str, *, by: User) -> None:
    """Lift what was written down by mistake: headquarters, another person than who wrote it down, with a reason."""
    case = exclusion.case
    if by.role != Role.HEADQUARTERS or not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise OutOfReach("There is no such case.")
    if exclusion.made_by_id == by.pk:
        raise Refused(ANOTHER_PERSON)
    if not why.strip():
        raise Refused(SAY_WHY_BACK)
    if case.office is None:
        raise Refused("The case is on its way to an office. Try again in a moment.")
    with transaction.atomic():
        if not Exclusion.objects.filter(pk=exclusion.pk).delete()[0]:
            raise Overtaken("A colleague lifted this already.")
        step = Action.objects.create(
            case=case, kind=ActionKind.NOTED, note=why.strip(), by=by, office=case.office
        )
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
        code = exclusion.office.code if exclusion.office else ""
        journal.record("let_back", case, by=by, office=code, action=step.pk)


def exclusions_seen_by(user: User) -> QuerySet[Exclusion]:
    """What headquarters may lift: of the cases this person sees."""
    if user.role != Role.HEADQUARTERS:
        return Exclusion.objects.none()
    rows = Exclusion.objects.filter(case__in=Case.objects.visible_to(user))
    return rows.select_related("case__office", "case__topic", "office", "person", "made_by").defer(
        "case__search"
    )


def _hold(case: Case) -> None:
    """The case's row for the rest of the transaction, in the version `case` shows."""
    found = Case.objects.select_for_update(of=("self",)).filter(pk=case.pk, version=case.version)
    if not found.exists():
        raise Overtaken(CHANGED)


def _take_from_office(case: Case, office: Office, stay: QueueItem | None, why: str, by: User) -> None:
    """An open case moves on; of a closed one the file moves, so that the office does not keep reading it."""
    if case.office_id != office.pk:
        return
    keeper = conflicts.keeper_of(case, without=office)
    if stay is not None:
        desk.hand_over(
            stay, keeper, Leaving.RETURNED, "returned", why, by, {"reason": desk.ReturnReason.CONFLICT}
        )
    elif case.state == CaseState.CLOSED:
        Case.objects.filter(pk=case.pk).update(office=keeper)
        case.office = keeper


def _take_from_person(case: Case, person: User, stay: QueueItem | None, by: User) -> None:
    """They are let in no more, and what they hold goes back to the queue."""
    NeedToKnow.objects.filter(case=case, person=person).delete()
    if stay is not None and stay.claimed_by_id == person.pk:
        desk.put_back(stay, by=by)
