"""Telling open pages that something changed. The news says what kind of thing, never what it holds: a page then asks.

PostgreSQL carries it (`NOTIFY`), so it is heard after commit or not at all, and needs no Redis. Who misses it, asks
every few seconds anyway.
"""

import json
from collections.abc import Iterable

from django.db import connection

CHANNEL = "helpline_live"
CALL, ALARM, BOARD, CALLBACK, QUEUE = "call", "alarm", "board", "callback", "queue"  # the kinds of news


def news(what: str, *, people: Iterable[int] = (), roles: Iterable[str] = ()) -> str:
    """One piece of news, for the pages of these people (by key) and of everybody with these roles."""
    return json.dumps({"what": what, "people": sorted(people), "roles": sorted(roles)})


def tell_all(*pieces: str) -> None:
    """Tell each of these pieces of news once this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, piece) FROM unnest(%s::text[]) AS piece", [CHANNEL, list(pieces)]
        )


def tell(what: str, *, people: Iterable[int] = (), roles: Iterable[str] = ()) -> None:
    """Tell the pages of these people (by key) and of everybody with these roles, once this transaction commits."""
    tell_all(news(what, people=people, roles=roles))
