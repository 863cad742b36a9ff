"""Wake-up calls. Each carries nothing, may run twice and at once."""

from celery import shared_task

from helpline import pulse
from routing import dispatch, ladder, notices, simulation


@shared_task(name="routing.tasks.route_waiting_cases", ignore_result=True)
def route_waiting_cases() -> None:
    """A bell rang: route what waits, and let open pages know."""
    if dispatch.drain():
        notices.tell_pages()


@shared_task(name="routing.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Nobody may have rung: route what waits."""
    dispatch.drain()
    pulse.swept()


@shared_task(name="routing.tasks.simulate", ignore_result=True)
def simulate() -> None:
    """A simulation may wait: give it one turn, then let cases through."""
    simulation.advance()


@shared_task(name="routing.tasks.climb_ladder", ignore_result=True)
def climb_ladder() -> None:
    """Look at every stay whose appointment has come: count it again, take the steps that are due."""
    ladder.climb_all()


@shared_task(name="routing.tasks.send_notices", ignore_result=True)
def send_notices() -> None:
    """Tell what waits to be told, in pages and by mail."""
    notices.send_waiting()
