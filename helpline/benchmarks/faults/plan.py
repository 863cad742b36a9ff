"""What goes wrong when: a plan drawn from a seed, the same every time it is drawn."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

SHORTEST_HANG, LONGEST_HANG = 0.3, 3.0


class Part(StrEnum):
    """What of the installation is hit."""

    WEB = "web server"
    WEB_PROCESS = "process of the web server"
    WORKER = "worker"
    WORKER_PROCESS = "process of the worker"
    BEAT = "beat"
    REDIS = "Redis"
    POSTGRES = "PostgreSQL"
    SESSION = "session of PostgreSQL"


class How(StrEnum):
    """What happens to it."""

    KILLED = "killed"
    HUNG = "hung"
    FLUSHED = "flushed"
    GARBAGE = "given garbage"


class Fault(NamedTuple):
    """One kind of fault."""

    part: Part
    how: How

    def __str__(self) -> str:
        return f"{self.part} {self.how}"


WEIGHTS: Mapping[Fault, int] = {
    Fault(Part.WEB, How.KILLED): 2,
    Fault(Part.WEB, How.HUNG): 1,
    Fault(Part.WEB_PROCESS, How.KILLED): 4,
    Fault(Part.WEB_PROCESS, How.HUNG): 3,
    Fault(Part.WORKER, How.KILLED): 3,
    Fault(Part.WORKER, How.HUNG): 2,
    Fault(Part.WORKER_PROCESS, How.KILLED): 5,
    Fault(Part.WORKER_PROCESS, How.HUNG): 3,
    Fault(Part.BEAT, How.KILLED): 3,
    Fault(Part.BEAT, How.HUNG): 1,
    Fault(Part.REDIS, How.KILLED): 4,
    Fault(Part.REDIS, How.HUNG): 4,
    Fault(Part.REDIS, How.FLUSHED): 4,
    Fault(Part.REDIS, How.GARBAGE): 4,
    Fault(Part.SESSION, How.KILLED): 3,
    Fault(Part.SESSION, How.HUNG): 3,
    Fault(Part.POSTGRES, How.KILLED): 3,
    Fault(Part.POSTGRES, How.HUNG): 1,
}


@dataclass(frozen=True, order=True)
class Event:
    """A fault at so many seconds from the beginning. `which` chooses among several processes or messages."""

    at: float
    fault: Fault
    which: int
    hangs_for: float


def drawn(seconds: float, count: int, seed: int) -> list[Event]:
    """So many faults spread over `seconds` by chance, in the order of time. Each kind comes once before any comes twice."""
    chance = random.Random(seed)  # noqa: S311 - a plan, not a secret
    kinds = list(WEIGHTS)
    chance.shuffle(kinds)
    chosen = kinds[:count] + chance.choices(
        kinds, [WEIGHTS[kind] for kind in kinds], k=max(0, count - len(kinds))
    )
    chance.shuffle(chosen)
    moments = sorted(round(chance.uniform(0, seconds), 2) for _ in chosen)
    return [
        Event(at, fault, chance.randrange(1_000_000), round(chance.uniform(SHORTEST_HANG, LONGEST_HANG), 2))
        for at, fault in zip(moments, chosen, strict=True)
    ]
