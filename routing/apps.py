from importlib import import_module

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The mail room. It knows the map and the record."""

    name = "routing"

    def ready(self) -> None:
        import_module("routing.receivers")  # connects the one bell
        import_module("routing.places")  # gives the rail its count
