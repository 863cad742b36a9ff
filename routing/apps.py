from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The mail room. It knows the map and the record."""

    name = "routing"

    def ready(self) -> None:
        from routing import receivers  # noqa: F401  (connects the one bell)
