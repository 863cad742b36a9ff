"""Sign-ins of these tests do not pay for a slow password hash."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _quick_hash(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
