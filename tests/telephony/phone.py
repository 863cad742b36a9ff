"""The telephone exchange of the tests: it signs and sends."""

import json
import time
from datetime import datetime
from typing import Any

from django.test import Client

from cases import exchange

EVENTS = "/api/v1/telephony/events/"
STEWART_LINE = "F-STWRTGA"
KROME_LINE = "F-KRO"


def signed(body: bytes, at: float | None = None) -> dict[str, str]:
    """The headers of a message that the exchange signed at this time."""
    timestamp = str(int(time.time() if at is None else at))
    signature = exchange.sign(timestamp, body).hex()
    return {"X-Helpline-Timestamp": timestamp, "X-Helpline-Signature": f"sha256={signature}"}


def post(body: bytes, headers: dict[str, str], client: Client | None = None) -> Any:
    """Send a body with these headers."""
    sender = client or Client()
    return sender.post(EVENTS, body, content_type="application/json", headers=headers)


def send(event: str, call_id: str, at: datetime, **said: Any) -> Any:
    """Tell of one event, signed now; `from_` is its `from`."""
    if "from_" in said:
        said["from"] = said.pop("from_")
    body = json.dumps({"event": event, "call_id": call_id, "at": at.isoformat(), **said}).encode()
    return post(body, signed(body))
