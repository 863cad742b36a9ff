"""Identifiers at rest: sealed with AES-256-GCM, found again through a keyed blind index.

`settings.FIELD_KEYS` is the ring: a list of base64 keys of 32 bytes, the first seals, all unseal.
A sealed value is bound to its table, column and row, so a ciphertext copied into another row does
not open. The blind index is an HMAC under a key derived from the *last* key of the ring (the oldest
one), which therefore stays in the ring until the index has been rebuilt.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from helpline.key_ring import key_bytes

NONCE_BYTES = 12


class CannotUnseal(Exception):
    """No key of the ring opens this value in this place. Carries no part of the value."""


def _ring() -> list[bytes]:
    return _decoded(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=4)
def _decoded(encoded: tuple[str, ...]) -> list[bytes]:
    return [key_bytes(key) for key in encoded]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"helpline key id" + key).digest()[:2]


def _place(table: str, column: str, row: object) -> bytes:
    return f"{table}\x1f{column}\x1f{row}".encode()


def seal(plain: str, *, table: str, column: str, row: object) -> bytes:
    """Encrypt `plain` for one place; the empty text stays empty bytes."""
    if plain == "":
        return b""
    key = _ring()[0]
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, plain.encode(), _place(table, column, row))
    return _key_id(key) + nonce + body


def unseal(sealed: bytes | memoryview, *, table: str, column: str, row: object) -> str:
    """Give back what `seal` took for the same place, or raise `CannotUnseal`."""
    kept = bytes(sealed)
    if not kept:
        return ""
    key_id, nonce, body = kept[:2], kept[2 : 2 + NONCE_BYTES], kept[2 + NONCE_BYTES :]
    for key in _ring():
        if _key_id(key) == key_id:
            try:
                return AESGCM(key).decrypt(nonce, body, _place(table, column, row)).decode()
            except InvalidTag:
                continue
    raise CannotUnseal


def _keyed(purpose: str, message: bytes) -> bytes:
    key = hmac.new(_ring()[-1], b"helpline " + purpose.encode(), hashlib.sha256).digest()
    return hmac.new(key, message, hashlib.sha256).digest()


def blind_index(value: str, *, purpose: str) -> bytes:
    """32 bytes that are equal for equal values of one purpose and tell nothing without the key."""
    return _keyed(f"index {purpose}", value.encode())


def fingerprint(body: bytes) -> bytes:
    """32 keyed bytes that tell one submitted body from another without keeping it."""
    return _keyed("fingerprint", body)
