"""What a bench says: a figure, its floor, the bar it has to clear."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Goal:
    """A bar. `AtMost` and `AtLeast` make one."""

    bar: float
    upwards: bool

    def __str__(self) -> str:
        return f"{'>=' if self.upwards else '<='} {self.bar:g}"

    def is_met(self, value: float) -> bool:
        """Whether this value clears the bar. What is not a number clears none."""
        return value >= self.bar if self.upwards else value <= self.bar


def AtMost(bar: float) -> Goal:
    """The value may be this much and no more."""
    return Goal(bar, upwards=False)


def AtLeast(bar: float) -> Goal:
    """The value must be this much or more."""
    return Goal(bar, upwards=True)


@dataclass(frozen=True)
class Figure:
    """One measured value. `floor` is in the same unit, from the same run; None where nothing compares."""

    bench: str
    figure: str
    value: float
    unit: str
    floor: float | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """The value over its floor."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        return None if self.goal is None else self.goal.is_met(self.value)

    def as_json(self) -> dict[str, Any]:
        """The row of the report, as the contract names its fields."""
        return {
            "bench": self.bench,
            "figure": self.figure,
            "value": _plain(self.value),
            "unit": self.unit,
            "floor": _plain(self.floor),
            "ratio": _plain(self.ratio),
            "goal": str(self.goal) if self.goal else None,
            "met": self.met,
        }

    def as_line(self) -> str:
        """The row a person reads."""
        floor = "-" if self.floor is None else f"{self.floor:.4g}"
        ratio = "-" if self.ratio is None else f"{self.ratio:.3g}x"
        verdict = {None: "", True: "met", False: "NOT MET"}[self.met]
        goal = str(self.goal) if self.goal else "-"
        return (
            f"{self.bench:10} {self.figure:32} {self.value:>10.4g} {self.unit:6} {floor:>10} {ratio:>8}"
            f" {goal:>9} {verdict}"
        ).rstrip()


HEAD = f"{'bench':10} {'figure':32} {'value':>10} {'unit':6} {'floor':>10} {'ratio':>8} {'goal':>9}"


def _plain(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else round(number, 4)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def p50(values: Sequence[float]) -> float:
    """The median (nearest rank)."""
    return percentile(values, 0.5)


def p95(values: Sequence[float]) -> float:
    """The value that 95 in 100 do not exceed."""
    return percentile(values, 0.95)


def milliseconds(work: Callable[[], object]) -> float:
    """How long this took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def interleaved(works: Sequence[Callable[[], object]], *, rounds: int, warm: int = 3) -> list[list[float]]:
    """Milliseconds of each piece of work, round by round, so that a noisy minute falls on all of them alike.

    The first `warm` rounds are not counted.
    """
    for _ in range(warm):
        for work in works:
            work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for times, work in zip(taken, works, strict=True):
            times.append(milliseconds(work))
    return taken
