"""The places of the left rail. Who sees a place is what its view opens to; nothing is said twice.

A room gives a place its live count: `@counts("routing:queue")` on a function from a person to a number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, resolve, reverse

from helpline.accounts.doors import OpensTo, opens_to
from helpline.accounts.models import Role, User

Counter = Callable[[User], int | None]

COUNTERS: dict[str, Counter] = {}


@dataclass(frozen=True)
class Place:
    """A place of the rail. `not_for` are roles that may go there but seldom do."""

    name: str
    label: str
    not_for: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Link:
    """A place as one person sees it."""

    href: str
    label: str
    count: int | None
    here: bool


OFFICES = frozenset({Role.OFFICER, Role.OFFICE_LEAD})
CALL_TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})

PLACES = (
    Place("cases:new_call", "Take a call", not_for=frozenset({Role.HEADQUARTERS})),
    Place("cases:calls", "Calls", not_for=frozenset({Role.HEADQUARTERS}) | OFFICES),
    Place("cases:callbacks", "Call-backs", not_for=frozenset({Role.HEADQUARTERS})),
    Place("cases:alarms", "Alarms"),
    Place("routing:queue", "Queue", not_for=CALL_TAKERS),
    Place("cases:cases", "Cases"),
    Place("cases:answers", "Answers", not_for=OFFICES | {Role.ANALYST}),
    Place("facilities:list", "Facilities"),
    Place("facilities:rollout", "Roll-out", not_for=frozenset({Role.OPERATOR, Role.OFFICER})),
    Place("routing:rules", "Routing rules", not_for=CALL_TAKERS | OFFICES),
    Place("audit:journal", "Journal"),
)
FIRST_PLACE = {
    Role.OPERATOR: "cases:new_call",
    Role.SUPERVISOR: "cases:calls",
    Role.OFFICER: "routing:queue",
    Role.OFFICE_LEAD: "routing:queue",
    Role.HEADQUARTERS: "routing:queue",
    Role.ANALYST: "facilities:rollout",
    Role.AUDITOR: "audit:journal",
}


def counts(name: str) -> Callable[[Counter], Counter]:
    """Registers the live count of the place with this URL name."""

    def keep(counter: Counter) -> Counter:
        COUNTERS[name] = counter
        return counter

    return keep


@cache
def _door(name: str) -> tuple[str, OpensTo]:
    """Address of a place and whom its view opens to."""
    try:
        href = reverse(name)
    except NoReverseMatch:
        return "", frozenset()
    return href, opens_to(resolve(href).func)


def links(user: User, path: str) -> Iterator[Link]:
    """The places this person has, in order, with their counts. `path` says where they are now."""
    mine = [
        (href, place)
        for place in PLACES
        for href, open_to in [_door(place.name)]
        if user.role not in place.not_for and (open_to == "public" or user.role in open_to)
    ]
    here = max((href for href, _ in mine if path.startswith(href)), key=len, default="")
    for href, place in mine:
        counter = COUNTERS.get(place.name)
        yield Link(href, place.label, counter(user) if counter else None, href == here)
