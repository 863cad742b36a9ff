"""Where CI runs, a missing browser is a failure and not a silence."""

import os

import pytest

from helpline.stack import browser


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="only continuous integration must have a browser")
def test_continuous_integration_has_a_browser() -> None:
    assert browser.path(), f"There is no Chromium, so no browser test ran. {browser.HOW}"


def test_a_named_browser_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    said: list[str] = []
    browser.ensure(said.append)
    assert browser.path() is None
    assert "CHROMIUM names no program" in said[0]


def test_without_rights_it_says_how_and_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    said: list[str] = []
    browser.ensure(said.append)
    assert said == [f"No Chromium here, so browser tests cannot run. {browser.HOW}"]
