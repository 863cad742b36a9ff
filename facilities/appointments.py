"""Appointing people: who works here, in which role, at which office; and letting them go."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from facilities import postings
from facilities.models import Office, Posting
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Refused

OFFICE_ROLES = frozenset({Role.OFFICER, Role.OFFICE_LEAD})


@transaction.atomic
def appoint(
    username: str, role: Role, *, office: Office | None = None, password: str = "", by: User | None
) -> User:
    """Creates the person or changes their role; they then belong to `office` alone, or to no office.

    A new person needs a password that passes the validators; for somebody who is here already an empty one
    leaves theirs alone. Ending an old posting needs `by`, because the record says who ended it.
    """
    if (role in OFFICE_ROLES) != (office is not None):
        raise Refused(
            "Officers and office leads belong to an office: name it with --office."
            if role in OFFICE_ROLES
            else "Only officers and office leads belong to an office: leave out --office."
        )
    person = User.objects.select_for_update().filter(username=username).first()
    if person is None:
        person = User(username=username, role=role)
        _clean(person)
        _set_password(person, password)
        person.save(force_insert=True)
        journal.record("appointed", person, by=by, role=role)
    else:
        _change(person, role, password, by=by)
    _post(person, office, by=by)
    return person


@transaction.atomic
def dismiss(person: User, *, by: User | None) -> None:
    """The person may no longer sign in; their open session ends with its next request."""
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise Refused(f"{person.username} has left already.")
    journal.record("dismissed", person, by=by)


def _clean(person: User) -> None:
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from wrong


def _set_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages)) from weak
    person.set_password(password)


def _change(person: User, role: Role, password: str, *, by: User | None) -> None:
    was, returns = person.role, not person.is_active
    person.role, person.is_active = role, True
    if password:
        _set_password(person, password)
        journal.record("set_password", person, by=by)
    person.save(update_fields=["role", "is_active", "password"])
    if returns:
        journal.record("appointed", person, by=by, role=role)
    elif was != role:
        journal.record("changed_role", person, by=by, was=was, now=role)


def _post(person: User, office: Office | None, *, by: User | None) -> None:
    current = list(Posting.objects.current().filter(user=person))
    leaving = [posting for posting in current if office is None or posting.office_id != office.pk]
    if leaving and by is None:
        raise Refused("Say with --by who ends the old posting.")
    for posting in leaving:
        if by is not None:
            postings.end(posting, by=by)
    if office is not None and len(leaving) == len(current):
        postings.post(person, office, by=by)
