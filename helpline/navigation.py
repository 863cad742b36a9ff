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
    """A place of the rail. For the roles `more` it stands under “More”: they go there seldom, and nothing is counted."""

    name: str
    label: str
    more: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Link:
    """A place as one person sees it."""

    href: str
    label: str
    count: int | None
    here: bool
    more: bool


OFFICES = frozenset({Role.OFFICER, Role.OFFICE_LEAD})
CALL_TAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
LEADERS = frozenset({Role.HEADQUARTERS})

PLACES = (
    Place("cases:board", "Board", more=LEADERS),
    Place("cases:new_call", "Take a call"),
    Place("cases:calls", "Calls", more=LEADERS | OFFICES),
    Place("cases:callbacks", "Call-backs", more=LEADERS),
    Place("cases:alarms", "Alarms", more=frozenset({Role.OPERATOR})),
    Place("routing:queue", "Queue"),
    Place("routing:copies", "Copies", more=LEADERS),
    Place("routing:escalations", "Escalations", more=frozenset({Role.OFFICER})),
    Place("cases:cases", "Cases"),
    Place("cases:answers", "Answers", more=LEADERS | OFFICES | {Role.SUPERVISOR, Role.ANALYST}),
    Place("cases:quality", "Quality", more=frozenset({Role.SUPERVISOR})),
    Place("cases:reviews", "Reviews", more=LEADERS | {Role.SUPERVISOR}),
    Place("cases:operators", "Operators", more=LEADERS | {Role.SUPERVISOR}),
    Place("cases:paper", "Paper", more=LEADERS | {Role.SUPERVISOR}),
    Place("facilities:list", "Facilities", more=LEADERS | CALL_TAKERS),
    Place("facilities:offices", "Offices", more=frozenset(Role)),
    Place("facilities:rollout", "Roll-out", more=CALL_TAKERS | {Role.OFFICER}),
    Place("routing:rules", "Routing rules", more=CALL_TAKERS | OFFICES),
    Place("routing:guide", "Staff guide", more=LEADERS | CALL_TAKERS | OFFICES),
    Place("routing:mailroom", "Mail room", more=LEADERS | {Role.SUPERVISOR}),
    Place("routing:notices", "Notices", more=LEADERS | OFFICES),
    Place("audit:journal", "Journal", more=LEADERS),
)
FIRST_PLACE = {
    Role.OPERATOR: "cases:new_call",
    Role.SUPERVISOR: "cases:board",
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


def is_open(name: str, user: User) -> bool:
    """Whether the view with this URL name opens to this person."""
    open_to = _door(name)[1]
    return open_to == "public" or user.role in open_to


def links(user: User, path: str) -> Iterator[Link]:
    """The places this person has, in order, with their counts. `path` says where they are now."""
    mine = [
        (href, place)
        for place in PLACES
        for href, open_to in [_door(place.name)]
        if open_to == "public" or user.role in open_to
    ]
    here = max((href for href, _ in mine if path.startswith(href)), key=len, default="")
    for href, place in mine:
        seldom = user.role in place.more
        counter = None if seldom else COUNTERS.get(place.name)
        yield Link(href, place.label, counter(user) if counter else None, href == here, seldom)
