"""Who may work a queue. What a person may see is `visible_to`; this is the rest."""

from django.db.models import Exists

from cases.models import Case
from cases.models.scope import needs_to_know, open_to
from facilities.models import Posting
from helpline.accounts.models import Role, User
from helpline.refusals import OutOfReach, Refused
from routing.models import QueueItem

HELD = "A colleague holds this case. Ask them or your office lead, or claim it when it is released."
DESK_ROLES = frozenset({Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS})


def may_work(user: User, item: QueueItem) -> bool:
    """People posted to the item's office and headquarters work it; nobody an accused office posted, nobody who is
    shut out, and, of a case for the leads, nobody who was not let in."""
    known = Case.objects.filter(open_to(user, case="pk"), pk=item.case_id)
    if user.role == Role.HEADQUARTERS:
        return known.exists()
    if user.role not in DESK_ROLES or (item.case.accuses_staff and item.office.kind == "field"):
        return False
    here = Posting.objects.current().filter(user=user, office_id=item.office_id)
    return known.filter(needs_to_know(user), Exists(here)).exists()


def must_work(user: User, item: QueueItem) -> None:
    """Raise `OutOfReach` unless `may_work`."""
    if not may_work(user, item):
        raise OutOfReach("There is no such case.")


def may_finish(user: User, item: QueueItem) -> bool:
    """Who holds the case, the lead of the office and headquarters may close or release it."""
    return item.claimed_by_id == user.pk or user.role in {Role.OFFICE_LEAD, Role.HEADQUARTERS}


def may_hand_over(user: User, item: QueueItem) -> bool:
    """Anybody of the office may send on what nobody holds; what somebody holds, only who may finish it."""
    return item.claimed_by_id is None or may_finish(user, item)


def must_hand_over(user: User, item: QueueItem) -> None:
    """Raise unless `may_work` and `may_hand_over`."""
    must_work(user, item)
    if not may_hand_over(user, item):
        raise Refused(HELD)


def must_finish(user: User, item: QueueItem) -> None:
    """Raise unless `may_work` and `may_finish`."""
    must_work(user, item)
    if not may_finish(user, item):
        raise Refused(HELD)


def must_lead(user: User, case: Case) -> None:
    """Raise unless the person is headquarters, who may send a case back to the router."""
    if user.role != Role.HEADQUARTERS:
        raise OutOfReach("There is no such case.")
