"""How names sound, for finding one that was heard rather than read. Pure: no database, no clock.

A sound is the name as a Spanish ear hears it, written the same way however it was spelled: b and v, c and s and z, ll
and y, soft g and j and x, a silent h, qu and k, ñ and n, double letters. Names of other languages go through the same
sieve, which only folds what is easily confused on a telephone (ph and f, w and u, ck and k) and leaves other scripts be.

A typing error changes one letter. So beside its sound a record keeps that sound with each one letter left out, marked as
such: two spellings one letter apart (wrong, missing, surplus or swapped) then meet (Garbe's symmetric deletion).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

PARTS_LIMIT = 8
KEY_LENGTH = 24
LESS = "-"  # stands before a sound that lacks a letter
SHORTEST_WITH_ERRORS = 4
SOUND_ALIKES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?:s|t)?ch|sh", "X"),
        (r"gü", "u"),
        (r"qu(?=[ei])", "k"),
        (r"gu(?=[ei])", "G"),
        (r"h?u(?=[aeio])|gu(?=[ao])|w", "u"),
        (r"^x|g(?=[eiy])|j", "h"),
        (r"c(?=[eiy])|z|ç|[tk][sz]|x(?=[^aeiou]|$)", "s"),
        (r"ck|c|q", "k"),
        (r"v", "b"),
        (r"ll|y", "i"),
        (r"ñ|gn(?=[aeiou])|ni(?=[aeou])", "n"),
        (r"m(?=[bpfk]|$)", "n"),
        (r"th", "t"),
        (r"[h']", ""),
        (r"G", "g"),
        (r"X", "x"),
        (r"(.)\1+", r"\1"),
    )
)
PARTICLES = frozenset(
    {
        "da", "das", "de", "del", "della", "der", "di", "do", "dos", "du", "e", "el", "la", "las", "le", "los",
        "san", "santa", "van", "von", "y", "al", "bin", "bint", "ibn",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """Lower-case without accents and punctuation; ñ, ü and ç stay, because they sound otherwise."""
    kept = unicodedata.normalize("NFC", text.casefold())
    bare = "".join(c if c in "ñüç" else unicodedata.normalize("NFKD", c) for c in kept)
    return "".join(
        c if c.isalnum() else " " for c in bare if not unicodedata.combining(c) and c not in "'’ʼ`"
    )


def parts_of(*names: str) -> list[str]:
    """The parts of a name that tell people apart, as told: “de la Cruz” is “cruz”. A name of particles only is kept."""
    words = folded(" ".join(names)).split()
    return ([word for word in words if word not in PARTICLES] or words)[:PARTS_LIMIT]


@lru_cache(maxsize=20_000)
def sound_of(part: str) -> str:
    """How one folded part sounds; never empty for one that is not."""
    sound = part
    for spelling, written in SOUND_ALIKES:
        sound = spelling.sub(written, sound)
    return (sound or part)[:KEY_LENGTH]


@lru_cache(maxsize=20_000)
def lessened(sound: str) -> tuple[str, ...]:
    """The sound with each one letter left out; nothing for sounds so short that little would remain."""
    if len(sound) < SHORTEST_WITH_ERRORS:
        return ()
    return tuple(dict.fromkeys(sound[:at] + sound[at + 1 :] for at in range(len(sound))))


def joined(name: str) -> list[str]:
    """Neighbours written as one word, as some are: “delacruz”, “juancarlos”. Only what follows particles, or a word."""
    found: list[str] = []
    run, before = "", ""
    for word in folded(name).split()[: 2 * PARTS_LIMIT]:
        if word in PARTICLES:
            run += word
            continue
        found += [start + word for start in (run, before) if start]
        run, before = "", word
    return found


def keys(given_names: str, family_names: str) -> list[str]:
    """Everything a record is found by when its name is heard: the sound of each part, whole and with a letter less."""
    sounds = [sound_of(part) for part in parts_of(given_names, family_names)]
    as_one = [sound_of(word) for name in (given_names, family_names) for word in joined(name)]
    less = [LESS + key for sound in sounds for key in lessened(sound)]
    return list(dict.fromkeys([*sounds, *as_one, *less]))


@dataclass(frozen=True)
class HeardPart:
    """One part of a name as told: the keys of records that sound like it, and of those one letter away."""

    alike: tuple[str, ...]
    near: tuple[str, ...]


def heard(names: str) -> list[HeardPart]:
    """What to look for, part by part. What follows particles may be on record with them, written as one."""
    as_one = dict(_after_particles(folded(names).split()))
    found = []
    for part in parts_of(names):
        sound = sound_of(part)
        alike = (sound, *(sound_of(word) for word in as_one.get(part, ())))
        less = lessened(sound)
        found.append(HeardPart(alike, (*alike, *less, LESS + sound, *(LESS + key for key in less))))
    return found


def _after_particles(words: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Each word that follows particles, with all of them written as one."""
    found: list[tuple[str, tuple[str, ...]]] = []
    run = ""
    for word in words:
        if word in PARTICLES:
            run += word
        else:
            if run:
                found.append((word, (run + word,)))
            run = ""
    return found
