"""Our own PostgreSQL and Redis as children: reachable through sockets in a closed folder, never over TCP."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from helpline.stack import binaries, places
from helpline.stack.binaries import NoServer
from helpline.stack.children import Account, Child, NotYet
from helpline.stack.leftovers import clear_leftovers

PLAIN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}  # no PG* variables get in
# Values of statements never reach PostgreSQL's log: they may be personal. Errors are logged by the caller, masked.
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
THROW_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Homes:
    """Where the servers of one installation live, and whether their data may be lost."""

    servers: Path
    run: Path
    log: Path
    throw_away: bool = False

    @classmethod
    def ours(cls) -> "Homes":
        """Those of this installation."""
        return cls(places.servers_dir(), places.run_dir(), places.log_dir())


def closed_folder(path: Path, account: Account | None) -> None:
    """Make `path` a folder that only the servers' account may enter; refuse one that belongs to somebody else."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = path.lstat()
    allowed = {os.geteuid(), account.uid if account else os.geteuid()}
    if path.is_symlink() or facts.st_uid not in allowed:
        raise NoServer(
            f"{path} belongs to another account. Start as that account or choose another HELPLINE_STATE_DIR."
        )
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)


def _initialise(
    folder: Path, chosen: binaries.Postgres, data: Path, account: Account | None, quick: bool
) -> None:
    """A new, empty cluster in `data`; an interrupted one leaves nothing that looks finished."""
    making = data.with_name(data.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    closed_folder(making, account)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    argv = [str(folder / "initdb"), "-D", str(making), "-U", "helpline", "--encoding=UTF8", "--auth=trust"]
    argv += locale if chosen.major >= 17 else ["--locale=C.UTF-8"]
    argv += ["--no-instructions"] + (["--no-sync"] if quick else [])
    made = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        cwd="/",
        env=PLAIN_ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if made.returncode:
        raise NoServer(f"PostgreSQL could not create its data directory:\n{made.stderr.strip()}")
    making.rename(data)


def postgres(homes: Homes, say: Callable[[str], object] | None = None) -> Child:
    """The PostgreSQL child, not started yet; its data directory exists afterwards."""
    asked = binaries.mode()
    with_data = binaries.majors_with_data(homes.servers)
    chosen = binaries.choose_postgres(
        binaries.postgres_on_offer(asked), with_data, asked=asked, servers=homes.servers
    )
    data = homes.servers / f"pg{chosen.major}"
    account = binaries.account_for(data)
    folder = binaries.reachable_postgres(chosen, account, homes.servers)
    closed_folder(homes.run, account)
    if not (data / "PG_VERSION").exists():
        if say:
            say(f"Creating the database (PostgreSQL {chosen.major}, {chosen.source}).")
        _initialise(folder, chosen, data, account, quick=homes.throw_away)
    settings = POSTGRES_SETTINGS | (THROW_AWAY_SETTINGS if homes.throw_away else {})
    argv = [str(folder / "postgres"), "-D", str(data), "-k", str(homes.run)]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    return Child(
        name=f"PostgreSQL {chosen.major} ({chosen.source})",
        argv=argv,
        log=homes.log / "postgres.log",
        env=PLAIN_ENVIRONMENT,
        account=account,
        stop_signal=signal.SIGINT,  # "fast": ends connections, keeps every committed row
        death_signal=signal.SIGINT,
        patience=60.0,
        before=lambda: clear_leftovers(data, homes.run),
    )


def redis(homes: Homes) -> Child:
    """The Redis child. It carries hints only, so it writes nothing to disk."""
    asked = binaries.mode()
    account = binaries.account_for(homes.run)
    binary = binaries.reachable_redis(binaries.choose_redis(asked), account, homes.servers)
    closed_folder(homes.run, account)
    argv = [
        str(binary),
        "--port",
        "0",
        "--unixsocket",
        str(homes.run / "redis.sock"),
        "--unixsocketperm",
        "700",
    ]
    argv += ["--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", str(homes.run)]
    argv += ["--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--loglevel", "warning"]
    return Child(
        name="Redis",
        argv=argv,
        log=homes.log / "redis.log",
        env=PLAIN_ENVIRONMENT,
        account=account,
        death_signal=signal.SIGTERM,
        before=lambda: (homes.run / "redis.sock").unlink(missing_ok=True),
    )


def start_when_possible(child: Child, patience: float = 60.0) -> None:
    """Start it; wait while something of the run before is still ending."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return child.start()
        except NotYet as reason:
            if time.monotonic() > deadline:
                raise NoServer(f"Cannot start {child.name}: {reason}.") from reason
            time.sleep(0.1)


def wait_for_postgres(child: Child, run: Path, patience: float = 300.0) -> None:
    """Until it accepts connections (it may have to recover first), and the database `helpline` exists."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = psycopg2.connect(
                host=str(run), user="helpline", dbname="postgres", connect_timeout=5
            )
            break
        except psycopg2.OperationalError as reason:
            if child.ended() is not None or time.monotonic() > deadline:
                raise NoServer(f"{child.name} did not start:\n{child.last_words()}") from reason
            time.sleep(0.03)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'helpline'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE DATABASE helpline")
    connection.close()


def wait_for_redis(child: Child, run: Path, patience: float = 20.0) -> None:
    """Until its socket is there."""
    deadline = time.monotonic() + patience
    while not (run / "redis.sock").exists():
        if child.ended() is not None or time.monotonic() > deadline:
            raise NoServer(f"{child.name} did not start:\n{child.last_words()}")
        time.sleep(0.02)
