"""One cell of the truth table, read in the one way the table writes it. Pure: no Django, no database, no clock."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from routing.rules.language import URGENCIES
from routing.trials.truth_table import LISTS, NOBODY, REQUIRED, WHOLE_NUMBERS, Known

LONGEST_SITUATION = 200
MOST_DAYS = 3_650
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
YES = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")


class Unreadable(ValueError):
    """A cell that cannot be read; the reason is the message."""


def read_cell(column: str, told: object, known: Known) -> str:
    """The cell in the one way this table writes it; raises `Unreadable`."""
    if not isinstance(told, str):
        raise Unreadable("Write this as text.")
    text = " ".join(told.split())
    if CONTROL.search(told):
        raise Unreadable("Here stands a sign that no keyboard makes. Type the cell again.")
    if not text:
        if column in REQUIRED:
            raise Unreadable("This is empty. Every row needs it.")
        return ""
    if column in LISTS:
        return _several(column, text, known)
    return _ONE[column](text, known)


def _several(column: str, text: str, known: Known) -> str:
    values = [value.strip() for value in re.split(r"[;,]", text) if value.strip()]
    if column == "expected_copies" and [value.lower() for value in values] == [NOBODY]:
        return NOBODY
    if column == "vulnerabilities":
        values = [_word("vulnerability", known.vulnerabilities)(value, known) for value in values]
    else:
        values = [_office(value, known) for value in values]
    return ";".join(sorted(set(values)))


def _situation(text: str, _: Known) -> str:
    if len(text) > LONGEST_SITUATION:
        raise Unreadable(f"Shorten this to {LONGEST_SITUATION} characters.")
    return text


def _topic(text: str, known: Known) -> str:
    return _code(text, known.topics, "topic")


def _facility(text: str, known: Known) -> str:
    return _code(text, known.facilities, "facility")


def _office(text: str, known: Known) -> str:
    return _code(text, known.offices, "office")


def _code(text: str, codes: Iterable[str], kind: str) -> str:
    if text.upper() in codes:
        return text.upper()
    if text in codes:
        return text
    raise Unreadable(f"There is no {kind} with the code {text[:40]}.")


def _urgency(text: str, _: Known) -> str:
    return _one_of(text.upper(), URGENCIES)


def _word(kind: str, words: Iterable[str]) -> Callable[[str, Known], str]:
    def read_word(text: str, _: Known) -> str:
        word = text.lower().replace(" ", "_")
        if word not in words:
            raise Unreadable(f"There is no {kind} {text[:40]}. Write one of: {', '.join(sorted(words))}.")
        return word

    return read_word


def _one_of(text: str, words: Sequence[str]) -> str:
    if text not in words:
        raise Unreadable(f"Write one of: {', '.join(words)}.")
    return text


def _caller_kind(text: str, known: Known) -> str:
    return _word("kind of caller", known.caller_kinds)(text, known)


def _phase_state(text: str, known: Known) -> str:
    return _word("state of the roll-out", known.phase_states)(text, known)


def _language(text: str, known: Known) -> str:
    if text.lower() not in known.languages:
        raise Unreadable(f"There is no language with the code {text[:40]}. Write en, es, quc …")
    return text.lower()


def _yes_no(text: str, _: Known) -> str:
    if text.lower() not in YES:
        raise Unreadable("Write yes or no, or leave the cell empty.")
    return YES[text.lower()]


def _day(text: str, _: Known) -> str:
    iso, us = ISO_DAY.fullmatch(text), US_DAY.fullmatch(text)
    numbers = iso.groups() if iso else (us.group(3), us.group(1), us.group(2)) if us else None
    try:
        day = date(*map(int, numbers)) if numbers else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2100:
        raise Unreadable("Write a day as 2026-03-04.")
    return day.isoformat()


def _days(text: str, _: Known) -> str:
    if not re.fullmatch(r"[+-]?\d{1,6}", text, re.ASCII) or not -MOST_DAYS <= int(text) <= MOST_DAYS:
        raise Unreadable(f"Write a whole number of days up to {MOST_DAYS:,}.")
    return str(int(text))


def _days_since(text: str, known: Known) -> str:
    days = _days(text, known)
    if int(days) < 0:
        raise Unreadable("Days that have passed are not below 0.")
    return days


_ONE: Mapping[str, Callable[[str, Known], str]] = {
    "situation": _situation,
    "topic": _topic,
    "facility": _facility,
    "held_at": _facility,
    "accuses_staff": _yes_no,
    "protected": _yes_no,
    "urgency": _urgency,
    "expected_urgency": _urgency,
    "caller_kind": _caller_kind,
    "language": _language,
    "called_on": _day,
    "phase_state": _phase_state,
    "expected_office": _office,
    **dict.fromkeys(WHOLE_NUMBERS, _days),
    "days_in_segregation": _days_since,
}
