"""A Chromium for the browser tests: the one that is here, else Debian's package if we may install it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "Install it (Debian: apt-get install chromium) or set CHROMIUM to its path."
PATIENCE = 600


def path() -> str | None:
    """The Chromium to drive: CHROMIUM if set, else the first one on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        return named if os.access(named, os.X_OK) else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def may_install() -> bool:
    """True for root on a Debian-like machine."""
    return os.geteuid() == 0 and bool(shutil.which("apt-get")) and Path("/etc/debian_version").exists()


def ensure(say: Callable[[str], object]) -> None:
    """Have a browser if that is possible, and say clearly what happens. Never fails: the tests decide."""
    if path():
        return
    if os.environ.get("CHROMIUM"):
        say(f"CHROMIUM names no program: {os.environ['CHROMIUM']}. Browser tests cannot run. {HOW}")
        return
    if not may_install():
        say(f"No Chromium here, so browser tests cannot run. {HOW}")
        return
    say("Installing Chromium for the browser tests (apt-get, once, about a minute).")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(["apt-get", "update", "-q"], timeout=PATIENCE, env=env, **quiet)  # type: ignore[call-overload]
        install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]
        subprocess.run(install, timeout=PATIENCE, env=env, **quiet)  # type: ignore[call-overload]
    except subprocess.TimeoutExpired:
        say(f"apt-get took longer than {PATIENCE} s and was stopped.")
    if not path():
        say(f"Chromium could not be installed, so browser tests cannot run. {HOW}")
