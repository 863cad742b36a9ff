"""Numbers as they are read out over a bad line: in groups, and each letter with its word."""

from dataclasses import dataclass

WORDS = {
    "A": "Alfa", "B": "Bravo", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel",
    "I": "India", "J": "Juliett", "K": "Kilo", "L": "Lima", "M": "Mike", "N": "November", "O": "Oscar", "P": "Papa",
    "Q": "Quebec", "R": "Romeo", "S": "Sierra", "T": "Tango", "U": "Uniform", "V": "Victor", "W": "Whiskey",
    "X": "X-ray", "Y": "Yankee", "Z": "Zulu",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A few signs read out in one breath, and how to say them: digits as they are, letters by their words."""

    signs: str
    said: str


def groups(number: str) -> list[Group]:
    """The groups of a number, a reference or a code."""
    return [Group(part, ", ".join(WORDS.get(sign, sign) for sign in part)) for part in number.split("-")]
