"""Who may change the map. Everybody who signs in may read it."""

from helpline.accounts.models import Role, User
from helpline.refusals import OutOfReach, Refused

READERS = frozenset(Role)
CHANGERS = frozenset({Role.HEADQUARTERS})


def may_change_rollout(user: User | None) -> bool:
    """Headquarters decides which facility is live; the system (None) may only plan."""
    return user is not None and user.role in CHANGERS


def must_change_rollout(user: User | None) -> None:
    """Raise `Refused` unless `may_change_rollout`."""
    if not may_change_rollout(user):
        raise Refused("Only headquarters changes the roll-out. Ask headquarters to do it.")


def doer(user: object) -> User:
    """The signed-in person behind a request that has passed its door."""
    if not isinstance(user, User):
        raise OutOfReach("There is nothing at this address.")
    return user
