from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The record. It knows the map; it does not know that it is being routed."""

    name = "cases"
