from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who works here, and through which doors."""

    name = "helpline.accounts"
    label = "accounts"
