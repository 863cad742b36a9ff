"""One supervised process: started so that it cannot outlive us, stopped with everything it started.

Standard library only. A child sits in a process group of its own (Ctrl-C reaches the supervisor
alone) and the kernel signals it when the supervisor dies, however it dies.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 20_000_000
_libc = ctypes.CDLL(None, use_errno=True)


class NotYet(Exception):
    """This child cannot start at the moment; the message says what it waits for."""


@dataclass(frozen=True)
class Account:
    """Whom a server runs as when root started us."""

    uid: int
    gid: int


def die_with_parent(sig: signal.Signals) -> None:
    """Ask the kernel to send `sig` to this process when its parent dies."""
    _libc.prctl(PR_SET_PDEATHSIG, int(sig), 0, 0, 0)


def tied_to(parent: int, sig: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: as `die_with_parent`, also if `parent` died in the meantime."""

    def tie() -> None:
        die_with_parent(sig)
        if os.getppid() != parent:
            os._exit(1)

    return tie


@dataclass
class Child:
    """What to run and how to stop it. `before` is called ahead of every start and may raise `NotYet`."""

    name: str
    argv: list[str]
    log: Path
    env: dict[str, str]
    account: Account | None = None
    cwd: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    patience: float = 15.0
    before: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it; output is appended to its log file."""
        if self.before:
            self.before()
        account = self.account
        with self._open_log() as log:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=self.cwd,
                process_group=0,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                preexec_fn=tied_to(os.getpid(), self.death_signal),  # safe: we have one thread
            )

    def _open_log(self) -> BinaryIO:
        self.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.keep_log_small()
        return self.log.open("ab")

    def keep_log_small(self) -> None:
        """Keep one older file, and empty a log that has grown large (writers append, so none is disturbed)."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.with_suffix(".old.log").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)

    @property
    def pid(self) -> int | None:
        """Its process id while it runs or has run."""
        return self.process.pid if self.process else None

    def ended(self) -> int | None:
        """None while it runs, else its exit code (negative: the signal). Not started counts as ended."""
        return self.process.poll() if self.process else -1

    def ask_to_stop(self) -> None:
        """Send the polite signal; do not wait."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def wait(self) -> bool:
        """Wait for the end at most `patience` seconds, then kill; true if it ended by itself."""
        if not self.process:
            return True
        try:
            self.process.wait(self.patience)
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:
            self.sweep()

    def sweep(self) -> None:
        """Kill what is left of its process group, itself included."""
        if not self.process:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, to show beside a failure."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8000))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])


@dataclass
class Comeback:
    """When a child that ended may start again: at once the first time, then ever later, at most 15 s."""

    shortest: float = 0.3
    longest: float = 15.0
    settled: float = 20.0
    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    started: float = 0.0
    due: float | None = None
    waits: bool = False

    def has_started(self) -> None:
        """Note a start."""
        self.started, self.due, self.waits = self.clock(), None, False

    def has_to_wait(self) -> bool:
        """It cannot start yet, and that is no failure: soon again. True the first time, for whoever tells of it."""
        first, self.waits = not self.waits, True
        self.due = self.clock() + self.shortest
        return first

    def has_ended(self) -> float:
        """Note an end; answer the seconds until the next try. A long run wipes the slate clean."""
        if self.clock() - self.started > self.settled:
            self.failures = 0
        pause = min(self.longest, self.shortest * 2.0**self.failures)
        self.failures = min(self.failures + 1, 10)
        self.due = self.clock() + pause
        return pause

    def is_due(self) -> bool:
        """True when a waiting child may start."""
        return self.due is not None and self.clock() >= self.due
