"""The Celery app. Redis only carries wake-up hints; whatever is lost there the sweep picks up again."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

SWEEP_SECONDS = 2.0

app = Celery("helpline")
app.set_default()  # also for the threads of the web server, which did not create it
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "route whatever waits": {
        "task": "routing.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS * 2, "ignore_result": True},
    },
}
