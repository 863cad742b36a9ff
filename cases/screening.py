"""Identifiers in a text that offices read: found and shown, so that a person decides whether they must stay. Pure.

A warning is worth something only if it is rarely wrong: times, days of hearings, rooms and amounts are not found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cases.phrases import Word, words_of

LONGEST_TEXT = 20_000
FOUND_LIMIT = 5

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre)"
)
DAY = (
    rf"(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:\d{{4}})|\d{{1,2}}(?: de)? {MONTH}(?: de| del)?,? \d{{4}})"
)
BORN = (
    r"(?:d\.?o\.?b\.?|date of birth|birth ?da(?:te|y)|born(?: on)?"
    r"|fecha de nacimiento|nacid[oa](?: el)?|naci[oó](?: el)?)"
)
A_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])A[#\s.\-]{0,2}(?:\d{2,3}[\s.\-]?\d{3}[\s.\-]?\d{3}|\d{7})(?!\d)"
    r"|(?<![\d\-])\d{3}-\d{3}-\d{3}(?![\d\-])"
    r"|\b(?:alien|a)[\s\-]?(?:number|no\.?|num\.?|#)[\s:#]{0,3}(?:\d{2,3}[\s.\-]?\d{3}[\s.\-]?\d{3}|\d{7})(?!\d)",
    re.IGNORECASE,
)
SSN = re.compile(
    r"(?<![\d\-])\d{3}[\- ]\d{2}[\- ]\d{4}(?![\d\-])"
    r"|\b(?:ssn|social(?: security)?(?: number| no\.?)?)[\s:#]{0,3}\d{9}(?!\d)",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w\-/.])(?:\+?1[\s.\-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.\-])\d{3}[\s.\-]\d{4}(?![\w\-])"
    r"|(?<![\w\-/.])\d{3}-\d{4}(?![\w\-])"
    r"|(?<![\w])\+\d{1,3}[\s.\-]?\d{2,4}(?:[\s.\-]?\d{2,4}){1,3}(?![\w\-])"
    r"|\b(?:phone|tel(?:ephone|[eé]fono)?|cell|mobile|number is|n[uú]mero es|call (?:him|her|me) (?:at|on))"
    r"[\s:.#]{1,3}\d{7,11}(?!\d)",
    re.IGNORECASE,
)
TOLL_FREE = re.compile(r"^\+?1?[\s.\-(]*8(?:00|33|44|55|66|77|88)\b")
MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}(?!\w)")
BIRTH = re.compile(rf"\b{BORN}[\s:,]{{1,3}}{DAY}(?!\d)", re.IGNORECASE)

KINDS = (
    ("an A-number", A_NUMBER),
    ("a Social Security number", SSN),
    ("a date of birth", BIRTH),
    ("an e-mail address", MAIL),
    ("a phone number", PHONE),
)
NAME = "the caller's name"


@dataclass(frozen=True)
class Found:
    """Something in the text that tells who somebody is: what it is, and the very words."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind} ({self.text})"


def find_identifiers(text: str, caller_name: str = "") -> list[Found]:
    """What in this text tells who somebody is, in the order of the text, each once, at most five."""
    text = text[:LONGEST_TEXT]
    taken: list[tuple[int, int, Found]] = []
    for kind, pattern in KINDS:
        for match in pattern.finditer(text):
            begin, end = match.span()
            if kind == "a phone number" and TOLL_FREE.match(match.group()):
                continue  # a public line
            if not any(begin < other_end and other_begin < end for other_begin, other_end, _ in taken):
                taken.append((begin, end, Found(kind, match.group().strip())))
    found = [known for _, _, known in sorted(taken, key=lambda hit: hit[0])]
    return list(dict.fromkeys([*found, *_named(text, caller_name)]))[:FOUND_LIMIT]


def _named(text: str, caller_name: str) -> Iterator[Found]:
    """The caller's name: two of its words side by side in any order, or all of a name of one word."""
    name = words_of(caller_name[:240])
    told = words_of(text)
    parts = {word.plain for word in name}
    if len(parts) == 1:
        hits = [[word] for word in told if word.plain in parts and _is_a_name(word)]
    else:
        pairs = ([one, other] for one, other in pairwise(told))
        hits = [pair for pair in pairs if pair[0].plain != pair[1].plain and _both(pair, parts)]
    if hits:
        yield Found(NAME, " ".join(word.typed for word in hits[0]))


def _both(pair: list[Word], parts: set[str]) -> bool:
    return all(word.plain in parts and len(word.plain) > 1 for word in pair) and _is_a_name(pair[0])


def _is_a_name(word: Word) -> bool:
    """A capital where the script has them: “grace” in a sentence is not “Grace”."""
    return len(word.plain) > 1 and word.typed[0] == word.typed[0].upper()


def warning(found: list[Found]) -> str:
    """What to mend, in a sentence or two; empty where nothing was found."""
    if not found:
        return ""
    first, rest = ", ".join(map(str, found[:-1])), str(found[-1])
    return (
        f"This text holds {f'{first} and {rest}' if first else rest}. Offices read it."
        " Take it out, or tick that it must stay."
    )
