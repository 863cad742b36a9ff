"""What the record does every day by itself. Each task may run twice and at once."""

from celery import shared_task
from django.utils import timezone

from cases import drafts


@shared_task(name="cases.tasks.remove_forgotten_drafts", ignore_result=True)
def remove_forgotten_drafts() -> None:
    """Names and stories that nobody came back to do not stay for ever."""
    drafts.remove_forgotten(timezone.now())
