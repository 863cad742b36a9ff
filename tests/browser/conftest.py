"""Headless Chromium against a live server on the test database, on one xdist worker."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, sync_playwright

from helpline.accounts.models import User
from helpline.stack import assets, browser
from tests.browser.scene import Scene, set_scene
from tests.browser.visitor import PASSWORD, Visitor, new_context
from tests.browser.walking import Walk
from tests.cast import Cast
from tests.machinery import Machinery, ended_at_last

HERE = Path(__file__).parent

Visit = Callable[..., Visitor]
StartWalk = Callable[[User | None], Walk]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives the browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that the test failed, so that its windows are photographed before they close."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Where there is none the tests are skipped, under CI=true they fail."""
    path = browser.path()
    if path is None:
        said = f"No Chromium here. {browser.HOW}"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    assert assets.are_here(), "The design system's files are missing: python3 manage.py test fetches them."
    # Playwright runs an event loop in this thread, which makes Django refuse its database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, headless=True, args=[*sandbox, "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(chromium: Browser, live_server: object, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens windows: `visit(javascript=False)`. Afterwards no page may have logged an error or broken the CSP."""
    visitors: list[Visitor] = []

    def open_window(*, javascript: bool = True, width: int = 1280) -> Visitor:
        context = new_context(chromium, javascript=javascript, width=width)
        visitors.append(Visitor(context, str(live_server)))
        return visitors[-1]

    yield open_window
    if request.node.stash.get(FAILED, False):
        for number, visitor in enumerate(visitors, start=1):
            visitor.picture(f"failed-{request.node.name}-{number}")
    trouble = [line for visitor in visitors for line in visitor.trouble]
    for visitor in visitors:
        visitor.context.close()
    if trouble:
        pytest.fail("\n".join(dict.fromkeys(trouble)), pytrace=False)


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The cast, each with the password of the demonstration."""
    hashed = make_password(PASSWORD)  # once: it is slow on purpose
    User.objects.update(password=hashed)
    for person in cast.everybody():
        person.password = hashed
    return cast


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Machinery]:
    """The product's worker and beat, on the test database and the Redis of this process."""
    folder = Path(tempfile.mkdtemp(prefix="helpline-browser-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        with ended_at_last(Machinery(folder, os.environ["REDIS_URL"])) as machinery:
            machinery.start_worker()
            machinery.start_beat()
            yield machinery
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def walk(visit: Visit) -> Iterator[StartWalk]:
    """Starts walks and tells all that was wrong on them."""
    walks: list[Walk] = []

    def start(user: User | None) -> Walk:
        visitor = visit()
        if user:
            visitor.is_signed_in_as(user)
        walks.append(Walk(visitor, user.username if user else "stranger"))
        return walks[-1]

    yield start
    if wrong := [line for walk in walks for line in walk.wrong]:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.fixture
def scene(transactional_db: None, people: Cast) -> Scene:
    """One of everything."""
    return set_scene(people)
