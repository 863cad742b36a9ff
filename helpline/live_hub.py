"""News on its way to open pages: one listener a web process, fanned out to the streams that wait in it.

The listener holds one connection of its own to PostgreSQL while anybody waits, and comes back by itself. A stream
holds a thread and nothing else; there are few of them by design, and whoever gets none asks every few seconds.
"""

import json
import logging
import queue
import select
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from django.db import connection

from helpline.live import CHANNEL

log = logging.getLogger(__name__)

STREAMS_AT_MOST = 24  # half of the threads of a web process (helpline/stack/gunicorn_conf.py)
LASTS_SECONDS = 300
COMMENT_EVERY_SECONDS = 15
LOOKS_EVERY_SECONDS = 1.0
COMES_BACK_AFTER_SECONDS = 1.0
LINGERS_SECONDS = 3.0
MISSED = "missed"  # the listener was away: whoever waits asks what it may have missed


def _close() -> None:
    if not connection.in_atomic_block:
        connection.close()


class Full(Exception):
    """As many streams as this process has room for."""


@dataclass(eq=False)
class Stream:
    """One page that waits for news."""

    person: int
    role: str
    news: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)

    def concerns(self, news: dict[str, Any]) -> bool:
        """Whether this news is for the person of this page."""
        return self.person in news.get("people", ()) or self.role in news.get("roles", ())


class Hub:
    """All streams of this process, and the listener that feeds them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Weak: a stream whose answer was never sent, and so never ended, takes no room either.
        self._streams: weakref.WeakSet[Stream] = weakref.WeakSet()
        self._listener: threading.Thread | None = None
        self._idle_since = 0.0
        self._closed = False
        self.listening = threading.Event()
        # The web server's worker says when it stops, and what becomes of a connection that is not needed now.
        self.process_goes_on: Callable[[], bool] = lambda: True
        self.give_back_the_database: Callable[[], None] = _close

    def join(self, person: int, role: str) -> Stream:
        """A stream for this person; raises `Full` when there are too many."""
        stream = Stream(person, role)
        with self._lock:
            if len(self._streams) >= STREAMS_AT_MOST:
                raise Full
            self._streams.add(stream)
            self._closed = False
            if self._listener is None or not self._listener.is_alive():
                self._listener = threading.Thread(target=self._listen, name="live news", daemon=True)
                self._listener.start()
        return stream

    def leave(self, stream: Stream) -> None:
        """This page waits no more."""
        with self._lock:
            self._streams.discard(stream)
            self._idle_since = time.monotonic()

    def close(self) -> None:
        """End every stream and the listener; the next stream begins anew."""
        self._closed = True
        if self._listener is not None:
            self._listener.join(2 * LOOKS_EVERY_SECONDS)

    @property
    def ends(self) -> bool:
        """Streams end now: the process stops."""
        return self._closed or not self.process_goes_on()

    def waiting(self) -> int:
        """How many streams there are."""
        return len(self._streams)

    # -- the listener ------------------------------------------------------------------------------------

    def _listen(self) -> None:
        while not self._may_rest():
            try:
                self._hear()
            except (psycopg2.Error, OSError):
                log.warning("The listener for live news lost PostgreSQL; it comes back.")
                time.sleep(COMES_BACK_AFTER_SECONDS)
        self.listening.clear()

    def _hear(self) -> None:
        """Hand on what is told until PostgreSQL goes or nobody waits any more."""
        ear = psycopg2.connect(**_parameters())
        try:
            ear.autocommit = True
            with ear.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self.listening.set()
            self._spread([MISSED])
            something = select.poll()  # unlike select() it does not mind how many connections the process has
            something.register(ear, select.POLLIN)
            while not self._may_rest():
                if something.poll(LOOKS_EVERY_SECONDS * 1000):
                    ear.poll()
                    while ear.notifies:
                        self._hand_on(ear.notifies.pop(0).payload)
        finally:
            self.listening.clear()
            ear.close()

    def _may_rest(self) -> bool:
        """Nobody has waited for a while, or the process stops. Whoever joins afterwards starts another listener."""
        with self._lock:
            if self._listener is not threading.current_thread():
                return True
            idle = not self._streams and time.monotonic() - self._idle_since > LINGERS_SECONDS
            if idle or self.ends:
                self._listener = None
                return True
        return False

    def _hand_on(self, payload: str) -> None:
        try:
            news = json.loads(payload)
        except ValueError:
            return
        with self._lock:
            for stream in self._streams:
                if stream.concerns(news):
                    stream.news.put(str(news.get("what", "")))

    def _spread(self, kinds: list[str]) -> None:
        with self._lock:
            for stream in self._streams:
                for what in kinds:
                    stream.news.put(what)


HUB = Hub()


def _parameters() -> dict[str, Any]:
    """How to reach PostgreSQL, as the rest of the process does, without its time-outs for statements."""
    told = connection.get_connection_params()
    kept = (
        "dbname",
        "database",
        "user",
        "password",
        "host",
        "port",
        "connect_timeout",
        "sslmode",
        "sslrootcert",
    )
    return {
        **{name: told[name] for name in kept if name in told},
        "application_name": "helpline live news",
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }


def messages(
    stream: Stream, *, lasts: float = LASTS_SECONDS, is_gone: Callable[[], bool] = lambda: False
) -> Iterator[bytes]:
    """The stream as server-sent events: the kinds of news, and now and then a comment. It leaves the hub at its end."""
    began = said = time.monotonic()
    try:
        yield b"retry: 2000\n\n: here\n\n"
        while time.monotonic() - began < lasts and not HUB.ends and not is_gone():
            news = _next(stream)
            if news:
                yield b"".join(f"event: {what}\ndata:\n\n".encode() for what in news)
            elif time.monotonic() - said >= COMMENT_EVERY_SECONDS:
                yield b": still here\n\n"
            else:
                continue
            said = time.monotonic()
    finally:
        HUB.leave(stream)


def _next(stream: Stream) -> list[str]:
    """What came since, each kind once; waits a moment for the first."""
    try:
        came = [stream.news.get(timeout=LOOKS_EVERY_SECONDS)]
    except queue.Empty:
        return []
    while True:
        try:
            came.append(stream.news.get_nowait())
        except queue.Empty:
            return list(dict.fromkeys(came))
