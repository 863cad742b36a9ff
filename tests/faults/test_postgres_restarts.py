"""PostgreSQL is killed in the middle of routing and again and again while calls come in: nothing that was acknowledged
is lost, whoever sends a form keeps every word of it, and no process of the product has to be started again."""

import http.cookiejar
import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from uuid import uuid4

import pytest

from helpline.benchmarks.faults.asking import Client
from tests.faults.handing_in import BODY, client_of, hand_in, hand_in_at_last
from tests.machinery import until
from tests.stack.running import Running, children_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

CALLS, KILLS = 60, 3
PASSWORD = "a long enough password 7"
WORDS = "The phones of unit 7 are dead since Friday."
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
WAITING = "SELECT count(*) FROM routing_queueitem WHERE left_at IS NULL"
ROUTING = "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'"


class Stalling(Running):
    """An installation whose worker stalls before the COMMIT of a route when it finds the file `once`, and takes it away."""

    def env(self) -> dict[str, str]:
        """With the failpoint."""
        return super().env() | {"HELPLINE_FAILPOINT": f"routing_before_commit:stall:{self.state / 'once'}"}

    def manage(self, *arguments: str, **env: str) -> str:
        """The output of a command beside the installation."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.env() | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def ours(self) -> set[int]:
        """The processes of web, worker and beat, with those they have started."""
        return {
            pid for pid, words in children_of(self.pid).items() if "gunicorn" in words or "celery" in words
        }

    def kill_postgres(self) -> int:
        """The postmaster dies as by SIGKILL; its number."""
        postmaster = self.child("postgres -D")
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)
        return postmaster


class Page:
    """Just enough of a browser to sign in, open the intake page and send its form."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str, str]:
        """Status, address it ended at, Retry-After, page."""
        body = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(f"{self.address}{path}", body, {"Origin": self.address})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.url, "", answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.url, answer.headers.get("Retry-After", ""), answer.read().decode()

    def fields_of(self, path: str) -> dict[str, str]:
        """The hidden fields of the form there."""
        status, _, _, page = self.ask(path)
        assert status == 200, page
        return dict(HIDDEN.findall(page))

    def sign_in(self, username: str) -> None:
        """With the password."""
        path = "/accounts/login/"
        status, ended_at, _, page = self.ask(
            path, self.fields_of(path) | {"login": username, "password": PASSWORD}
        )
        assert status == 200, page
        assert path not in ended_at, page


@pytest.fixture(scope="module")
def running() -> Iterator[Stalling]:
    running = Stalling()
    try:
        running.start()
        running.manage("appoint", "taker", "operator", PASSWORD=PASSWORD)
        yield running
    finally:
        running.forget()


@pytest.fixture(scope="module")
def client(running: Stalling) -> Client:
    token = running.manage("issue_token", "taker", "--label", "test").splitlines()[-1]
    return client_of(running.port, token)


def test_killed_while_a_route_is_written_and_a_form_is_sent(running: Stalling, client: Client) -> None:
    page = Page(running.port)
    page.sign_in("taker")
    form = page.fields_of("/calls/new/") | {
        "caller_kind": "detainee",
        "language": "en",
        "place": "STWRTGA",
        "concerns-0-topic": "TEL",
        "concerns-0-summary": WORDS,
    }
    before, once = running.ours(), running.state / "once"
    once.touch()
    assert hand_in_at_last(client, uuid4()).status == 201
    until(lambda: not once.exists() and running.sql(ROUTING), of="The worker is in the middle of routing")
    os.kill(running.pid, signal.SIGSTOP)  # nobody brings PostgreSQL back for now
    try:
        running.kill_postgres()
        until(lambda: hand_in(client, uuid4()).status == 503, of="The API says that the database is away")
        status, _, retry_after, said = page.ask("/calls/new/", form)
        assert (status, bool(retry_after), WORDS in said) == (503, True, True)
    finally:
        os.kill(running.pid, signal.SIGCONT)
    until(
        lambda: re.search(r"/calls/C-[\w-]+/", page.ask("/calls/new/", form)[1]), of="Sent again, it is saved"
    )
    until(lambda: running.sql(WAITING) == [(len(BODY["cases"]) + 1,)], of="Everything is routed")
    assert running.ours() == before
    assert "nothing is wrong" in running.manage("check_invariants")


def test_every_acknowledged_call_is_routed_once_and_no_process_needs_a_restart(
    running: Stalling, client: Client
) -> None:
    before = running.ours()
    ((waiting,),) = running.sql(WAITING)
    assert isinstance(waiting, int)
    acknowledged: list[str] = []

    def hand_in_all() -> None:
        for _ in range(CALLS):
            acknowledged.append(hand_in_at_last(client, uuid4()).body["reference"])

    sender = threading.Thread(target=hand_in_all)
    sender.start()
    for _ in range(KILLS):
        time.sleep(0.4)
        killed = running.kill_postgres()
        until(lambda p=killed: running.child("postgres -D") not in (None, p), of="PostgreSQL is back")  # type: ignore[misc]
    sender.join()
    assert client.improper.counts == {}
    assert len(set(acknowledged)) == CALLS
    routed = waiting + CALLS * len(BODY["cases"])
    until(lambda: running.sql(WAITING) == [(routed,)], of="Everything is routed")
    decided = running.sql("SELECT count(*), count(DISTINCT case_id) FROM routing_decision")
    assert decided == [(routed, routed)]
    assert running.ours() == before
    assert "nothing is wrong" in running.manage("check_invariants")
