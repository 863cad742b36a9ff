from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal."""

    name = "helpline.audit"
    label = "audit"

    def ready(self) -> None:
        import_module("helpline.audit.receivers")  # coming and going
