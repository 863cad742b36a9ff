"""Ringing for the worker without ever making anybody wait.

The bell only sets a flag; a daemon thread of this process turns flags into at most one Celery message at a time.
A dead or hung Redis therefore delays nothing but that thread. A process that stands in (the web server does) looks
afterwards whether a worker came; while none does, its thread routes what waits, a few cases at a time.
"""

import logging
import os
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.db.models.functions import Now

from routing import dispatch
from routing.models import RouteRequest
from routing.tasks import route_waiting_cases

log = logging.getLogger(__name__)

PAUSE_AFTER_FAILURE = 2.0
WORKER_COMES_WITHIN = 3.0  # seconds; longer than the sweep takes to come round
CASES_AT_A_TIME = 100

_stands_in = False
_rung = threading.Event()
_lock = threading.Lock()
_ringer: tuple[int, threading.Thread] | None = None


def ring(**_: object) -> None:
    """Ask for a worker soon; returns at once, never raises."""
    _start_ringer()
    _rung.set()


def stand_in() -> None:
    """From now on this process routes by itself what no worker takes up, after the bell rang here."""
    global _stands_in
    _stands_in = True


def _start_ringer() -> None:
    """One thread per process, also after a fork."""
    global _ringer
    with _lock:
        if _ringer is None or _ringer[0] != os.getpid() or not _ringer[1].is_alive():
            thread = threading.Thread(target=_pass_on, name="bell", daemon=True)
            _ringer = (os.getpid(), thread)
            thread.start()


def _pass_on() -> None:
    look_at: float | None = None
    while True:
        if _rung.wait(None if look_at is None else max(0.0, look_at - time.monotonic())):
            _rung.clear()
            called = _call_the_worker()
            if _stands_in and look_at is None:
                look_at = time.monotonic() + WORKER_COMES_WITHIN
            if not called:
                if _stands_in:
                    _route_here(waited=0.0)
                time.sleep(PAUSE_AFTER_FAILURE)
        if look_at is not None and time.monotonic() >= look_at:
            more = _route_here(waited=WORKER_COMES_WITHIN)
            look_at = time.monotonic() + WORKER_COMES_WITHIN if more else None


def _call_the_worker() -> bool:
    try:
        route_waiting_cases.apply_async(retry=False, expires=settings.HINT_EXPIRES_SECONDS)
    except Exception as error:
        log.warning("The worker could not be called (%s); the sweep will route", type(error).__name__)
        return False
    return True


def _route_here(waited: float) -> bool:
    """Route a few cases if one has waited so many seconds; whether to look again: something waits, or who knows."""
    close_old_connections()
    try:
        pending = RouteRequest.objects.pending()
        if pending.filter(
            made_at__lte=Now() - timedelta(seconds=waited), next_attempt_at__lte=Now()
        ).exists():
            taken = dispatch.route_waiting(CASES_AT_A_TIME)
            log.warning("No worker came: %d cases were taken up here", taken)
        return pending.exists()
    except Exception as error:
        log.warning("No worker came, and this process could not route (%s)", type(error).__name__)
        return True
