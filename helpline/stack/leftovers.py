"""What a killed PostgreSQL leaves behind, and when it may be cleared away. Standard library only."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from helpline.stack.children import NotYet


def _attached(segment: str) -> int:
    """How many processes use a shared memory segment (0 if it is gone or cannot be told)."""
    try:
        rows = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    except OSError:
        return 0
    return sum(int(row[6]) for row in rows if row[1] == segment)


def _is_live_postgres(pid: int, data: Path) -> bool:
    """A running (not defunct) postgres that works in `data`."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
        if state in "ZX" or not program.endswith(b"postgres"):
            return False
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data.resolve()
    except PermissionError:
        return True
    except OSError:
        return False


def _orphans(data: Path) -> Iterator[int]:
    """PostgreSQL's processes that work in `data`."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                program = (entry / "cmdline").read_bytes().split(b"\0")[0]
                if program.startswith(b"postgres:") and Path(os.readlink(entry / "cwd")) == data.resolve():
                    yield int(entry.name)


def _end_orphans(data: Path) -> None:
    """End what outlived its postmaster, as a power cut would. Most notice by themselves; one that hangs never does,
    and one that was recovering waits a minute for a process that is not there any more."""
    for pid in _orphans(data):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def clear_leftovers(data: Path, run: Path) -> None:
    """Remove lock file and sockets of a postmaster that was killed; `NotYet` while it or a child of it lives.

    Only for whoever holds the lock of the state directory. PostgreSQL would clear the file itself, but not
    if the dead postmaster is still a zombie (no init to reap it) or its number went to another process.
    """
    lock = data / "postmaster.pid"
    if lock.exists():
        _refuse_while_in_use(lock)
        lock.unlink(missing_ok=True)
    for socket in run.glob(".s.PGSQL.*"):
        socket.unlink(missing_ok=True)


def _refuse_while_in_use(lock: Path) -> None:
    try:
        lines = lock.read_text().splitlines()
        pid = int(lines[0])
        segment = lines[6].split()[1] if len(lines) > 6 else ""  # "key id" of its shared memory
    except (FileNotFoundError, ValueError, IndexError):
        return
    if _is_live_postgres(pid, lock.parent):
        raise NotYet(f"the PostgreSQL of the run before (process {pid}) is still stopping")
    if _attached(segment):
        _end_orphans(lock.parent)
        raise NotYet("connections of a PostgreSQL that was killed are still closing")
