"""Named places in the code where a test lets this process die or stall. The settings refuse them outside DEBUG."""

import os
import signal
import time
from pathlib import Path

from django.conf import settings

STALL_SECONDS = 30.0


def reach(name: str) -> None:
    """Do nothing, unless `HELPLINE_FAILPOINT` names this place.

    `NAME` or `NAME:die` ends the process as SIGKILL does; `NAME:stall` waits half a minute. With a third part,
    `NAME:die:FILE`, it happens once: to whoever takes FILE away first.
    """
    asked, _, rest = settings.FAILPOINT.partition(":")
    if asked != name:
        return
    how, _, flag = rest.partition(":")
    if flag and not _take(Path(flag)):
        return
    if how == "stall":
        time.sleep(STALL_SECONDS)
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def _take(flag: Path) -> bool:
    try:
        flag.unlink()
    except FileNotFoundError:
        return False
    return True
