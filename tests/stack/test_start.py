"""The one command: it comes up, holds on, ends without a trace, and keeps what was saved."""

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from tests.stack.running import Running, a_free_port, children_of, command_of, eventually

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

PARTS = (
    "postgres -D",
    "redis-server",
    "gunicorn",
    "celery -A helpline.celery worker",
    "celery -A helpline.celery beat",
)


@pytest.fixture(scope="module")
def installation() -> Iterator[Running]:
    running = Running()
    try:
        running.start()
        running.sql("CREATE TABLE kept (what text)")
        yield running
    finally:
        running.forget()


@pytest.fixture
def running(installation: Running) -> Running:
    """The installation, up again if the test before it took it down."""
    if installation.process is None or installation.process.poll() is not None:
        installation.start()
    return installation


def test_it_serves_pages_and_says_where(running: Running) -> None:
    assert f"http://127.0.0.1:{running.port}/" in running.said()
    assert running.get("/healthz") == 200
    assert running.get("/readyz") == 200
    assert running.get("/accounts/login/") == 200


def test_its_servers_listen_on_sockets_in_a_closed_folder_only(running: Running) -> None:
    assert (running.state / "run").stat().st_mode & 0o777 == 0o700
    assert running.sql("SHOW listen_addresses") == [("",)]
    assert list((running.state / "run").glob(".s.PGSQL.5432"))


def test_its_servers_do_not_run_as_root(running: Running) -> None:
    for part in PARTS[:2]:
        pid = running.child(part)
        assert pid is not None
        assert os.stat(f"/proc/{pid}").st_uid != 0


def test_a_second_start_on_the_same_state_says_so_and_stops(running: Running) -> None:
    second = subprocess.run(
        running.command("start", "--port", str(running.port)),
        env=running.env(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert f"already running on {running.state} (process {running.pid}" in second.stderr
    assert running.get("/healthz") == 200


def test_a_port_in_use_is_said_before_anything_is_made(running: Running) -> None:
    elsewhere = running.env() | {"HELPLINE_STATE_DIR": str(running.state / "elsewhere")}
    second = subprocess.run(
        running.command("start", "--port", str(running.port)),
        env=elsewhere,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {running.port} on 127.0.0.1 is in use.")
    assert not (running.state / "elsewhere" / "run").exists()


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back(running: Running, part: str) -> None:
    before = running.child(part)
    assert before is not None
    family = children_of(before)
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: running.child(part) not in (None, before)), running.said()
    assert eventually(lambda: running.get("/readyz") == 200), running.said()
    assert eventually(lambda: not any(command_of(pid) for pid in family))


def test_a_stop_signal_ends_everything_and_nothing_is_lost(running: Running) -> None:
    running.sql("INSERT INTO kept VALUES ('stopped')")
    family = children_of(running.pid)
    assert len(family) > len(PARTS)
    assert running.stop(signal.SIGTERM) == 0
    assert running.said().rstrip().endswith("The data stays for the next start.")
    assert [pid for pid in family if command_of(pid)] == []
    running.start()
    assert ("stopped",) in running.sql("SELECT what FROM kept")


def test_a_killed_supervisor_leaves_no_process_behind(running: Running) -> None:
    running.sql("INSERT INTO kept VALUES ('supervisor killed')")
    family = children_of(running.pid)
    running.stop(signal.SIGKILL)
    assert eventually(lambda: not any(command_of(pid) for pid in family), 15), [
        command_of(pid) for pid in family
    ]
    running.start()
    assert ("supervisor killed",) in running.sql("SELECT what FROM kept")


def test_after_everything_is_killed_at_once_the_next_start_recovers(running: Running) -> None:
    running.sql("INSERT INTO kept VALUES ('all killed')")
    family = children_of(running.pid)
    for pid in [running.pid, *family]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    assert running.process is not None
    running.process.wait()
    running.start()
    assert ("all killed",) in running.sql("SELECT what FROM kept")
    assert eventually(lambda: running.get("/readyz") == 200)


def test_the_second_start_is_quick(running: Running) -> None:
    """Ten seconds to the first page on a machine that has nothing else to do; a busy one gets its share."""
    running.stop()
    seconds = running.start()
    assert running.get("/accounts/login/") == 200
    crowd = os.getloadavg()[0] / (os.cpu_count() or 1)
    assert seconds <= 10.0 * max(1.0, crowd)


def test_other_commands_work_beside_it_and_without_it(running: Running) -> None:
    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            running.command("check_invariants"),
            env=running.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
        )

    beside = check()
    assert beside.returncode == 0, beside.stderr
    running.stop()
    without = check()
    assert without.returncode == 0, without.stderr


def test_outside_debug_a_missing_secret_stops_the_start_with_its_name(running: Running) -> None:
    stopped = subprocess.run(
        running.command("start", "--port", str(a_free_port())),
        env=running.env() | {"DEBUG": "0", "HELPLINE_STATE_DIR": str(running.state / "real")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert stopped.returncode != 0
    assert "SECRET_KEY" in stopped.stderr
