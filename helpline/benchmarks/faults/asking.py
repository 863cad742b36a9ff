"""One request to the API, as a client sends it that expects the worst."""

import http.client
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from helpline.benchmarks.faults.site import HOST

PATIENCE = 8.0
NOBODY = 0
TRY_AGAIN = 503


@dataclass(frozen=True)
class Said:
    """The answer; `status` is 0 where nobody answered, or not to the end."""

    status: int
    body: Any = None
    etag: str = ""
    comes_back: bool = True

    @property
    def is_yes(self) -> bool:
        """It was done, or had been done before."""
        return self.status in (200, 201)

    @property
    def is_worth_another_try(self) -> bool:
        """Nobody is there at the moment."""
        return self.status in (NOBODY, TRY_AGAIN)


@dataclass
class Tally:
    """How many answers of which kind, over all threads."""

    counts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str) -> None:
        """One more."""
        with self._lock:
            self.counts[what] += 1


class Client:
    """Somebody with a token. `improper` counts errors that do not say when to come back: no failure may cause one."""

    def __init__(self, port: int, token: str, improper: Tally) -> None:
        self.port = port
        self.token = token
        self.improper = improper

    def get(self, path: str) -> Said:
        """Read."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: object, **headers: str) -> Said:
        """Write; `If_Match` is the header If-Match."""
        return self._ask(
            "POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    def patch(self, path: str, body: object, **headers: str) -> Said:
        """Change."""
        return self._ask(
            "PATCH", path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    def _ask(self, method: str, path: str, body: object, headers: dict[str, str]) -> Said:
        headers |= {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
            told = json.loads(text) if text else None
        except (OSError, http.client.HTTPException, ValueError):
            return Said(NOBODY)
        finally:
            connection.close()
        said = Said(
            answer.status, told, answer.headers.get("ETag", ""), bool(answer.headers.get("Retry-After"))
        )
        if said.status >= 500 and (said.status != TRY_AGAIN or not said.comes_back):
            self.improper.add(f"{method} {path.split('/')[0]}: {said.status}")
        return said
