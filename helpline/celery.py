"""The Celery app. Redis only carries wake-up hints; whatever is lost there the sweep picks up again."""

import os
import signal

from celery import Celery, states
from celery.schedules import crontab
from celery.signals import task_postrun, task_prerun, worker_process_init
from django.conf import settings
from django.db import close_old_connections

from helpline.stack.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

SWEEP_SECONDS = 2.0
CLIMB_SECONDS = 10.0
EVERY_NIGHT = crontab(hour="8", minute="10")  # UTC: night from Maine to Hawaii
HINT_OPTIONS = {"expires": settings.HINT_EXPIRES_SECONDS, "ignore_result": True}

app = Celery("helpline")
app.set_default()  # also for the threads of the web server, which did not create it
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "route whatever waits": {
        "task": "routing.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": HINT_OPTIONS,
    },
    "go on with simulations of rules": {
        "task": "routing.tasks.simulate",
        "schedule": SWEEP_SECONDS,
        "options": HINT_OPTIONS,
    },
    "climb the ladder": {
        "task": "routing.tasks.climb_ladder",
        "schedule": CLIMB_SECONDS,
        "options": HINT_OPTIONS,
    },
    "tell what waits to be told": {
        "task": "routing.tasks.send_notices",
        "schedule": SWEEP_SECONDS,
        "options": HINT_OPTIONS,
    },
    "remove drafts nobody came back to": {
        "task": "cases.tasks.remove_forgotten_drafts",
        "schedule": EVERY_NIGHT,
        "options": HINT_OPTIONS,
    },
    "forget the numbers of phones": {
        "task": "cases.tasks.forget_phone_numbers",
        "schedule": 3600.0,
        "options": HINT_OPTIONS,
    },
    "wipe the numbers of call-backs that ended": {
        "task": "cases.tasks.wipe_callback_numbers",
        "schedule": EVERY_NIGHT,
        "options": HINT_OPTIONS,
    },
    "forget who asked at the status page": {
        "task": "cases.tasks.forget_status_tries",
        "schedule": EVERY_NIGHT,
        "options": HINT_OPTIONS,
    },
    "remove expired sessions": {
        "task": "accounts.tasks.remove_expired_sessions",
        "schedule": EVERY_NIGHT,
        "options": HINT_OPTIONS,
    },
}


@worker_process_init.connect
def tie_to_the_worker(**_: object) -> None:
    """No pool process outlives its worker, however that one ends."""
    die_with_parent(signal.SIGKILL)


@task_prerun.connect
def look_at_the_connection(**_: object) -> None:
    """Before its first query a task checks that PostgreSQL still knows this session; a restart ends all of them."""
    close_old_connections()


@task_postrun.connect
def note_the_pulse(state: str | None = None, **_: object) -> None:
    """A worker whose tasks succeed is alive; `/readyz` tells since when it was not."""
    if state != states.SUCCESS:
        return
    from helpline import pulse  # noqa: PLC0415 - reads the settings

    pulse.beat()
