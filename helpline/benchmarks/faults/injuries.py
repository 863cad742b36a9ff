"""Carrying the plan out: signals to processes by their number, messages that nobody can read, an empty Redis."""

import heapq
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress

import redis

from helpline.benchmarks.faults.plan import Event, Fault, How
from helpline.benchmarks.faults.site import Site

QUEUE = "celery"
AGAIN_AFTER, TRIES = (0.5, 5.0), 12
SPACE = 0.2  # seconds between two hits, also on a machine that could not keep up
_ENVELOPE = {
    "body": "W1tdLCB7fSwge31d",
    "content-encoding": "utf-8",
    "content-type": "application/json",
    "headers": {"lang": "py", "task": "no.such.task", "id": "1"},
    "properties": {
        "correlation_id": "1",
        "delivery_mode": 2,
        "delivery_info": {"exchange": "", "routing_key": QUEUE},
        "body_encoding": "base64",
        "delivery_tag": "1",
    },
}
GARBAGE: dict[str, bytes] = {
    "not JSON at all": b"\xff\x00 nonsense",
    "JSON of another kind": b'["a", "list"]',
    "an envelope without its parts": b'{"body": "e30="}',
    "a task nobody knows": json.dumps(_ENVELOPE).encode(),
}


class Injuries:
    """What was done so far, and who hangs at the moment."""

    def __init__(self, site: Site, say: Callable[[str], object]) -> None:
        self.site = site
        self.say = say
        self.done: Counter[Fault] = Counter()
        self.missed: Counter[Fault] = Counter()
        self._hanging: list[tuple[float, int]] = []
        self._dead: set[int] = set()

    def carry_out(self, events: Iterable[Event], seconds: float) -> None:
        """Each event at its time, `seconds` in all. Where there is nobody to hit it waits another moment, by chance."""
        began, chance = time.monotonic(), random.Random(len(self.done))  # noqa: S311 - moments, no secrets
        waiting = [(event.at, 0, event) for event in events]
        heapq.heapify(waiting)
        while (now := time.monotonic() - began) < seconds:
            self._thaw(until=time.monotonic())
            while waiting and waiting[0][0] <= now:
                _, tries, event = heapq.heappop(waiting)
                if self._hit(event):
                    self.done[event.fault] += 1
                    self.say(f"{now:7.1f} s  {event.fault}")
                    time.sleep(SPACE)
                elif tries < TRIES:
                    heapq.heappush(waiting, (now + chance.uniform(*AGAIN_AFTER), tries + 1, event))
                else:
                    self.missed[event.fault] += 1
            time.sleep(0.02)
        self.missed.update(event.fault for _, _, event in waiting)

    def heal(self) -> None:
        """Whoever hangs goes on."""
        self._thaw(until=float("inf"))

    def _thaw(self, until: float) -> None:
        while self._hanging and self._hanging[0][0] <= until:
            _, pid = heapq.heappop(self._hanging)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def _hit(self, event: Event) -> bool:
        """Whether there was anything to hit."""
        match event.fault.how:
            case How.FLUSHED:
                return self._ask_redis(lambda client: client.flushall())
            case How.GARBAGE:
                return self._ask_redis(lambda client: client.lpush(QUEUE, _garbage(event.which)))
        pids = [pid for pid in self.site.pids(event.fault.part) if pid not in self._dead]
        if not pids:
            return False
        return self._signal(pids[event.which % len(pids)], event)

    def _signal(self, pid: int, event: Event) -> bool:
        try:
            if event.fault.how is How.KILLED:
                os.kill(pid, signal.SIGKILL)
                self._dead.add(pid)
            else:
                os.kill(pid, signal.SIGSTOP)
                heapq.heappush(self._hanging, (time.monotonic() + event.hangs_for, pid))
        except ProcessLookupError:
            return False
        return True

    def _ask_redis(self, what: Callable[["redis.Redis"], object]) -> bool:
        client = redis.Redis(unix_socket_path=str(self.site.run / "redis.sock"), socket_timeout=0.5)
        try:
            what(client)
        except redis.RedisError:
            return False
        finally:
            client.close()
        return True


def _garbage(which: int) -> bytes:
    """One of the messages above, or bytes drawn by chance."""
    kinds = [*GARBAGE.values(), random.Random(which).randbytes(200)]  # noqa: S311 - garbage, not a secret
    return kinds[which % len(kinds)]
