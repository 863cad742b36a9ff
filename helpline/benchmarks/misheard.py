"""A name as it arrives over a telephone: mistyped, without accents, in another order, as a Spanish ear spells it."""

import random
import unicodedata
from collections.abc import Callable

LETTERS = "abcdefghijklmnopqrstuvwxyz"
HEARD = (
    ("v", "b"), ("b", "v"), ("z", "s"), ("ce", "se"), ("ci", "si"), ("s", "z"), ("ll", "y"), ("y", "ll"), ("ge", "je"),
    ("gi", "ji"), ("j", "x"), ("j", "h"), ("h", ""), ("qu", "k"), ("c", "k"), ("ñ", "n"), ("ñ", "ny"), ("rr", "r"),
    ("i", "y"), ("x", "j"), ("ss", "s"), ("gua", "wa"), ("ph", "f"), ("n", "nn"), ("k", "c"),
)  # fmt: skip


def without_accents(name: str, chance: random.Random) -> str:
    """As an English keyboard has it."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def swapped(name: str, chance: random.Random) -> str:
    """Family names first."""
    words = name.split()
    at = chance.randrange(1, len(words)) if len(words) > 1 else 0
    return " ".join(words[at:] + words[:at])


def mistyped(name: str, chance: random.Random) -> str:
    """One letter of one word of four or more wrong, missing, twice or swapped with the next."""
    words = name.split()
    at = max(range(len(words)), key=lambda n: (len(words[n]) >= 4, chance.random()))
    word, spot = words[at], chance.randrange(1, max(2, len(words[at]) - 1))
    ways: list[Callable[[], str]] = [
        lambda: word[:spot] + chance.choice(LETTERS) + word[spot + 1 :],
        lambda: word[:spot] + word[spot + 1 :],
        lambda: word[:spot] + word[spot] + word[spot:],
        lambda: word[:spot] + word[spot + 1 : spot + 2] + word[spot] + word[spot + 2 :],
    ]
    words[at] = chance.choice(ways)()
    return " ".join(words)


def as_it_sounds(name: str, chance: random.Random) -> str:
    """Up to two sound-alikes of Spanish put for one another; the same name where none is in it."""
    heard = name.lower()
    fitting = [pair for pair in HEARD if pair[0] in heard.replace("ch", "##")]
    for said, written in chance.sample(fitting, min(2, len(fitting))):
        heard = heard.replace("ch", "##").replace(said, written, 1).replace("##", "ch")
    return heard


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    mistyped,
    without_accents,
    swapped,
    as_it_sounds,
)


def misheard(name: str, number: int, chance: random.Random) -> str:
    """The name distorted in the way of this number; every other time in the next way as well."""
    heard = WAYS[number % len(WAYS)](name, chance)
    return WAYS[(number + 1) % len(WAYS)](heard, chance) if number % 2 else heard
