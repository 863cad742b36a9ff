"""Numbers that survive dictation over a bad line.

An alphabet of 29 signs (a prime) without look-alikes or sound-alikes that matter: no 0 O, 1 I L, no S, no U.
A case number is eight random signs and a check sign: the sum of sign values, each times its position plus one,
modulo 29. Being modulo a prime it catches every single wrong sign and every swap of two neighbours. A receipt code is
fifteen signs (72 bits) and a check sign of the same kind, in groups of four.
"""

import secrets
from datetime import date

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
STRIDE = 437_113  # no multiple of 29, near 0.618 of 29 to the fourth
VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
CODE_BODY = 15
GROUP = 4


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _plain(text: str) -> str:
    return "".join(text.split()).replace("-", "").replace("–", "").upper()


def check_sign(body: str) -> str:
    """The check sign of up to 27 signs of the alphabet."""
    return ALPHABET[sum(VALUE[sign] * (place + 2) for place, sign in enumerate(body)) % len(ALPHABET)]


def new_case_number() -> str:
    """A fresh `XXXX-XXXX-K`; the table's unique constraint settles the rare collision."""
    body = _random(8)
    return f"{body[:4]}-{body[4:]}-{check_sign(body)}"


def canonical_case_number(text: str) -> str | None:
    """`XXXX-XXXX-K` of any spelling (dashes or not, any case), or None when the check sign is wrong."""
    plain = _plain(text)
    if len(plain) != 9 or any(sign not in VALUE for sign in plain) or check_sign(plain[:8]) != plain[8]:
        return None
    return f"{plain[:4]}-{plain[4:8]}-{plain[8]}"


def call_reference(on: date, place: int) -> str:
    """`C-YYMMDD-XXXX` for a call of that day; another for every `place` below 29 to the fourth (707,281).

    Neighbouring places look nothing alike: they are multiplied by a number without a common factor with 29.
    """
    rest, signs = place * STRIDE % len(ALPHABET) ** 4, []
    for _ in range(4):
        rest, value = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[value])
    return f"C-{on:%y%m%d}-{''.join(reversed(signs))}"


def canonical_call_reference(text: str) -> str | None:
    """`C-YYMMDD-XXXX` of any spelling, or None when it cannot be one."""
    plain = _plain(text)
    if len(plain) != 11 or plain[0] != "C" or not plain[1:7].isdecimal():
        return None
    if any(sign not in VALUE for sign in plain[7:]):
        return None
    return f"C-{plain[1:7]}-{plain[7:]}"


def receipt_code(seed: bytes) -> str:
    """`XXXX-XXXX-XXXX-XXXX`, the same for the same seed of at least 16 secret bytes."""
    rest, signs = int.from_bytes(seed, "big"), []
    for _ in range(CODE_BODY):
        rest, value = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[value])
    body = "".join(signs)
    return in_groups(body + check_sign(body))


def canonical_receipt_code(text: str) -> str | None:
    """`XXXX-XXXX-XXXX-XXXX` of any spelling, or None where a sign is missing, too much or wrong."""
    plain = _plain(text[:80])
    if len(plain) != CODE_BODY + 1 or any(sign not in VALUE for sign in plain):
        return None
    return in_groups(plain) if check_sign(plain[:CODE_BODY]) == plain[CODE_BODY] else None


def in_groups(signs: str) -> str:
    """Signs four at a time, as they are read out."""
    return "-".join(signs[place : place + GROUP] for place in range(0, len(signs), GROUP))


class CaseNumberConverter:
    """URL part: a case number in any spelling; anything else is an unknown address."""

    regex = r"[0-9A-Za-z-]{9,13}"

    def to_python(self, value: str) -> str:
        number = canonical_case_number(value)
        if number is None:
            raise ValueError("not a case number")
        return number

    def to_url(self, value: str) -> str:
        return value


class CallReferenceConverter:
    """URL part: a call reference in any spelling; anything else is an unknown address."""

    regex = r"[Cc]-?[0-9]{6}-?[0-9A-Za-z]{4}"

    def to_python(self, value: str) -> str:
        reference = canonical_call_reference(value)
        if reference is None:
            raise ValueError("not a call reference")
        return reference

    def to_url(self, value: str) -> str:
        return value
