"""What the environment says, and demo mode where it says nothing. Standard library only."""

import base64
import fcntl
import os
import re
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from helpline.stack import places

LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
SAYS_OTHERWISE = ("DEBUG", "SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS")
DEMO_SECRETS = ("SECRET_KEY", "FIELD_KEYS", "TELEPHONY_SECRET")
PATIENT = "-c lock_timeout=10s"  # for commands: no statement time-out, but never queue behind a lock for long
IMPATIENT_COMMANDS = ("runserver", "route_pending", "shell")


def assignments(text: str) -> dict[str, str]:
    """The `NAME=value` lines of a `.env` file; quotes around a value are dropped, `#` lines are comments."""
    found = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if match and not line.lstrip().startswith("#"):
            name, value = match.groups()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            found[name] = value
    return found


def read_env_file(path: Path, environ: MutableMapping[str, str]) -> None:
    """Fill in from the file what the environment does not say itself."""
    if path.is_file():
        for name, value in assignments(path.read_text()).items():
            environ.setdefault(name, value)


def is_true(value: str) -> bool:
    """The spellings of yes that the settings accept."""
    return value.strip().lower() in {"true", "on", "ok", "y", "yes", "1"}


def enter_demo_mode(command: str, environ: MutableMapping[str, str]) -> bool:
    """Turn DEBUG on where nothing was configured, so that a bare `start` works; answer whether we did.

    Any setting that only a real installation has (a secret, allowed hosts) keeps demo mode away. Commands
    other than `start` and `test` follow the demo that `start` made, or work on our own database.
    """
    if any(name in environ for name in SAYS_OTHERWISE):
        return False
    somebody_elses = "DATABASE_URL" in environ and not places.secrets_file().is_file()
    if command not in ("start", "test") and somebody_elses:
        return False
    environ["DEBUG"] = "1"
    return True


def adopt_demo_secrets(environ: MutableMapping[str, str]) -> None:
    """Under DEBUG, take each missing secret from the file in the state directory, made on first use."""
    if not is_true(environ.get("DEBUG", "")) or all(name in environ for name in DEMO_SECRETS):
        return
    path = places.secrets_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = assignments(file.read())
        for name in DEMO_SECRETS:
            if name not in known:
                known[name] = base64.b64encode(secrets.token_bytes(32)).decode()
                file.seek(0, os.SEEK_END)
                file.write(f"{name}={known[name]}\n")
    for name in DEMO_SECRETS:
        environ.setdefault(name, known[name])


def be_patient(command: str, environ: MutableMapping[str, str]) -> None:
    """Commands such as migrate may take longer than a web request may."""
    if command not in IMPATIENT_COMMANDS:
        environ.setdefault("HELPLINE_PG_OPTIONS", PATIENT)


def for_children(environ: MutableMapping[str, str]) -> dict[str, str]:
    """The environment of web, worker and beat: ours, without the patience of a command."""
    ours = dict(environ)
    if ours.get("HELPLINE_PG_OPTIONS") == PATIENT:
        del ours["HELPLINE_PG_OPTIONS"]
    return ours
