"""Where this installation keeps its files and sockets. Standard library only: used before Django is installed.

Every answer depends on the environment and the file system alone, so that the supervisor, the web
workers, a shell and the tests all find the same sockets without being told.
"""

import hashlib
import os
import re
import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]
SOCKET_LIMIT = 107  # bytes in sockaddr_un.sun_path, without the closing NUL
LONGEST_SOCKET = ".s.PGSQL.5432.lock"
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def state_dir() -> Path:
    """HELPLINE_STATE_DIR (a relative one is below the project), else `var` in the project."""
    return Path(os.path.abspath(ROOT / os.environ.get("HELPLINE_STATE_DIR", "var")))


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def everyone_may_pass(path: Path) -> bool:
    """True if an account without rights of its own can reach `path`: each folder above is open to others."""
    for folder in [path, *path.parents]:
        try:
            mode = folder.stat().st_mode
        except FileNotFoundError:
            continue
        if not mode & stat.S_IXOTH:
            return False
    return True


def servers_dir() -> Path:
    """Where the data of our own PostgreSQL and Redis lives: the state directory, with one exception.

    Started by root, the servers give up root's rights. When the state directory lies in a closed
    folder (root's home), they could not reach it, so their data goes to a folder in /var/lib named
    after the state directory. Once that folder exists it stays the answer.
    """
    state = state_dir()
    if os.geteuid() != 0:
        return state
    apart = Path("/var/lib") / f"helpline-{_mark(state)}"
    if apart.is_dir():
        return apart
    return state if everyone_may_pass(state.parent) else apart


def run_dir() -> Path:
    """The folder of both sockets: `run` beside the data, or one in /tmp where that path is too long or odd for a URL."""
    run = servers_dir() / "run"
    short_enough = len(os.fsencode(run)) + 1 + len(LONGEST_SOCKET) <= SOCKET_LIMIT
    if short_enough and PLAIN_PATH.fullmatch(str(run)):
        return run
    return Path("/tmp") / f"helpline-{os.geteuid()}-{_mark(state_dir())}"  # noqa: S108 - 0700 and checked


def database_url() -> str:
    """The database of our own PostgreSQL, over its socket."""
    return f"postgresql://helpline@/helpline?host={run_dir()}"


def redis_url() -> str:
    """Our own Redis, over its socket."""
    return f"unix://{run_dir()}/redis.sock?db=0"


def celery_broker_url(redis_url: str) -> str:
    """The same Redis in Celery's spelling: it knows sockets by another scheme than redis-py."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={database}"


def assets_dir() -> Path:
    """Third-party files for browsers (USWDS), fetched at set-up and never committed."""
    return state_dir() / "assets"


def static_dir() -> Path:
    """All static files, collected and compressed for the web server."""
    return state_dir() / "static"


def log_dir() -> Path:
    """What the supervised processes write."""
    return state_dir() / "log"


def secrets_file() -> Path:
    """The secrets of demo mode, made once."""
    return state_dir() / "secrets.env"
