"""What the record does every day by itself. Each task may run twice and at once."""

from celery import shared_task
from django.utils import timezone

from cases import callbacks, drafts, exchange, status, telephony


@shared_task(name="cases.tasks.remove_forgotten_drafts", ignore_result=True)
def remove_forgotten_drafts() -> None:
    """Names and stories that nobody came back to do not stay for ever."""
    drafts.remove_forgotten(timezone.now())


@shared_task(name="cases.tasks.forget_phone_numbers", ignore_result=True)
def forget_phone_numbers() -> None:
    """The number of a phone is gone a day after the call began, and signatures once they are of no use."""
    telephony.forget_numbers(timezone.now())
    exchange.forget_signatures(timezone.now())


@shared_task(name="cases.tasks.wipe_callback_numbers", ignore_result=True)
def wipe_callback_numbers() -> None:
    """A number given for a call-back goes once the call-back has ended."""
    callbacks.wipe_numbers()


@shared_task(name="cases.tasks.forget_status_tries", ignore_result=True)
def forget_status_tries() -> None:
    """Who asked at the status page is forgotten once it is of no use to the limit."""
    status.forget_tries(timezone.now() - status.WINDOW)
