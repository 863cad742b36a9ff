"""The sentences that say which cases a person may see; every queryset of the room uses them.

Who is shut out of a case (`Exclusion`) finds no trace of it, whatever their role. Who is posted to an office that is
shut out sees the case only through another office of theirs that holds it.
"""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.models.need_to_know import Exclusion, NeedToKnow
from facilities.models import Posting
from helpline.accounts.models import Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OFFICE_ROLES = frozenset({Role.OFFICER, Role.OFFICE_LEAD})


def role_of(user: "User | AnonymousUser") -> Role | None:
    """The role of a signed-in, active person; None for anybody else."""
    return Role(user.role) if isinstance(user, User) and user.is_active else None


def offices_of(user: "User | AnonymousUser") -> QuerySet[Posting, Any]:
    """The offices this person belongs to now, as a subquery."""
    return Posting.objects.current().filter(user=cast(User, user)).values("office_id")


def exclusions_of(user: "User | AnonymousUser") -> QuerySet[Exclusion]:
    """What shuts this person out: their name, or their office where no other office of theirs holds the case."""
    offices = offices_of(user)
    through_office = Q(office__in=offices) & ~Q(case__office__in=offices)
    return Exclusion.objects.filter(Q(person=cast(User, user)) | through_office)


def open_to(user: "User | AnonymousUser", **case: str) -> Q:
    """Rows about no case that this person is shut out of. `case` ties a column of `Exclusion` to one of the row:
    `open_to(user, case="pk")`, `open_to(user, case__call="pk")`."""
    tied = {column: OuterRef(of_the_row) for column, of_the_row in case.items()}
    return Q(~Exists(exclusions_of(user).filter(**tied)))


def call_open_to(user: "User | AnonymousUser", key: str = "pk") -> Q:
    """Rows about a call (`key` names its column) that neither opened nor added to a case they are shut out of."""
    return open_to(user, case__call=key) & open_to(user, case__repeats__call=key)


def needs_to_know(user: "User | AnonymousUser", prefix: str = "") -> Q:
    """Cases that are not for the leads only, or this is a lead, or somebody whom a lead let in."""
    if role_of(user) == Role.OFFICE_LEAD:
        return Q()
    let_in = NeedToKnow.objects.filter(case=OuterRef(f"{prefix}pk"), person=cast(User, user))
    return Q(**{f"{prefix}leads_only": False}) | Q(Exists(let_in))


def held_by_offices_of(user: "User | AnonymousUser", prefix: str = "") -> Q:
    """Cases that an office of this person holds now and that are theirs to know of; never, for a field office, one
    that accuses staff, and never one that their office or they themselves are shut out of."""
    unaccused = Q(**{f"{prefix}accuses_staff": False}) | Q(**{f"{prefix}office__kind": "headquarters"})
    shut_out = Exclusion.objects.filter(
        Q(person=cast(User, user)) | Q(office=F("case__office")), case=OuterRef(f"{prefix}pk")
    )
    return (
        Q(**{f"{prefix}office__in": offices_of(user)})
        & unaccused
        & needs_to_know(user, prefix)
        & Q(~Exists(shut_out))
    )
