"""Ringing for the worker without ever making anybody wait.

The bell only sets a flag; a daemon thread of this process turns flags into at most one Celery message at a time.
A dead or hung Redis therefore delays nothing but that thread: the sweep and `route_pending` route meanwhile.
"""

import logging
import os
import threading
import time

from django.conf import settings

from routing.tasks import route_waiting_cases

log = logging.getLogger(__name__)

PAUSE_AFTER_FAILURE = 2.0

_rung = threading.Event()
_lock = threading.Lock()
_ringer: tuple[int, threading.Thread] | None = None


def ring(**_: object) -> None:
    """Ask for a worker soon; returns at once, never raises."""
    _start_ringer()
    _rung.set()


def _start_ringer() -> None:
    """One thread per process, also after a fork."""
    global _ringer
    with _lock:
        if _ringer is None or _ringer[0] != os.getpid() or not _ringer[1].is_alive():
            thread = threading.Thread(target=_pass_on, name="bell", daemon=True)
            _ringer = (os.getpid(), thread)
            thread.start()


def _pass_on() -> None:
    while True:
        _rung.wait()
        _rung.clear()
        try:
            route_waiting_cases.apply_async(retry=False, expires=settings.HINT_EXPIRES_SECONDS)
        except Exception as error:
            log.warning("The worker could not be called (%s); the sweep will route", type(error).__name__)
            time.sleep(PAUSE_AFTER_FAILURE)
