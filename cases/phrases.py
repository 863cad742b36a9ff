"""Words and phrases of everyday speech, in English and Spanish: what lists of keywords are made of. Pure.

A list is phrases parted by `|`. A word that ends in `*` stands for every word that begins so; `...` stands for up to
three words. Accents and capitals do not count: `medic*` finds “Médico”.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

WORD = re.compile(r"[^\W_]+")
GAP = "..."
GAP_WORDS = 3
LONGEST_TEXT = 20_000
LONGEST_WORD = 80
SHORTEST_STEM = 2
SHORTEST_TYPO = 4


@dataclass(frozen=True)
class Word:
    """One word of a text: as it is compared, and as it was typed."""

    plain: str
    typed: str


@dataclass(frozen=True)
class Phrase:
    """One phrase of a list."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.parts)

    @property
    def words(self) -> int:
        """How many words it asks for."""
        return sum(part != GAP for part in self.parts)


def plain(text: str) -> str:
    """Without accents and capitals."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def words_of(text: str) -> list[Word]:
    """The words of a text in order; of one too long for a text to be read, only what people read of it."""
    composed = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    found = (match.group() for match in WORD.finditer(composed))
    return [Word(plain(word), word) for word in found if len(word) <= LONGEST_WORD]


def phrases_of(line: str) -> list[Phrase]:
    """The phrases of a list of keywords."""
    found = (Phrase(tuple(plain(text).split())) for text in line.split("|"))
    return [phrase for phrase in dict.fromkeys(found) if phrase.parts]


def fits(part: str, word: str) -> bool:
    """Whether this word is meant by this part of a phrase."""
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


class Finder:
    """Finds phrases in texts; looks only at phrases that can begin with a word of the text."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._whole: dict[str, list[Phrase]] = defaultdict(list)
        self._begun: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            first = phrase.parts[0]
            if first.endswith("*"):
                self._begun[first[:-1]].append(phrase)
            else:
                self._whole[first].append(phrase)

    def find(self, words: list[Word]) -> Iterator[tuple[Phrase, int, int]]:
        """Every phrase in the text with the places of its first and last word."""
        for place, word in enumerate(words):
            stems = (word.plain[:size] for size in range(SHORTEST_STEM, len(word.plain) + 1))
            for phrase in (
                *self._whole.get(word.plain, ()),
                *(phrase for stem in stems for phrase in self._begun.get(stem, ())),
            ):
                last = _reach(phrase.parts[1:], words, place + 1)
                if last is not None:
                    yield phrase, place, last


def _reach(parts: tuple[str, ...], words: list[Word], place: int) -> int | None:
    """The place of the last word when the rest of a phrase stands from `place` on."""
    if not parts:
        return place - 1
    if parts[0] == GAP:
        ends = (_reach(parts[1:], words, place + skipped) for skipped in range(GAP_WORDS + 1))
        return next((end for end in ends if end is not None), None)
    if place < len(words) and fits(parts[0], words[place].plain):
        return _reach(parts[1:], words, place + 1)
    return None


class Speller:
    """Finds known words one typing error away: a letter missing, added, changed, or two swapped."""

    def __init__(self, known: Iterable[str]) -> None:
        self._near: dict[str, set[str]] = defaultdict(set)
        for part in known:
            bare = part.rstrip("*")
            if len(bare) >= SHORTEST_TYPO:
                for variant in _shortened(bare):
                    self._near[variant].add(part)

    def meant(self, word: str) -> set[str]:
        """The known words (and beginnings, with their `*`) that may be meant."""
        if len(word) < SHORTEST_TYPO:
            return set()
        found = {part for variant in _shortened(word) for part in self._near.get(variant, ())}
        found = {part for part in found if not part.endswith("*")}
        for size in range(SHORTEST_TYPO + 1, len(word) + 1):
            cut = word[:size]
            for variant in _shortened(cut):
                found |= {part for part in self._near.get(variant, ()) if part.endswith("*")}
        return {part for part in found if one_apart(word, part)}


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_apart(word: str, part: str) -> bool:
    """Whether one typing error makes `word` of `part`, or of a word that begins with it."""
    stem = part.rstrip("*")
    sizes = range(len(stem) - 1, len(stem) + 2) if part.endswith("*") else (len(word),)
    return any(_one_edit(word[:size], stem) for size in sizes if size <= len(word))


def _one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        apart = [at for at in range(len(one)) if one[at] != other[at]]
        swapped = len(apart) == 2 and any(
            (one[a], one[b]) == (other[b], other[a]) and b == a + 1 for a, b in pairwise(apart)
        )
        return len(apart) <= 1 or swapped
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
