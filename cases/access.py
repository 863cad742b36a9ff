"""Who may do what to the record. What a person may see is `visible_to`; this is the rest."""

from cases.models import Call, Case
from helpline.accounts.models import Role, User

TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
READERS_OF_CASES = frozenset(
    {Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS}
)
OFFICE_PEOPLE = frozenset({Role.OFFICER, Role.OFFICE_LEAD})


def may_take_calls(user: User) -> bool:
    """Operators and their supervisors take calls."""
    return user.role in TAKERS


def may_see_caller(user: User, call: Call, case: Case | None = None) -> bool:
    """Whether the caller's name, number and relationship are for this person.

    Who took the call, supervisors and headquarters: yes. An office: only for a case of theirs on which the
    identity is not withheld. `call` and `case` are rows the person may see.
    """
    if user.role in {Role.SUPERVISOR, Role.HEADQUARTERS} or call.taken_by_id == user.pk:
        return True
    return user.role in OFFICE_PEOPLE and case is not None and not case.identity_withheld


def may_see_office_work(user: User) -> bool:
    """Whether the notes of an office's steps are shown; operators see that a step was taken, not its text."""
    return user.role in OFFICE_PEOPLE | {Role.HEADQUARTERS}
