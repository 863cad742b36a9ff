"""What happens to accounts every day by itself. Each task may run twice and at once."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task(name="accounts.tasks.remove_expired_sessions", ignore_result=True)
def remove_expired_sessions() -> None:
    """Sessions that can no longer be used leave the database."""
    SessionStore.clear_expired()
