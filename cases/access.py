"""Who may do what to the record. What a person may see is `visible_to`; this is the rest."""

from django.db.models import QuerySet

from cases.models import Call, Callback, CallbackState, Case
from helpline.accounts.models import Role, User

TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
READERS_OF_CASES = frozenset(
    {Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS}
)
OFFICE_PEOPLE = frozenset({Role.OFFICER, Role.OFFICE_LEAD})


def may_take_calls(user: User) -> bool:
    """Operators and their supervisors take calls."""
    return user.role in TAKERS


def call_takers() -> QuerySet[User]:
    """Everybody who takes calls now, by name."""
    return User.objects.filter(is_active=True, role__in=TAKERS).order_by(
        "first_name", "last_name", "username"
    )


def may_see_caller(user: User, call: Call, case: Case | None = None) -> bool:
    """Whether the caller's name, number and relationship are for this person.

    Who took the call or wrote it down, supervisors and headquarters: yes. An office: only for a case of theirs on
    which the identity is not withheld. `call` and `case` are rows the person may see.
    """
    if user.role in {Role.SUPERVISOR, Role.HEADQUARTERS} or user.pk in {call.taken_by_id, call.entered_by_id}:
        return True
    return user.role in OFFICE_PEOPLE and case is not None and not case.identity_withheld


def may_review_quality(user: User, call: Call) -> bool:
    """Supervisors review calls they may see, but not those they took or wrote down themselves."""
    return user.role == Role.SUPERVISOR and user.pk not in {call.taken_by_id, call.entered_by_id}


def may_see_office_work(user: User) -> bool:
    """Whether the notes of an office's steps are shown; operators see that a step was taken, not its text."""
    return user.role in OFFICE_PEOPLE | {Role.HEADQUARTERS}


def may_see_whom_to_call_back(user: User, callback: Callback) -> bool:
    """Whether the caller's name is for this person on the page of a call-back they may see.

    While it is still to be made it is: nobody can ask for a person without a name. Later as ever.
    """
    return callback.state == CallbackState.AGREED or may_see_caller(user, callback.call)


def may_set_callback_hours(user: User) -> bool:
    """Headquarters decides when we call back and how many at once."""
    return user.role == Role.HEADQUARTERS


def may_review_answers(user: User) -> bool:
    """Supervisors and headquarters keep the library true."""
    return user.role in {Role.SUPERVISOR, Role.HEADQUARTERS}


def may_see_answer_counts(user: User) -> bool:
    """Who leads, and who counts."""
    return user.role in {Role.SUPERVISOR, Role.HEADQUARTERS, Role.ANALYST}


def may_read_repeats(user: User) -> bool:
    """Whether the words of later calls about a case they see are shown; operators see that somebody called again."""
    return user.role in OFFICE_PEOPLE | {Role.SUPERVISOR, Role.HEADQUARTERS}


def may_link(user: User, call: Call) -> bool:
    """Who says whose call it was: whoever took it or wrote it down, supervisors, headquarters. The call is theirs to see."""
    if user.role in {Role.SUPERVISOR, Role.HEADQUARTERS}:
        return True
    return user.role in TAKERS and user.pk in {call.taken_by_id, call.entered_by_id}
