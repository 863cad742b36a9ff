"""Calls handed in at a steady rate by careful clients: the same key again until somebody says that it is on record."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any
from uuid import UUID

from helpline.benchmarks.faults.asking import Client, Said, Tally
from helpline.benchmarks.invented import Invented

SENDERS = 48
TOPICS = ("TEL", "CON", "MED", "CAS", "PRP", "FOR", "LEG", "RLG")
SENT_AGAIN_ANYWAY = 0.02  # as after a reply that was lost on its way
PAUSES = (0.2, 1.0)


@dataclass(frozen=True)
class Acknowledged:
    """What the product promised to have on record."""

    key: UUID
    reference: str
    cases: int


class Callers:
    """Many clients that share what comes in. `refused` should stay empty: a proper call is never turned away."""

    def __init__(
        self,
        port: int,
        tokens: Sequence[str],
        facilities: Sequence[str],
        people: Sequence[Invented],
        seed: int,
    ) -> None:
        self.port = port
        self.tokens = tokens
        self.facilities = facilities
        self.people = people
        self.seed = seed
        self.acknowledged: list[Acknowledged] = []
        self.refused: list[Said] = []
        self.mistaken: list[UUID] = []
        self.answers = Tally()
        self.improper = Tally()
        self._stop = threading.Event()
        self._give_up = threading.Event()
        self._coming: SimpleQueue[int | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self, per_second: int, started_at: str) -> None:
        """Begin; each call says that it started at `started_at` (ISO)."""
        self._threads = [threading.Thread(target=self._come_in, args=[per_second], daemon=True)]
        self._threads += [
            threading.Thread(target=self._send, args=[started_at, number], daemon=True)
            for number in range(SENDERS)
        ]
        for thread in self._threads:
            thread.start()

    def end(self, patience: float) -> None:
        """No more calls; wait so long for those on their way."""
        self._stop.set()
        ends = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))
        self._give_up.set()
        for thread in self._threads:
            thread.join()

    def _come_in(self, per_second: int) -> None:
        began, number = time.monotonic(), 0
        while not self._stop.wait(max(0.0, began + number / per_second - time.monotonic())):
            self._coming.put(number)
            number += 1
        for _ in range(SENDERS):
            self._coming.put(None)

    def _send(self, started_at: str, number: int) -> None:
        client = Client(self.port, self.tokens[number % len(self.tokens)], self.improper)
        while (call := self._coming.get()) is not None:
            chance = random.Random(f"{self.seed} {call}")  # noqa: S311 - invented calls
            key = UUID(int=chance.getrandbits(128), version=4)
            body = self._body(call, started_at, chance)
            self._hand_in(client, key, body, chance)

    def _hand_in(self, client: Client, key: UUID, body: dict[str, Any], chance: random.Random) -> None:
        while not self._give_up.is_set():
            said = client.post("calls/", body, Idempotency_Key=str(key))
            self.answers.add(str(said.status))
            if said.is_yes:
                told = Acknowledged(key, said.body["reference"], len(said.body["cases"]))
                self.acknowledged.append(told)
                if chance.random() < SENT_AGAIN_ANYWAY:
                    self._once_more(client, told, body)
                return
            if not said.is_worth_another_try and said.status < 500:
                self.refused.append(said)
                return
            self._give_up.wait(chance.uniform(*PAUSES))

    def _once_more(self, client: Client, told: Acknowledged, body: dict[str, Any]) -> None:
        """The same key must be answered with the same call."""
        said = client.post("calls/", body, Idempotency_Key=str(told.key))
        if said.is_yes and said.body["reference"] != told.reference:
            self.mistaken.append(told.key)

    def _body(self, call: int, started_at: str, chance: random.Random) -> dict[str, Any]:
        topics = chance.sample(TOPICS, k=chance.choice((1, 1, 2)))
        body: dict[str, Any] = {
            "facility": chance.choice(self.facilities),
            "caller": {"kind": "detainee"},
            "language": chance.choice(("en", "es")),
            "started_at": started_at,
            "cases": [{"topic": topic, "summary": f"Invented concern of call {call}."} for topic in topics],
        }
        if chance.random() < 0.6:
            person = chance.choice(self.people)
            body["detainee"] = {"given_names": person.given_names, "family_names": person.family_names}
        return body
