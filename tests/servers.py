"""A throw-away PostgreSQL and Redis for a test run, unless DATABASE_URL and REDIS_URL name others.

Loaded by pytest before anything reads the settings (`-p tests.servers` in pyproject.toml). The servers
are children of the test run: they end with it, however it ends.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from helpline.stack import places, servers
from helpline.stack.children import Child

OURS: list[Child] = []
FOLDER: list[Path] = []
KEPT_TOGETHER = ("tests/browser/", "tests/faults/")


def _settle_environment() -> None:
    """Say where the servers will be, before Django reads its settings."""
    os.environ.setdefault("DEBUG", "1")
    os.environ["HELPLINE_TESTING"] = "1"
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    parent = tempfile.gettempdir()
    if os.geteuid() == 0 and not places.everyone_may_pass(Path(parent)):
        parent = "/tmp"
    folder = Path(tempfile.mkdtemp(prefix="helpline-test-", dir=parent))
    folder.chmod(0o711)
    FOLDER.append(folder)
    atexit.register(_stop)  # also when pytest ends before it was configured
    os.environ.setdefault("DATABASE_URL", f"postgresql://helpline@/helpline?host={folder}/run")
    os.environ.setdefault("REDIS_URL", f"unix://{folder}/run/redis.sock?db=0")


def _start() -> None:
    folder = FOLDER[0]
    homes = servers.Homes(servers=folder, run=folder / "run", log=folder / "log", throw_away=True)
    if str(folder) in os.environ["REDIS_URL"]:
        redis = servers.redis(homes)
        OURS.append(redis)
        redis.start()
        servers.wait_for_redis(redis, homes.run)
    if str(folder) in os.environ["DATABASE_URL"]:
        postgres = servers.postgres(homes)
        OURS.append(postgres)
        postgres.start()
        servers.wait_for_postgres(postgres, homes.run)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once, in the process that leads the run."""
    if FOLDER and not hasattr(config, "workerinput") and not config.option.help:
        _start()


def pytest_report_header() -> list[str]:
    """Which servers this run uses."""
    return [f"servers: {', '.join(child.name for child in OURS) or 'as given by DATABASE_URL and REDIS_URL'}"]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop them and forget their data."""
    _stop()


def _stop() -> None:
    for child in OURS:
        child.ask_to_stop()
    for child in OURS:
        child.wait()
    OURS.clear()
    for folder in FOLDER:
        shutil.rmtree(folder, ignore_errors=True)
    FOLDER.clear()


class OneFileOneProcess(LoadScopeScheduling):  # type: ignore[misc]
    """Spreads files over the processes of `-n`, but keeps folders that fight for the machine in one each.

    (Marks cannot say it: xdist 3.8 loses `xdist_group` under pytest 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in KEPT_TOGETHER if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneFileOneProcess:
    """Which process runs what."""
    return OneFileOneProcess(config, log)


_settle_environment()
