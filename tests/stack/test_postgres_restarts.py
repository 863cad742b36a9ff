"""PostgreSQL is killed again and again while calls come in: every call that was acknowledged is in a queue, once."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator

import pytest

from tests.stack.running import Running, eventually

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(300)]

CALLS, KILLS = 60, 3
WAITING = "SELECT count(*) FROM routing_queueitem WHERE left_at IS NULL"


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    try:
        running.start()
        yield running
    finally:
        running.forget()


def manage(running: Running, *arguments: str, **env: str) -> str:
    """The output of a command beside the installation."""
    done = subprocess.run(
        running.command(*arguments),
        env=running.env() | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def send(running: Running, token: str, key: uuid.UUID) -> int:
    """Hand in one call through the API; the status, 0 where nobody answered, -1 for any but a proper refusal."""
    body = {
        "facility": "STWRTGA",
        "caller": {"kind": "detainee"},
        "language": "en",
        "started_at": "2026-03-04T15:20:00Z",
        "cases": [{"topic": "TEL", "summary": "The phones of the unit are dead."}],
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{running.port}/api/v1/calls/",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Token {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(key),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        says_when_to_come_back = answer.code == 503 and answer.headers["Retry-After"]
        return answer.code if says_when_to_come_back else -1
    except OSError:
        return 0


def test_every_acknowledged_call_is_routed_once_and_no_process_needs_a_restart(running: Running) -> None:
    manage(running, "appoint", "taker", "operator", PASSWORD="a long enough password 7")
    token = manage(running, "issue_token", "taker", "--label", "test").splitlines()[-1]
    others = {part: running.child(part) for part in ("gunicorn", "celery -A helpline.celery worker")}
    answers: list[int] = []

    def hand_in() -> None:
        for _ in range(CALLS):
            key = uuid.uuid4()
            while (status := send(running, token, key)) not in (200, 201):
                answers.append(status)
                time.sleep(0.1)
            answers.append(status)

    sender = threading.Thread(target=hand_in)
    sender.start()
    for _ in range(KILLS):
        time.sleep(0.4)
        postmaster = running.child("postgres -D")
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)
        assert eventually(lambda p=postmaster: running.child("postgres -D") not in (None, p)), running.said()  # type: ignore[misc]
    sender.join()
    assert -1 not in answers
    assert eventually(lambda: running.sql(WAITING) == [(CALLS,)], 10)
    assert sum(status in (200, 201) for status in answers) == CALLS
    assert running.sql("SELECT count(*), count(DISTINCT case_id) FROM routing_decision") == [(CALLS, CALLS)]
    assert {part: running.child(part) for part in others} == others
    manage(running, "check_invariants")
