"""Wake-up calls. Each carries nothing, may run twice and at once."""

import logging
import threading
from typing import Any

from celery import shared_task
from django.conf import settings

from helpline import pulse
from routing import claiming, dispatch
from routing.deadlines import ladder
from routing.notices import delivery
from routing.trials import simulation

log = logging.getLogger(__name__)

TURN_SECONDS = 2.0


@shared_task(name="routing.tasks.route_waiting_cases", ignore_result=True)
def route_waiting_cases() -> None:
    """A bell rang: route what waits, and let open pages know. After a turn other work comes first, then what is left."""
    if dispatch.drain(TURN_SECONDS):
        delivery.tell_pages()
    if claiming.anything_waits():
        _ring_again()


def _ring_again() -> None:
    try:
        route_waiting_cases.apply_async(retry=False, expires=settings.HINT_EXPIRES_SECONDS)
    except Exception as error:
        log.warning("The worker could not be called again (%s); the sweep will route", type(error).__name__)


@shared_task(name="routing.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Nobody may have rung: route what waits, for a turn. The next sweep is not far."""
    dispatch.drain(TURN_SECONDS)
    pulse.swept()


@shared_task(name="routing.tasks.simulate", ignore_result=True)
def simulate() -> None:
    """A simulation may wait: give it one turn, then let cases through."""
    simulation.advance()


def call_for_simulation() -> None:
    """Ask for a worker soon; returns at once, never raises. Whoever does not hear it is sent by the clock."""
    threading.Thread(target=_hint, args=(simulate,), name="simulation-hint", daemon=True).start()


def _hint(task: Any) -> None:
    try:
        task.apply_async(retry=False, expires=settings.HINT_EXPIRES_SECONDS)
    except Exception as error:
        log.warning("The worker could not be called (%s); the sweep will go on", type(error).__name__)


@shared_task(name="routing.tasks.climb_ladder", ignore_result=True)
def climb_ladder() -> None:
    """Look at every stay whose appointment has come: count it again, take the steps that are due."""
    ladder.climb_all()


@shared_task(name="routing.tasks.send_notices", ignore_result=True)
def send_notices() -> None:
    """Tell what waits to be told, in pages and by mail."""
    delivery.send_waiting()
