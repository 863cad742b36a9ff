"""Cases for the leads of an office only: letting somebody in who needs to know, and letting them out again."""

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from cases.models import Case, Exclusion, NeedToKnow
from cases.models.scope import OFFICE_ROLES
from facilities.models import Posting
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing.models import QueueItem

NOT_FOR_LEADS = "Everybody in the office sees this case. There is nobody to let in."
NOT_YOURS = "A lead of the office that holds the case, or headquarters, lets people in. Ask one of them."
NOT_HERE = "Choose somebody who works in the office that holds the case."
IN_ALREADY = "They see this case already."
HOLDS_IT = "They hold the case. It has to be released first."


def may_let_in(user: User, case: Case) -> bool:
    """Headquarters, and a lead of the office that holds it. `case` is theirs to see."""
    if not case.leads_only or case.office_id is None:
        return False
    if user.role == Role.HEADQUARTERS:
        return True
    here = Posting.objects.current().filter(user=user, office=case.office_id)
    return user.role == Role.OFFICE_LEAD and here.exists()


def people_to_let_in(case: Case) -> QuerySet[User]:
    """Who works in the office that holds the case and does not see it yet, by name."""
    here = Posting.objects.current().filter(office=case.office_id).values("user")
    people = User.objects.filter(pk__in=here, is_active=True, role__in=OFFICE_ROLES - {Role.OFFICE_LEAD})
    let_in = NeedToKnow.objects.filter(case=case).values("person")
    shut_out = Exclusion.objects.filter(case=case, person__isnull=False).values("person")
    return (
        people.exclude(pk__in=let_in).exclude(pk__in=shut_out).order_by("first_name", "last_name", "username")
    )


def let_in(case: Case, person: User, *, by: User) -> NeedToKnow:
    """The person sees the case from now on, as long as they work in the office that holds it."""
    if not may_let_in(by, case):
        raise Refused(NOT_YOURS if case.leads_only else NOT_FOR_LEADS)
    if NeedToKnow.objects.filter(case=case, person=person).exists():
        raise Refused(IN_ALREADY)
    if not people_to_let_in(case).filter(pk=person.pk).exists():
        raise Refused(NOT_HERE)
    try:
        with transaction.atomic():
            row = NeedToKnow.objects.create(case=case, person=person, given_by=by)
            _changed(case)
            journal.record("let_in", case, by=by, person=person.pk)
    except IntegrityError as clash:
        raise Refused(IN_ALREADY) from clash
    return row


def let_out(row: NeedToKnow, *, by: User) -> None:
    """The person sees the case no more. Raises `Refused` while they hold it."""
    if not may_let_in(by, row.case):
        raise OutOfReach("There is no such case.")
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
        if QueueItem.objects.open().filter(case=row.case_id, claimed_by=row.person_id).exists():
            raise Refused(HOLDS_IT)
        if not NeedToKnow.objects.filter(pk=row.pk).delete()[0]:
            raise Overtaken("A colleague did this already.")
        _changed(row.case)
        journal.record("let_out", row.case, by=by, person=row.person_id)


def rows_seen_by(user: User) -> QuerySet[NeedToKnow]:
    """Who was let in on the cases this person sees."""
    rows = NeedToKnow.objects.filter(case__in=Case.objects.visible_to(user))
    return rows.select_related("case", "person").defer("case__search")


def _changed(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
