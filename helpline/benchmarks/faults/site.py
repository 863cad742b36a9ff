"""An installation of the product that may be broken: everything `start` starts, in a folder and on a port of its own."""

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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from helpline.benchmarks.faults.plan import Part
from helpline.stack import environment, places
from helpline.stack.children import tied_to

HOST = "127.0.0.1"
STARTS_WITHIN, STOPS_WITHIN = 240.0, 120.0
NOT_HANDED_DOWN = (
    "DATABASE_URL", "REDIS_URL", "HELPLINE_TESTING", "HELPLINE_PG_OPTIONS", "HELPLINE_FAILPOINT", "ALLOWED_HOSTS",
)  # fmt: skip
WORDS = {
    Part.WEB: "gunicorn",
    Part.WORKER: "helpline.celery worker",
    Part.BEAT: "helpline.celery beat",
    Part.REDIS: "redis-server",
    Part.POSTGRES: "postgres -D",
}
INSIDE = {
    Part.WEB_PROCESS: (Part.WEB, ""),
    Part.WORKER_PROCESS: (Part.WORKER, ""),
    Part.SESSION: (Part.POSTGRES, "helpline helpline"),
}


class Site:
    """The supervisor and its children, found anew each time one is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def run(self) -> Path:
        """The folder of both sockets."""
        return self.folder / "run"

    def start(self) -> None:
        """Start and wait until everything works. Raises `RuntimeError` with what was said where it does not."""
        argv = [sys.executable, str(places.ROOT / "manage.py"), "start", "--empty", "--port", str(self.port)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                process_group=0,
                preexec_fn=tied_to(os.getpid(), signal.SIGTERM),
            )
        ends = time.monotonic() + STARTS_WITHIN
        while b"is ready" not in self.output.read_bytes() or not self.is_well():
            if self.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"The installation does not start:\n{self.output.read_text()[-3000:]}")
            time.sleep(0.2)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_DOWN}
        return kept | {
            "DEBUG": "1",
            "HELPLINE_STATE_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "TELEPHONY_SECRET": settings.TELEPHONY_SECRET,
        }

    def pids(self, part: Part) -> list[int]:
        """The processes of this part that live now."""
        if part in INSIDE:
            whole, words = INSIDE[part]
            return [pid for parent in self.pids(whole) for pid in _children(parent) if words in _command(pid)]
        return [pid for pid in _children(self._pid) if WORDS[part] in _command(pid)]

    @property
    def _pid(self) -> int:
        return self.process.pid if self.process else 0

    def is_well(self) -> bool:
        """The web server says that it, PostgreSQL, Redis and the worker are there."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/readyz", timeout=5) as answer:
                return b'"ready"' in answer.read()
        except (OSError, urllib.error.HTTPError):
            return False

    def stop(self) -> None:
        """End everything, politely if it lets us."""
        if not self.process:
            return
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()  # its children are tied to it
            self.process.wait()


@contextmanager
def standing() -> Iterator[Site]:
    """An empty installation that works; afterwards nothing is left of it."""
    _refuse_a_configured_server()
    folder = Path(tempfile.mkdtemp(prefix="helpline-chaos-", dir="/tmp"))  # short enough for sockets
    folder.chmod(0o711)
    if places.assets_dir().is_dir():
        (folder / "assets").symlink_to(places.assets_dir(), target_is_directory=True)
    site = Site(folder)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_a_configured_server() -> None:
    """The file `.env` reaches every process started here, and nobody's database may be put through this."""
    file = places.ROOT / ".env"
    said = environment.assignments(file.read_text()) if file.is_file() else {}
    if {"DATABASE_URL", "REDIS_URL"} & set(said):
        raise RuntimeError(
            "Take DATABASE_URL and REDIS_URL out of .env first: chaos uses servers of its own only."
        )


@contextmanager
def looked_at(site: Site) -> Iterator[None]:
    """Our own connection works in the installation's database; afterwards it is what it was."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        NAME="helpline", HOST=str(site.run), USER="helpline", PASSWORD="", PORT=""
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])
