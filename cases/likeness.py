"""How alike two names are, once each candidate is in hand. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cases.sounds import joined, parts_of, sound_of

SAME, SOUNDS_ALIKE, BEGINS_ALIKE = 1.0, 0.96, 0.8
ONE_SLIP, TWO_SLIPS = 0.87, 0.7
ENOUGH = 0.6
SURPLUS = 0.02  # a part on record that was not told: a second surname is often left out


@dataclass(frozen=True)
class Likeness:
    """How well a record answers to a name, 0 to 1, and in which way, in words for the person who searches."""

    score: float
    fits: str


@lru_cache(maxsize=50_000)
def alike(told: str, recorded: str) -> float:
    """How alike two folded parts of names are: 1 the same, 0 nothing in common worth a mention."""
    if told == recorded:
        return SAME
    one, other = sound_of(told), sound_of(recorded)
    if one == other:
        return SOUNDS_ALIKE
    shorter = min(len(told), len(recorded))
    slips = min(_slips(told, recorded), _slips(one, other))
    if slips == 1 and shorter >= 3:
        return ONE_SLIP if shorter >= 5 else ONE_SLIP - 0.1
    if slips == 2 and shorter >= 6:
        return TWO_SLIPS
    return BEGINS_ALIKE if len(told) >= 3 and recorded.startswith(told) else 0.0


def _slips(one: str, other: str, most: int = 2) -> int:
    """Letters wrong, missing, surplus or swapped with their neighbour; `most` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before_that, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def likeness(told: Sequence[str], given_names: str, family_names: str) -> Likeness:
    """How well a recorded name answers to the told parts, whatever their order; each recorded part answers once."""
    recorded = parts_of(given_names, family_names)
    as_one = [*joined(given_names), *joined(family_names)]
    pairs = sorted(
        (
            (alike(part, other), i, j)
            for i, part in enumerate(told)
            for j, other in enumerate([*recorded, *as_one])
        ),
        key=lambda pair: (-pair[0], pair[2]),
    )
    taken: dict[int, float] = {}
    used: set[int] = set()
    for score, i, j in pairs:
        if score and i not in taken and j not in used:
            taken[i] = score
            used.add(j)
    if not taken:
        return Likeness(0.0, "")
    surplus = max(0, len(recorded) - len(taken))
    return Likeness(sum(taken.values()) / len(told) - SURPLUS * surplus, _words(taken, len(told)))


def _words(taken: dict[int, float], told: int) -> str:
    if len(taken) < told:
        return "Part of the name fits"
    worst = min(taken.values())
    if worst >= SAME:
        return "Same name"
    return "Sounds alike" if worst >= SOUNDS_ALIKE else "Similar name"
