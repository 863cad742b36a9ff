"""Messages of the telephone exchange: signed, recent, taken once. Whatever is refused is counted by day and reason.

Signature: HMAC-SHA256 with `TELEPHONY_SECRET` over the timestamp, a dot and the body as it was sent.
"""

import hashlib
import hmac
import re
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cases.models import TelephonyNonce

BODY_LIMIT = 16 * 1024
WINDOW = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(
    hours=1
)  # well after the window: a nonce that is gone belongs to a message too old
SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
SIGNATURE = re.compile(r"sha256=([0-9a-fA-F]{64})", re.ASCII)
COUNT = """
INSERT INTO cases_telephonyrefusal AS known (day, reason, times) VALUES (%s, %s, 1)
ON CONFLICT (day, reason) DO UPDATE SET times = known.times + 1
"""
REMEMBER = "INSERT INTO cases_telephonynonce (signature) VALUES (%s) ON CONFLICT DO NOTHING"


class Reason(StrEnum):
    """Why a message was refused."""

    TOO_LARGE = "too_large"
    TIMESTAMP = "timestamp"
    SIGNATURE = "signature"
    REPLAY = "replay"
    SHAPE = "shape"


class RefusedMessage(Exception):
    """A message that is not taken. Carries the reason and nothing of the message."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def sign(timestamp: str, body: bytes) -> bytes:
    """The signature of this body at this time, in unix seconds."""
    message = timestamp.encode() + b"." + body
    return hmac.new(settings.TELEPHONY_SECRET.encode(), message, hashlib.sha256).digest()


def check(timestamp: str, signature: str, body: bytes, *, at: datetime) -> bytes:
    """The signature of a message that came in time and was signed by the exchange; raises `RefusedMessage`."""
    if not SECONDS.fullmatch(timestamp):
        raise RefusedMessage(Reason.TIMESTAMP)
    if abs(at.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise RefusedMessage(Reason.TIMESTAMP)
    told = SIGNATURE.fullmatch(signature)
    right = sign(timestamp, body)
    if told is None or not hmac.compare_digest(bytes.fromhex(told.group(1)), right):
        raise RefusedMessage(Reason.SIGNATURE)
    return right


def take_once(signature: bytes) -> None:
    """Note that this signature was seen; raises `RefusedMessage` the second time.

    Runs inside the transaction that does what the message says, so that a message that came to nothing may come again.
    """
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [signature])
        if cursor.rowcount == 0:
            raise RefusedMessage(Reason.REPLAY)


def count_refusal(reason: Reason) -> None:
    """One more message refused today. Outside of any transaction of the message, and never a reason to fail."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(COUNT, [timezone.now().date(), reason.value])


def forget_signatures(at: datetime) -> int:
    """Remove the signatures of messages that are too old to be taken anyway; say how many."""
    return TelephonyNonce.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()[0]
