"""A person at a browser: pages, what goes wrong on them, and what they look like."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response

from helpline.accounts.models import User
from helpline.stack import places

SERIOUS = {"serious", "critical"}
WIDTHS = {360: 740, 768: 1024, 1280: 800}
PASSWORD = "helpline-demo"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What a browser logs of every 4xx, and htmx of every question that was overtaken by the next one or by leaving the page.
REFUSED = re.compile(
    r"Failed to load resource: the server responded with a status of (4\d\d)|htmx:(afterRequest|sendAbort), "
)


def pictures() -> Path:
    """Where screenshots go: HELPLINE_SCREENSHOTS, else `screenshots` in the state directory."""
    return Path(os.environ.get("HELPLINE_SCREENSHOTS") or places.state_dir() / "screenshots")


@dataclass
class Visitor:
    """One browser window with a session of its own. `trouble` collects what no page may ever do."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSED.match(message.text):
            at = f"{message.location['url'].removeprefix(self.address)} line {message.location['lineNumber']}"
            self.trouble.append(f"{self.where}: console {message.type} from {at}: {message.text}")

    def _error(self, error: Error) -> None:
        self.trouble.append(f"{self.where}: script error: {error}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.trouble.append(f"{self.where}: {response.status} for {response.url}")

    @property
    def where(self) -> str:
        """The path that is open."""
        return self.page.url.removeprefix(self.address) or "/"

    def open(self, path: str) -> int:
        """Go there; answer the status."""
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        return response.status

    def sign_in(self, username: str) -> None:
        """Through the page, as everybody does."""
        self.open("/accounts/login/")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def is_signed_in_as(self, user: User) -> None:
        """Without the page: a session made beforehand."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        self.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}]
        )

    def wait_until_settled(self) -> None:
        """Until the page that was asked for is there and no part of it is being fetched."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(SETTLED)

    def text(self) -> str:
        """All words on the page."""
        return self.page.locator("body").inner_text()

    def overflow(self) -> list[str]:
        """What is cut off, or makes the page scroll sideways."""
        return list(self.page.evaluate(TOO_WIDE))

    def obstacles(self) -> list[str]:
        """Serious and critical findings of axe."""
        findings: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [
            f"{self.where}: {found['id']} ({found['impact']}): {found['help']}: "
            + "; ".join(node["html"][:160] for node in found["nodes"][:3])
            for found in findings
            if found["impact"] in SERIOUS
        ]

    def picture(self, name: str, width: int = 0) -> None:
        """A picture of the whole page for people to look at."""
        folder = pictures()
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}{f'-{width}' if width else ''}.png", full_page=True)

    def resize(self, width: int) -> None:
        """As on a device of this width."""
        self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})


SETTLED = """() => document.readyState === "complete" && document.body
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const clipped = [...document.querySelectorAll(".hl-queue__urgency, .hl-queue__due, .hl-queue__number, .usa-button, h1")]
    .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
    .map((one) => `“${one.innerText}” needs ${one.scrollWidth} px and has ${one.clientWidth}`);
  if (clipped.length) return clipped.slice(0, 5);
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > wide + 1 && getComputedStyle(one).position !== "fixed")
    .slice(0, 5)
    .map((one) => `${one.tagName.toLowerCase()}.${one.className} ends at ${Math.round(one.getBoundingClientRect().right)}`);
}"""


def new_context(browser: Browser, *, javascript: bool = True, width: int = 1280) -> BrowserContext:
    """A window that remembers nothing."""
    return browser.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": WIDTHS[width]},
        timezone_id="America/New_York",
        reduced_motion="reduce",
    )
