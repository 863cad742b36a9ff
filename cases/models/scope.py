"""The one sentence that says which cases an office's people may see; every queryset of the room uses it."""

from typing import TYPE_CHECKING, cast

from django.db.models import Q

from facilities.models import Posting
from helpline.accounts.models import Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OFFICE_ROLES = frozenset({Role.OFFICER, Role.OFFICE_LEAD})


def role_of(user: "User | AnonymousUser") -> Role | None:
    """The role of a signed-in, active person; None for anybody else."""
    return Role(user.role) if isinstance(user, User) and user.is_active else None


def held_by_offices_of(user: "User | AnonymousUser", prefix: str = "") -> Q:
    """Cases that an office of this person holds now; never, for a field office, one that accuses staff."""
    offices = Posting.objects.current().filter(user=cast(User, user)).values("office_id")
    unaccused = Q(**{f"{prefix}accuses_staff": False}) | Q(**{f"{prefix}office__kind": "headquarters"})
    return Q(**{f"{prefix}office__in": offices}) & unaccused
