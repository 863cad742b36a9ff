"""Canaries: a word in every field of every fixture that occurs nowhere else, and a net that finds them again."""

import hashlib
import re
from dataclasses import dataclass

from tests.policy import READERS_OF_NUMBERS, SIGHTS, People

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NET = re.compile(
    r"zq[a-z]{12}"  # words
    r"|[2-9A-HJ-NP-RT-Z]{4}-?[2-9A-HJ-NP-RT-Z]{4}-?[2-9A-HJ-NP-RT-Z]"  # case numbers
    r"|C-?\d{6}-?[2-9A-HJ-NP-RT-Z]{4}"  # call references
    r"|A[#\s-]*\d{3}[\s-]?\d{3}[\s-]?\d{3}"  # A-numbers
    r"|\(?\d{3}\)?[\s.-]*555[\s.-]*01\d\d"  # phone numbers
    r"|[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}",  # keys of people and drafts
    re.IGNORECASE,
)
PLAIN = re.compile(r"[^0-9a-z]")


def plain(text: str) -> str:
    """A mark in the one spelling it is kept in."""
    return PLAIN.sub("", text.lower())


def word(*about: str) -> str:
    """The word for one field of one fixture, the same in every run."""
    number = int.from_bytes(hashlib.sha256(".".join(about).encode()).digest()[:12], "big")
    letters = ""
    for _ in range(12):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return f"Zq{letters}"


@dataclass(frozen=True)
class Mark:
    """One canary: whose it is, in which field it sits, and who may read it."""

    label: str
    field: str
    readers: People
    personal: bool

    def __str__(self) -> str:
        return f"{self.label}.{self.field}"


class Marks:
    """Every canary of a world."""

    def __init__(self) -> None:
        self.known: dict[str, Mark] = {}

    def put(self, text: str, label: str, field: str, aspect: str = "sees") -> str:
        """Remember `text` as the canary of a field; `aspect` is the column of the policy that says who may read it."""
        readers: People = getattr(SIGHTS[label], aspect)
        is_number = field in {"number", "reference", "key"}
        if is_number:
            readers = readers | READERS_OF_NUMBERS
        self.known[plain(text)] = Mark(label, field, readers, not is_number)
        return text

    def word(self, label: str, field: str, aspect: str = "sees") -> str:
        """A fresh word for a field."""
        return self.put(word(label, field), label, field, aspect)

    def also(self, text: str, readers: People) -> None:
        """More people may read this one."""
        mark = self.known[plain(text)]
        self.known[plain(text)] = Mark(mark.label, mark.field, mark.readers | readers, mark.personal)

    def also_of(self, label: str, fields: set[str], readers: People) -> None:
        """More people may read these fields of a fixture."""
        for token, mark in self.known.items():
            if mark.label == label and mark.field in fields:
                self.known[token] = Mark(label, mark.field, mark.readers | readers, mark.personal)

    def found_in(self, text: str) -> dict[str, Mark]:
        """The canaries that occur in a text, in whatever spelling."""
        caught = {plain(found) for found in NET.findall(text)}
        return {token: self.known[token] for token in caught if token in self.known}
