"""Who may change the map. Everybody who signs in may read it."""

from facilities.models import Office, Posting
from helpline.accounts.models import Role, User
from helpline.refusals import OutOfReach, Refused

READERS = frozenset(Role)
CHANGERS = frozenset({Role.HEADQUARTERS})
CLOSERS = CHANGERS | {Role.OFFICE_LEAD}


def may_change_rollout(user: User | None) -> bool:
    """Headquarters decides which facility is live; the system (None) may only plan."""
    return user is not None and user.role in CHANGERS


def must_change_rollout(user: User | None) -> None:
    """Raise `Refused` unless `may_change_rollout`."""
    if not may_change_rollout(user):
        raise Refused("Only headquarters changes the roll-out. Ask headquarters to do it.")


def must_move_facilities(user: User | None) -> None:
    """Raise `Refused` unless the person is headquarters, who says which office answers for a facility."""
    if not may_change_rollout(user):
        raise Refused("Only headquarters moves a facility to another office. Ask headquarters to do it.")


def must_set_hours(user: User) -> None:
    """Raise `Refused` unless the person is headquarters, who sets the hours of every office."""
    if user.role not in CHANGERS:
        raise Refused("Only headquarters sets the hours of an office. Ask headquarters to do it.")


def may_close(user: User, office: Office | None) -> bool:
    """Headquarters closes any office and all of them at once; a lead the office they are posted to."""
    if user.role in CHANGERS:
        return True
    return (
        office is not None
        and user.role == Role.OFFICE_LEAD
        and Posting.objects.current().filter(user=user, office=office).exists()
    )


def must_close(user: User, office: Office | None) -> None:
    """Raise `Refused` unless `may_close`."""
    if not may_close(user, office):
        raise Refused("Only headquarters and the lead of this office close it.")


def doer(user: object) -> User:
    """The signed-in person behind a request that has passed its door."""
    if not isinstance(user, User):
        raise OutOfReach("There is nothing at this address.")
    return user
