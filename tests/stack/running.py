"""A real `manage.py start` with a state directory and a port of its own, for the tests beside this file."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg2

from helpline.stack import assets, places

OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "HELPLINE_TESTING", "HELPLINE_PG_OPTIONS")
NOT_OURS_EITHER = (
    "DEBUG",
    "SECRET_KEY",
    "FIELD_KEYS",
    "ALLOWED_HOSTS",
    "HELPLINE_DEMO_MODE",
    "TELEPHONY_SECRET",
)
UP_SECONDS = 150.0


def children_of(pid: int) -> dict[int, str]:
    """Every process below `pid`, with its command line."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(status[1]), []).append(int(entry.name))
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            found[child] = command_of(child)
            waiting.append(child)
    return found


def command_of(pid: int) -> str:
    """The command line of a process, empty if it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def eventually(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether it becomes true in that time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def a_free_port() -> int:
    """A port on which nobody listens at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Running:
    """One installation: start it, look at it, end it in every way."""

    def __init__(self) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="helpline-start-", dir="/tmp"))
        self.state.chmod(0o711)
        if assets.are_here():
            shutil.copytree(places.assets_dir(), self.state / "assets")
        self.port = a_free_port()
        self.output = self.state / "output"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> list[str]:
        """A command line of manage.py."""
        return [sys.executable, str(places.ROOT / "manage.py"), *arguments]

    def env(self) -> dict[str, str]:
        """An environment that says nothing, but for the state directory."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS + NOT_OURS_EITHER}
        return kept | {"HELPLINE_STATE_DIR": str(self.state)}

    def launch(self) -> None:
        """Begin to start; do not wait."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                self.command("start", "--port", str(self.port), "--empty"),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.env(),
                process_group=0,
            )

    def start(self) -> float:
        """Start and wait until it says that it is ready; answer the seconds it took."""
        began = time.monotonic()
        self.launch()
        assert self.process
        process = self.process
        assert eventually(lambda: "is ready" in self.said() or process.poll() is not None, UP_SECONDS), (
            self.said()
        )
        assert process.poll() is None, self.said()
        return time.monotonic() - began

    def said(self) -> str:
        """What it has printed."""
        return self.output.read_text()

    @property
    def pid(self) -> int:
        """The supervisor."""
        assert self.process
        return self.process.pid

    def child(self, words: str) -> int | None:
        """The direct child of the supervisor whose command line has these words."""
        for entry in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            if words in command_of(int(entry)):
                return int(entry)
        return None

    def get(self, path: str) -> int:
        """The status code of a page, 0 if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return 0

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Ask its own PostgreSQL."""
        connection = psycopg2.connect(host=str(self.state / "run"), user="helpline", dbname="helpline")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def stop(self, sig: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; answer its exit code."""
        assert self.process
        self.process.send_signal(sig)
        return self.process.wait(90)

    def forget(self) -> None:
        """End it whatever state it is in, and remove its files."""
        if self.process and self.process.poll() is None:
            family = children_of(self.pid)
            self.process.kill()
            self.process.wait()
            eventually(lambda: not any(command_of(pid) for pid in family), 30)
        shutil.rmtree(self.state, ignore_errors=True)
