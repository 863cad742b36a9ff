"""Reasons not to start, told before anything else is done. Standard library only."""

import errno
import fcntl
import os
import socket
import sys
from typing import TextIO

from helpline.stack import places

HOST = "127.0.0.1"
PORT = 8000


def take_lock() -> TextIO | None:
    """The lock of the state directory, held while the file stays open; None if another process has it."""
    state = places.state_dir()
    state.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    file = os.fdopen(descriptor, "r+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def note_holder(lock: TextIO, address: str) -> None:
    """Write into the lock who holds it, for the message to whoever comes second."""
    lock.seek(0)
    lock.truncate()
    lock.write(f"process {os.getpid()}, {address}\n")
    lock.flush()


def already_running() -> str:
    """The message for a second start."""
    try:
        holder = (places.state_dir() / "lock").read_text().strip()
    except OSError:
        holder = ""
    return (
        f"Helpline is already running on {places.state_dir()}{f' ({holder})' if holder else ''}. "
        "Stop it first, or choose another HELPLINE_STATE_DIR."
    )


def refuse_if_running() -> None:
    """Exit if another supervisor works on this state directory."""
    try:
        lock = take_lock()
    except OSError as reason:
        sys.exit(f"Cannot use the state directory {places.state_dir()}: {reason.strerror}.")
    if lock is None:
        sys.exit(already_running())
    lock.close()


def refuse_if_taken(host: str, port: int) -> None:
    """Exit if nobody can listen on host and port."""
    if not 0 < port < 65536:
        sys.exit(f"Cannot listen on port {port}: a port is a number from 1 to 65535.")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen(1)
    except (OSError, OverflowError) as reason:
        number = getattr(reason, "errno", None)
        if number == errno.EADDRINUSE:
            sys.exit(
                f"Port {port} on {host} is in use. Stop what listens there, or choose another: --port N."
            )
        sys.exit(f"Cannot listen on {host} port {port}: {getattr(reason, 'strerror', None) or reason}.")
