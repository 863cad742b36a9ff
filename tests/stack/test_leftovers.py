"""A killed PostgreSQL's lock file goes away, a living one's stays."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from helpline.stack import leftovers, servers
from helpline.stack.children import NotYet


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "pg15"
    folder.mkdir()
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / ".s.PGSQL.5432").touch()
    (folder / ".s.PGSQL.5432.lock").touch()
    return folder


@pytest.fixture
def short_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="helpline-test-", dir="/tmp"))  # short enough for a socket
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def write_lock(data: Path, pid: int, segment: str = "") -> Path:
    lock = data / "postmaster.pid"
    lines = [str(pid), str(data), "0", "5432", "/run", "", f"5432001 {segment}" if segment else "", "ready"]
    lock.write_text("\n".join(lines) + "\n")
    return lock


def test_the_number_of_a_process_that_is_no_postgres_means_nothing(data: Path, run: Path) -> None:
    lock = write_lock(data, os.getpid())
    leftovers.clear_leftovers(data, run)
    assert not lock.exists()
    assert list(run.iterdir()) == []


def test_a_zombie_does_not_count_as_alive(data: Path, run: Path) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # dead, but not reaped
    lock = write_lock(data, pid)
    leftovers.clear_leftovers(data, run)
    os.waitpid(pid, 0)
    assert not lock.exists()


def test_memory_still_in_use_by_connections_is_waited_for(
    data: Path, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = write_lock(data, 2**22 + 1, segment="77")
    monkeypatch.setattr(leftovers, "_attached", lambda segment: int(segment == "77"))
    with pytest.raises(NotYet, match="still closing"):
        leftovers.clear_leftovers(data, run)
    assert lock.exists()
    assert len(list(run.iterdir())) == 2


def test_an_unreadable_lock_file_is_removed(data: Path, run: Path) -> None:
    (data / "postmaster.pid").write_text("")
    leftovers.clear_leftovers(data, run)
    assert not (data / "postmaster.pid").exists()


def test_a_session_that_hangs_does_not_keep_a_killed_server_from_coming_back(short_folder: Path) -> None:
    homes = servers.Homes(short_folder, short_folder / "run", short_folder / "log", throw_away=True)
    postgres = servers.postgres(homes)
    data = next(short_folder.glob("pg[0-9]*"))
    postgres.start()
    try:
        servers.wait_for_postgres(postgres, homes.run)
        session = psycopg2.connect(host=str(homes.run), user="helpline", dbname="helpline")
        os.kill(session.info.backend_pid, signal.SIGSTOP)
        assert postgres.pid is not None
        os.kill(postgres.pid, signal.SIGKILL)
        postgres.sweep()
        with pytest.raises(NotYet, match="still closing"):
            leftovers.clear_leftovers(data, homes.run)
        servers.start_when_possible(postgres)
        servers.wait_for_postgres(postgres, homes.run)
        session.close()
    finally:
        postgres.ask_to_stop()
        postgres.wait()
