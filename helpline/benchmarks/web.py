"""A web server of the product for a bench, and somebody signed in who opens its pages as a browser does."""

import http.client
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from helpline.accounts.models import User
from helpline.benchmarks.stage import Stage
from helpline.stack import places
from helpline.stack.children import Child

CSRF = "b" * 32
HOST = "127.0.0.1"
STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class Answer:
    """What came over the wire: `size` counts the headers and the body as it was sent, compressed or not."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    size: int


class Visitor:
    """One signed-in person with a connection that stays open and an empty cache."""

    def __init__(self, port: int, user: User) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)
        self.cookies = f"sessionid={_session_of(user)}; csrftoken={CSRF}"

    def get(self, path: str, *, packed: bool = True) -> Answer:
        """Open an address."""
        return self._ask("GET", path, None, packed)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}), packed=True)

    def _ask(self, method: str, path: str, body: str | None, packed: bool) -> Answer:
        headers = {"Cookie": self.cookies, "Origin": f"http://{HOST}:{self.connection.port}"}
        headers["Accept-Encoding"] = "gzip, br" if packed else "identity"
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        said = response.read()
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders()) + 20
        return Answer(response.status, response.headers, said, head + len(said))


def _session_of(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


@contextmanager
def served(stage: Stage) -> Iterator[int]:
    """The product behind gunicorn on a free port, working in the database of the bench; gives the port."""
    folder = Path(tempfile.mkdtemp(prefix="helpline-bench-"))
    port = _free_port()
    try:
        (folder / "assets").symlink_to(places.assets_dir(), target_is_directory=True)
        env = {
            **stage.environment(),
            "HELPLINE_STATE_DIR": str(folder),
            "DEBUG": "1",
            "HELPLINE_TESTING": "0",
        }
        env["WEB_CONCURRENCY"] = "1"
        said = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
        _run_to_the_end(Child("static", said, folder / "static.log", env, cwd=places.ROOT))
        conf = ["-c", "python:helpline.stack.gunicorn_conf", "-b", f"{HOST}:{port}"]
        argv = [sys.executable, "-m", "gunicorn", *conf, "helpline.benchmarks.wsgi:application"]
        web = Child("web", argv, folder / "web.log", env, cwd=places.ROOT)
        web.start()
        try:
            _wait_for(port, web.log)
            yield port
        finally:
            web.ask_to_stop()
            web.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_to_the_end(child: Child) -> None:
    child.start()
    assert child.process is not None  # noqa: S101 - just started
    if child.process.wait(timeout=120):
        raise RuntimeError(child.log.read_text(encoding="utf-8", errors="replace")[-2000:])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, log: Path) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
