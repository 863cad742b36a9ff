"""Database connections are lent to requests instead of staying with threads.

A web process has many threads, most of which wait with a live stream. Left to itself Django would give each of them
a connection for good. Here a thread takes the warmest one when its request begins and puts it back at the end, so a
process has as many connections as it ever had requests at once.
"""

import threading
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "default"
KEPT_AT_MOST = 64
_free: list[BaseDatabaseWrapper] = []
_lock = threading.Lock()


def take(**_: Any) -> None:
    """This thread works with the connection that was used last, if one is free."""
    if hasattr(connections._connections, ALIAS):  # type: ignore[attr-defined]
        return
    with _lock:
        lent = _free.pop() if _free else None
    if lent is not None:
        lent._thread_ident = threading.get_ident()  # type: ignore[attr-defined]
        connections[ALIAS] = lent
        lent.close_if_unusable_or_obsolete()


def put_back(**_: Any) -> None:
    """This thread needs its connection no more. One that is still inside a transaction is closed, never lent on."""
    if not hasattr(connections._connections, ALIAS):  # type: ignore[attr-defined]
        return
    used = connections[ALIAS]
    used.close_if_unusable_or_obsolete()
    del connections[ALIAS]
    with _lock:
        if used.connection is not None and not used.in_atomic_block and len(_free) < KEPT_AT_MOST:
            _free.append(used)
            return
    used.close()


def begin() -> None:
    """From now on requests of this process share their connections."""
    request_started.connect(take, dispatch_uid="lend a connection")
    request_finished.connect(put_back, dispatch_uid="put a connection back")
