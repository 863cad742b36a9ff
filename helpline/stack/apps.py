"""The stack as a Django app: it brings `manage.py start` and `manage.py test`."""

from django.apps import AppConfig


class StackConfig(AppConfig):
    """Makes the configured Celery app known to every Django process, so that tasks find the broker."""

    name = "helpline.stack"
    label = "stack"

    def ready(self) -> None:
        """Import the Celery app (it registers itself as the default one)."""
        import helpline.celery  # noqa: F401, PLC0415 - needs the settings, so not at import time
