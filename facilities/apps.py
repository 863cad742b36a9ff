from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """The map: where people are held, which line rings there, who answers for it."""

    name = "facilities"
