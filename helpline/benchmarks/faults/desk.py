"""Officers who claim, note, hand over and close what comes into their queues, and headquarters that sends cases back."""

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from helpline.benchmarks.faults.asking import Client, Said, Tally

PAUSE = 0.4
NOTE = {"kind": "noted", "note": "Looked into."}
CLOSURE = {"disposition": "resolved", "note": "Put right."}


@dataclass(frozen=True)
class Seat:
    """Somebody at work: the token, where they look, and the office they hand cases to."""

    token: str
    looks_at: str
    hands_to: str
    leads: bool = False


class Desk:
    """One thread a seat. `moves` counts what came of each move: done, overtaken, no answer."""

    def __init__(self, port: int, seats: Sequence[Seat], seed: int) -> None:
        self.port = port
        self.seats = seats
        self.seed = seed
        self.moves = Tally()
        self.improper = Tally()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Everybody sits down."""
        self._threads = [threading.Thread(target=self._work, args=[seat], daemon=True) for seat in self.seats]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Everybody finishes what they have in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, seat: Seat) -> None:
        client = Client(self.port, seat.token, self.improper)
        chance = random.Random(f"{self.seed} {seat.looks_at}")  # noqa: S311 - invented work
        while not self._stop.wait(PAUSE):
            page = client.get(f"cases/?{seat.looks_at}")
            if page.status != 200 or not page.body["results"]:
                continue
            self._take_up(client, chance.choice(page.body["results"])["number"], seat, chance)

    def _take_up(self, client: Client, number: str, seat: Seat, chance: random.Random) -> None:
        moves: Mapping[str, Callable[[], Sequence[tuple[str, object]]]] = {
            "close": lambda: [("claim", None), ("actions", NOTE), ("closure", CLOSURE)],
            "give back": lambda: [("claim", None), ("release", None)],
            "hand over": lambda: [("transfer", {"to": seat.hands_to, "why": "It is theirs."})],
            "send back": lambda: [("rerouting", {"why": "The rules may have changed."})],
        }
        chosen = chance.choice(
            ["send back", "hand over"] if seat.leads else ["close", "close", "give back", "hand over"]
        )
        for noun, body in moves[chosen]():
            if not self._move(client, number, noun, body).is_yes:
                return

    def _move(self, client: Client, number: str, noun: str, body: object) -> Said:
        """Read the case and move the version that was read; a lost answer is not tried again, a person would look first."""
        seen = client.get(f"cases/{number}/")
        said = client.post(f"cases/{number}/{noun}/", body or {}, If_Match=seen.etag) if seen.is_yes else seen
        self.moves.add(f"{noun} {'done' if said.is_yes else said.status}")
        return said
