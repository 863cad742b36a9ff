"""kill −9 of the browser in mid-sentence: at most two seconds of typing are missing, on any machine, for nobody else."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cases.models import Draft
from helpline.stack import browser
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.machinery import until

TYPED_FOR = 5.0  # seconds without a pause
MAY_BE_MISSING = 2.0
SENTENCE = "No insulin for two days, he told the nurse on Sunday and again on Monday. "


@dataclass
class Doomed:
    """A browser that will be killed, with a profile of its own on the disk."""

    process: subprocess.Popen[bytes]
    profile: Path

    def kill(self) -> None:
        """As a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def doomed(chromium: Browser) -> Iterator[Doomed]:
    profile = Path(tempfile.mkdtemp(prefix="helpline-doomed-", dir="/tmp"))
    path = browser.path()
    assert path is not None
    said = [
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        "--disable-dev-shm-usage",
    ]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    process = subprocess.Popen(
        [str(path), *said, *sandbox, "about:blank"], start_new_session=True, stderr=subprocess.DEVNULL
    )
    yield Doomed(process, profile)
    if process.poll() is None:
        Doomed(process, profile).kill()
    shutil.rmtree(profile, ignore_errors=True)


def test_at_most_two_seconds_of_typing_are_missing(
    doomed: Doomed, chromium: Browser, live_server: object, people: Cast, visit: Visit
) -> None:
    port = doomed.profile / "DevToolsActivePort"
    until(lambda: port.exists() and port.read_text().strip(), 20, of="The browser is up")
    window = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
    first = Visitor(window.contexts[0], str(live_server))
    first.is_signed_in_as(people.operator)
    first.open("/calls/new/")
    typed = type_without_a_pause(first.page, TYPED_FOR)
    doomed.kill()
    killed_at = time.monotonic()

    draft = Draft.objects.get()
    [kept] = draft.body["concerns-0-summary"]
    text = "".join(letter for letter, _ in typed)
    assert text.startswith(kept)
    missing = [at for _, at in typed[len(kept) :]]
    assert not missing or killed_at - missing[0] <= MAY_BE_MISSING, (
        f"{killed_at - missing[0]:.1f} s are missing"
    )
    assert no_trace_of("insulin for two days", doomed.profile) == []

    elsewhere = visit()
    elsewhere.is_signed_in_as(people.operator)
    elsewhere.open("/calls/new/")
    assert "insulin" not in elsewhere.text()
    elsewhere.page.get_by_role("link", name="Go on with it").click()
    again = hands.concern(elsewhere.page, 1).get_by_label("What is wrong").first
    assert again.input_value() == kept

    stranger = visit()
    stranger.is_signed_in_as(people.operator2)
    stranger.open("/calls/new/")
    assert stranger.page.get_by_role("link", name="Go on with it").count() == 0
    assert stranger.open(f"/calls/new/?draft={draft.pk}") == 404


def type_without_a_pause(page: Page, seconds: float) -> list[tuple[str, float]]:
    """Letter after letter, each with the moment it was typed."""
    hands.concern(page, 1).get_by_label("What is wrong").first.focus()
    typed: list[tuple[str, float]] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        letter = SENTENCE[len(typed) % len(SENTENCE)]
        page.keyboard.type(letter)
        typed.append((letter, time.monotonic()))
        time.sleep(0.02)
    return typed


def no_trace_of(words: str, profile: Path) -> list[str]:
    """The files of a browser's profile that hold these words, as bytes of either width."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    return [
        str(path.relative_to(profile)) for path in files if any(one in path.read_bytes() for one in wanted)
    ]
