"""Keeps the children running, and ends them in order. One thread, no Django."""

import signal
import time
from collections.abc import Callable
from types import FrameType

from helpline.stack.children import Child, Comeback, NotYet

TICK = 0.2
SECONDS_BETWEEN_LOG_CHECKS = 60.0
LONGEST_WITHOUT_SERVER = 3.0  # seconds; without PostgreSQL nothing works
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AskedToStop(BaseException):
    """A stop signal arrived. Not an `Exception`: nothing on the way may swallow it."""


class Supervisor:
    """Children in the order of their start. Those added as `servers` end last, one after the other."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.servers: list[Child] = []
        self.processes: list[Child] = []
        self.comebacks: dict[str, Comeback] = {}
        self._logs_checked = time.monotonic()

    def listen(self) -> None:
        """From now on a stop signal raises `AskedToStop`, once; later ones are ignored. `nohup` stays in force."""
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise AskedToStop

    def started(self, child: Child, *, server: bool = False) -> None:
        """Watch a child that has been started."""
        (self.servers if server else self.processes).append(child)
        comeback = self.comebacks[child.name] = (
            Comeback(longest=LONGEST_WITHOUT_SERVER) if server else Comeback()
        )
        comeback.has_started()

    def start(self, child: Child) -> None:
        """Start one of the processes and watch it."""
        child.start()
        self.started(child)

    def look_after(self) -> None:
        """One round: notice who ended, start again who is due. Never raises for a child's sake."""
        for child in [*self.servers, *self.processes]:
            comeback = self.comebacks[child.name]
            code = child.ended()
            if code is None:
                continue
            if comeback.due is None:
                child.sweep()
                pause = comeback.has_ended()
                how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
                self.say(f"{child.name} {how}; back in {pause:.1f} s (see {child.log.name})")
            elif comeback.is_due():
                self._bring_back(child, comeback)
        if time.monotonic() - self._logs_checked > SECONDS_BETWEEN_LOG_CHECKS:
            self._logs_checked = time.monotonic()
            for child in [*self.servers, *self.processes]:
                child.keep_log_small()

    def _bring_back(self, child: Child, comeback: Comeback) -> None:
        try:
            child.start()
        except NotYet as reason:
            if comeback.has_to_wait():
                self.say(f"{child.name} waits: {reason}")
        except OSError as reason:
            comeback.has_ended()
            self.say(f"{child.name} could not be started: {reason.strerror}")
        else:
            comeback.has_started()

    def stay(self) -> None:
        """Look after the children until asked to stop."""
        while True:
            self.look_after()
            time.sleep(TICK)

    def wait_until(self, ready: Callable[[], bool], child: Child, patience: float) -> bool:
        """Look after the children until `ready()`; false if `child` keeps failing or the time is up."""
        deadline = time.monotonic() + patience
        while not ready():
            if time.monotonic() > deadline or self.comebacks[child.name].failures > 2:
                return False
            self.look_after()
            time.sleep(0.05)
        return True

    def stop(self) -> None:
        """End everything: web, worker and beat together, then the servers, the last started last of all."""
        for child in self.processes:
            child.ask_to_stop()
        for child in [*self.processes, *self.servers]:
            if child in self.servers:
                child.ask_to_stop()
            if not child.wait():
                self.say(f"{child.name} did not stop within {child.patience:.0f} s and was killed")
