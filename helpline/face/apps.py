from django.apps import AppConfig


class FaceConfig(AppConfig):
    """What all pages share."""

    name = "helpline.face"
    label = "face"
