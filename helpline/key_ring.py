"""The key ring of FIELD_KEYS: read once at the start, so that a wrong key stops it and not the first call."""

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def key_bytes(encoded: str) -> bytes:
    """The key behind its base64; refuses anything that is not exactly one key, without repeating it."""
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"FIELD_KEYS must list base64 keys of {KEY_BYTES} bytes each, separated by commas. "
            "docs/operations.md says how to make one."
        )
    return key


def read_ring(text: str) -> list[str]:
    """The keys as they stand in the environment, each one checked."""
    keys = [key.strip() for key in text.split(",")]
    for key in keys:
        key_bytes(key)
    return keys
