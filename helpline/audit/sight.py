"""What of the journal is not for everybody who reads it. Rooms above say whose entries those are.

The journal knows no case: a room registers a function that names, for one reader, the subjects that must leave no trace.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q

from helpline.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

Hidden = Callable[[User], Mapping[str, set[str]]]

HIDDEN: list[Hidden] = []


def hides(hidden: Hidden) -> Hidden:
    """Registers which subjects (keys by kind, as the journal spells them) are hidden from a reader."""
    HIDDEN.append(hidden)
    return hidden


def open_to(reader: "User | AnonymousUser") -> Q:
    """Entries this person may read. What is hidden is read first: it is little, mostly nothing."""
    if not isinstance(reader, User):
        return Q(pk__in=[])
    seen = Q()
    for hidden in HIDDEN:
        for kind, keys in hidden(reader).items():
            if keys:
                seen &= ~Q(subject_kind=kind, subject_key__in=sorted(keys))
    return seen
