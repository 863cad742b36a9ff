"""Real processes beside a test: a Redis of its own, the product's worker and beat under its supervisor, and takers.

A taker is a process that records calls through `intake.submit` as a web worker does, one per line it is sent.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import redis
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from helpline.stack import environment, processes, servers
from helpline.stack.children import Child
from helpline.stack.supervisor import Supervisor
from routing.models import QueueItem, RouteRequest

ROOT = Path(__file__).parent.parent
STARTED_AT = timezone.now()
GENEROUS = 60.0  # an event is waited for, never a speed: machines are noisy


def database_url() -> str:
    """The test database as a URL, for processes of their own."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def until(
    what: Callable[[], Any], seconds: float = GENEROUS, *, of: str, then: Callable[[], None] = lambda: None
) -> float:
    """Wait until `what()` is true, doing `then` between looks; answer after how many seconds, fail after too many."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{of}: not within {seconds} s")
        then()
        time.sleep(0.02)
    return time.monotonic() - began


@dataclass
class Machinery:
    """What runs beside a test, on its database, and on a Redis that no other test knows or on the one given."""

    folder: Path
    redis_elsewhere: str = ""
    supervisor: Supervisor = field(default_factory=lambda: Supervisor(lambda line: None))
    takers: list[subprocess.Popen[str]] = field(default_factory=list)
    stopped: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.homes = servers.Homes(self.folder, self.folder / "run", self.folder / "log", throw_away=True)
        self.redis = servers.redis(self.homes)

    @property
    def redis_url(self) -> str:
        """Our own Redis, or the one given."""
        return self.redis_elsewhere or f"unix://{self.homes.run}/redis.sock?db=0"

    def environment(self, failpoint: str = "") -> dict[str, str]:
        """The environment of a process of the product beside this test."""
        said = {
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
            "DEBUG": "1",
            "HELPLINE_FAILPOINT": failpoint,
            "HELPLINE_STATE_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "CELERY_SKIP_CHECKS": "1",
        }
        return environment.for_children(os.environ) | said

    def start_redis(self) -> None:
        """Start our Redis and wait for it."""
        self.redis.start()
        servers.wait_for_redis(self.redis, self.homes.run)

    def stop_redis(self) -> None:
        """Redis is gone: every connection is refused."""
        self.redis.ask_to_stop()
        self.redis.wait()

    def broker(self) -> "redis.Redis":
        """A client of our Redis."""
        return redis.Redis.from_url(self.redis_url, socket_timeout=2)

    def start_worker(self, failpoint: str = "", pool: int = 2, **settings: str) -> Child:
        """Start the product's worker with so many pool processes and wait until it takes messages."""
        worker = self.ours(processes.worker(), failpoint)
        worker.argv = [a if "--concurrency" not in a else f"--concurrency={pool}" for a in worker.argv]
        worker.env |= settings
        self.supervisor.start(worker)
        until(lambda: b" ready." in worker.log.read_bytes(), of="The worker is ready", then=self.look_after)
        return worker

    def start_web(self, failpoint: str = "") -> int:
        """Start the product's web server and wait until it answers; give its port."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        self.supervisor.start(self.ours(processes.web("127.0.0.1", port), failpoint))
        until(lambda: processes.answers("127.0.0.1", port), of="The web server answers", then=self.look_after)
        return port

    def start_beat(self) -> Child:
        """Start the product's beat, which sends the sweep every two seconds."""
        beat = self.ours(processes.beat())
        beat.argv = [
            a if not a.startswith("--schedule=") else f"--schedule={self.folder / 'schedule'}"
            for a in beat.argv
        ]
        self.supervisor.start(beat)
        return beat

    def ours(self, child: Child, failpoint: str = "") -> Child:
        """A process of the product, with the environment of this test."""
        child.env = self.environment(failpoint) | {"PYTHONUNBUFFERED": "1"}
        child.log = self.folder / "log" / child.log.name
        child.patience = 5.0
        return child

    def look_after(self) -> None:
        """What the product's supervisor does every 0.2 s: whoever ended comes back."""
        self.supervisor.look_after()

    def freeze(self, pid: int) -> None:
        """The process hangs: it is there, and does nothing (SIGSTOP)."""
        os.kill(pid, signal.SIGSTOP)
        self.stopped.append(pid)

    def thaw(self) -> None:
        """Whoever hangs goes on."""
        while self.stopped:
            os.kill(self.stopped.pop(), signal.SIGCONT)

    def taker(self, failpoint: str = "") -> subprocess.Popen[str]:
        """Start a process that records calls and wait until it can."""
        taker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.taker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment(failpoint),
            cwd=ROOT,
            text=True,
        )
        self.takers.append(taker)
        assert taker.stdout is not None
        assert json.loads(taker.stdout.readline()) == "ready"
        return taker

    def end(self) -> None:
        """Stop everything that was started, by its id."""
        self.thaw()
        for taker in self.takers:
            taker.kill()
            taker.communicate()
        for child in [*self.supervisor.processes, self.redis]:
            child.ask_to_stop()
        for child in [*self.supervisor.processes, self.redis]:
            child.wait()


@dataclass(frozen=True)
class Taken:
    """What a taker answered: the call's reference and the seconds that `submit` took."""

    reference: str
    seconds: float


def take(taker: subprocess.Popen[str], by: str, key: UUID, cases: int = 1) -> Taken:
    """Let the taker record one call with so many cases. Raises EOFError if it died over it."""
    assert taker.stdin is not None
    assert taker.stdout is not None
    asked = {"by": by, "key": str(key), "cases": cases, "started_at": STARTED_AT.isoformat()}
    taker.stdin.write(json.dumps(asked) + "\n")
    taker.stdin.flush()
    line = taker.stdout.readline()
    if not line:
        raise EOFError
    return Taken(**json.loads(line))


def in_queues(reference: str) -> int:
    """How many cases of the call wait in a queue."""
    return QueueItem.objects.open().filter(case__call__reference=reference).count()


def make_due() -> None:
    """What was tried and failed is tried again at once, not after its pause."""
    RouteRequest.objects.pending().filter(attempts__gt=0).update(next_attempt_at=Now())


@contextmanager
def everybody_waits(table: str) -> Iterator[Callable[[], int]]:
    """Hold a lock that nobody can write past; gives a count of the sessions that wait for it. Leaving lets them go."""
    connection.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")

            def waiting() -> int:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table]
                )
                return int(cursor.fetchone()[0])

            yield waiting
    finally:
        connection.rollback()
        connection.set_autocommit(True)


@contextmanager
def ended_at_last(machinery: Machinery) -> Iterator[Machinery]:
    """Whatever happens, no process stays."""
    try:
        yield machinery
    finally:
        machinery.end()
