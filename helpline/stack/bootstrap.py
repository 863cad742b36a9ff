"""What happens before Django: the environment, early refusals, and an interpreter that has our dependencies.

Standard library only; runs on a bare Python 3.11. The virtual environment `.venv` is made once and
made anew after an interruption; it follows the requirements files by their hash.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from helpline.stack import doorstep, environment, places

VENV = places.ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLING = VENV / ".helpline-installing"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)")
AGAIN = "HELPLINE_SECOND_LIFE"
OLDEST_PYTHON = (3, 11)


def say(line: str) -> None:
    """A line of progress, at once."""
    print(line, flush=True)


def wanted(command: str) -> list[Path]:
    """The requirements files that a command needs."""
    files = [places.ROOT / "requirements.txt"]
    if command == "test":
        files.append(places.ROOT / "tests" / "requirements.txt")
    return files


def pins(text: str) -> dict[str, str]:
    """Name and version of each line pinned for every machine (lines with a condition are pip's business)."""
    return {
        match[1]: match[2] for line in text.splitlines() if ";" not in line and (match := PIN.match(line))
    }


def lacks(files: list[Path]) -> list[str]:
    """The pins of `files` that the running interpreter does not meet exactly."""
    missing = []
    for file in files:
        for name, version in pins(file.read_text()).items():
            try:
                found = metadata.version(name)
            except metadata.PackageNotFoundError:
                found = ""
            if found != version:
                missing.append(f"{name}=={version}")
    return missing


def digest(files: list[Path]) -> str:
    """Changes when a requirements file or the Python version does."""
    parts = [file.read_bytes() for file in files] + [repr(sys.version_info[:2]).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp_file(files: list[Path]) -> Path:
    """Where a finished installation of these files is noted."""
    return VENV / f".helpline-{len(files)}-installed"


def is_installed(files: list[Path]) -> bool:
    """True if `.venv` holds what these files ask for, completely."""
    stamp = stamp_file(files)
    whole = PYTHON.exists() and stamp.is_file() and not INSTALLING.exists()
    return whole and stamp.read_text() == digest(files)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Only one process makes the environment; another waits for it."""
    with (places.ROOT / "requirements.txt").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another process is installing; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0


def make_environment(files: list[Path]) -> None:
    """Create `.venv` if needed and install `files` into it, with progress."""
    if INSTALLING.exists() or (VENV.exists() and not _works(PYTHON)):
        say("An earlier installation was interrupted; starting over.")
        shutil.rmtree(VENV)
    if not VENV.exists():
        say(f"Making a virtual environment in {VENV.name} (once).")
        python = getattr(sys, "_base_executable", None) or sys.executable
        made = subprocess.run([python, "-m", "venv", str(VENV)], capture_output=True, text=True)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit(
                f"{made.stdout}{made.stderr}\nCould not make {VENV}. On Debian: apt-get install python3-venv"
            )
    INSTALLING.touch()
    say(f"Installing what {' and '.join(str(file.relative_to(places.ROOT)) for file in files)} ask for.")
    _pip_install(files[-1] if len(files) > 1 else files[0])
    stamp_file(files).write_text(digest(files))
    INSTALLING.unlink()


def _pip_install(file: Path) -> None:
    """Run pip; one line of ours for each package it collects, all of its words if it fails."""
    argv = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    argv += ["--progress-bar", "off", "-r", str(file)]
    said, count = [], 0
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith("Collecting "):
                count += 1
                say(f"  {count:3}  {line.split()[1]}")
            elif line.startswith("Installing collected packages"):
                say(f"  installing {count} packages; this takes half a minute or so")
    if pip.returncode:
        sys.exit(
            "".join(said[-15:]) + "\npip could not install the requirements. Nothing was started; try again."
        )


def _go_on_inside() -> None:
    os.environ[AGAIN] = "1"
    os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 - our own interpreter


def have_dependencies(command: str) -> None:
    """Return only in an interpreter that has them; otherwise make `.venv` and run again inside it."""
    files = wanted(command)
    missing = lacks(files)
    inside = Path(sys.prefix) == VENV
    second_life = os.environ.pop(AGAIN, "")
    if not missing and not (inside and INSTALLING.exists()):
        return
    if second_life:
        sys.exit(f"{sys.prefix} still lacks {', '.join(missing)}. Remove {VENV} and try again.")
    with one_at_a_time():
        if not is_installed(files):
            try:
                make_environment(files)
            except OSError as reason:
                sys.exit(f"Could not make {VENV}: {reason.strerror} ({reason.filename}).")
    _go_on_inside()


def address(arguments: list[str]) -> tuple[str, int]:
    """Host and port that `start` was asked for; anything odd is left to its own parser."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--host", default=doorstep.HOST)
    parser.add_argument("--port", type=int, default=doorstep.PORT)
    try:
        known, _ = parser.parse_known_args(arguments)
    except (argparse.ArgumentError, SystemExit):
        return doorstep.HOST, doorstep.PORT
    return known.host, known.port


def prepare(argv: list[str]) -> None:
    """Get everything ready that a command needs before Django runs. May exit, and may not return at all."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Helpline needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    command = argv[1] if len(argv) > 1 else ""
    environment.read_env_file(places.ROOT / ".env", os.environ)
    asks_for_help = {"-h", "--help"} & set(argv)
    if command == "start" and not asks_for_help:
        doorstep.refuse_if_running()
        doorstep.refuse_if_taken(*address(argv[2:]))
    have_dependencies(command)
    if environment.enter_demo_mode(command, os.environ):
        os.environ["HELPLINE_DEMO_MODE"] = "1"
    if command in ("start", "test"):
        try:
            places.assets_dir().mkdir(parents=True, exist_ok=True)
        except OSError as reason:
            sys.exit(f"Cannot write to the state directory {places.state_dir()}: {reason.strerror}.")
    environment.adopt_demo_secrets(os.environ)
    environment.be_patient(command, os.environ)
