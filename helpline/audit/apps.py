from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal."""

    name = "helpline.audit"
    label = "audit"
