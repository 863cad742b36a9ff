"""From an empty database to a site that can be used. Each step is skipped in a moment when nothing changed."""

import hashlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from helpline.stack import assets, places
from helpline.stack.children import tied_to

REFERENCE_FOLDERS = ("facilities/reference", "cases/reference", "routing/reference", "helpline/reference")
DEMO_CASES = 60
Say = Callable[[str], None]


def without_time_limit() -> None:
    """Set-up may take longer than a request: connect without the statement time-out."""
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = "-c lock_timeout=30s"


def migrations_to_apply() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(say: Say) -> bool:
    """Bring the tables up to date; true if there was anything to do."""
    waiting = migrations_to_apply()
    if not waiting:
        return False
    say(f"Applying {waiting} migrations.")
    call_command("migrate", verbosity=0, interactive=False)
    return True


def digest_of(paths: list[Path], *, contents: bool) -> str:
    """Changes when one of these files does (their contents, or name, size and time)."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(str(path).encode())
        if contents:
            found.update(path.read_bytes())
        else:
            facts = path.stat()
            found.update(f"{facts.st_size} {facts.st_mtime_ns}".encode())
    return found.hexdigest()


def files_below(*folders: Path) -> list[Path]:
    """Every file in these folders and below."""
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def _database_identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), oid FROM pg_database WHERE datname = current_database()")
        return str(cursor.fetchone())


def load_reference(say: Say, *, anyway: bool) -> None:
    """Offices, facilities, topics and rules, when their files or the database are new."""
    files = files_below(*(places.ROOT / folder for folder in REFERENCE_FOLDERS))
    mark = f"{_database_identity()} {digest_of(files, contents=True)}"
    stamp = places.state_dir() / "reference.stamp"
    if not anyway and stamp.exists() and stamp.read_text() == mark:
        return
    say("Loading the reference facts: offices, facilities, topics, rules.")
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    stamp.write_text(mark)


def start_fetching_assets(say: Say) -> "subprocess.Popen[str] | None":
    """Begin to fetch the design system beside everything else; None if it is here already."""
    if assets.are_here():
        return None
    say("Fetching the design system's style sheet, fonts and icons (once).")
    argv = [sys.executable, "-m", "helpline.stack.assets"]
    return subprocess.Popen(
        argv,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=places.ROOT,
        preexec_fn=tied_to(os.getpid(), signal.SIGTERM),
    )


def finish_fetching_assets(fetching: "subprocess.Popen[str] | None", say: Say) -> None:
    """Wait for it. Without it the site works in our own style, plainly."""
    if fetching is None:
        return
    said, _ = fetching.communicate()
    if fetching.returncode:
        say(f"WARNING: the design system could not be fetched ({said.strip() or 'no reason given'}).")
        say("         The site works, but looks plain. The next start tries again.")


def collect_static(say: Say) -> None:
    """Compress the static files for the web server, when one of them changed."""
    folders = [places.assets_dir()]
    folders += [
        Path(config.path) / "static"
        for config in apps.get_app_configs()
        if places.ROOT in Path(config.path).parents
    ]
    sources = [*files_below(*folders), places.ROOT / "requirements.txt"]
    mark = digest_of(sources, contents=False)
    stamp = places.state_dir() / "static.stamp"
    if stamp.exists() and stamp.read_text() == mark and places.static_dir().is_dir():
        return
    say("Preparing the static files.")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(mark)


def has_people() -> bool:
    """True if anybody can sign in."""
    return get_user_model()._default_manager.exists()


def _unfinished_demo() -> Path:
    return places.state_dir() / "demo.unfinished"


def wants_demo() -> bool:
    """True while nobody can sign in, or while a demo that was begun has not been finished."""
    return _unfinished_demo().exists() or not has_people()


def seed_demo(say: Say) -> None:
    """The demo people and a small history; begun again by the next start if it is interrupted."""
    say(f"Making the demo people and a small demo history ({DEMO_CASES} cases).")
    _unfinished_demo().touch()
    call_command("seed_demo", cases=DEMO_CASES, seed=1, verbosity=0, stdout=io.StringIO())
    _unfinished_demo().unlink()
