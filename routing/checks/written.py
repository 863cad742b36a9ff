"""Whether rules are written as the language has it: names, kinds and lengths. Pure: no Django, no database, no clock.

`routing.rules.language.read` takes what it knows and looks no further; here a misspelt name is a fault, so that nothing that
somebody wrote is lost in silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routing.rules.language import FACTS, BadRules, read

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
KEY_IN_WORDS = "small letters, digits and hyphens, 40 at most"
SAYS_LIMIT = 300
MOST_RULES, MOST_GUARDS, MOST_VALUES = 200, 100, 1_000
FARTHEST_DAYS = 36_500
TEXTS = ("key", "says", "to", "raise_to", "respond_within", "resolve_within")
MARKS = ("withhold_identity", "leads_only")
RULE_FIELDS = frozenset({*TEXTS, *MARKS, "when", "copies"})
GUARD_FIELDS = frozenset({"key", "says", "when", "never_to"})
COPY_FIELDS = frozenset({"office", "purpose", "shows"})


def faults(rules: Any, guards: Any = (), cover: Any = None) -> list[str]:
    """Everything that is not written as the language has it, each with its row; empty where it can be read."""
    found = [
        *_rows("Rule", rules, MOST_RULES, _rule),
        *_rows("Guard", guards, MOST_GUARDS, _guard),
        *_cover(cover),
    ]
    if not found:
        try:
            read(rules, guards, cover)
        except BadRules as error:
            found.append(f"{error}.")
    return found


def _rows(kind: str, rows: Any, most: int, check: Any) -> Iterator[str]:
    if not isinstance(rows, list | tuple):
        yield f"{kind}s are a list of rows."
        return
    if len(rows) > most:
        yield f"There are {len(rows)} {kind.lower()}s; {most} are the most there can be."
        return
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            yield f"{kind} {place}: this is not a row with fields."
            continue
        name = f"{kind} {place} “{row['key']}”" if _is_key(row.get("key")) else f"{kind} {place}"
        yield from (f"{name}: {fault}" for fault in check(row))


def _rule(row: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(row, RULE_FIELDS)
    yield from _named(row)
    for name in TEXTS[2:]:
        if row.get(name) is not None and not isinstance(row[name], str):
            yield f"“{name}” is not a text."
    yield from (
        f"“{name}” is neither true nor false." for name in MARKS if not isinstance(row.get(name, False), bool)
    )
    copies = row.get("copies", [])
    if not isinstance(copies, list | tuple) or not all(isinstance(copy, Mapping) for copy in copies):
        yield "“copies” is a list of offices, each with its purpose and what it shows."
        return
    for copy in copies:
        yield from _unknown(copy, COPY_FIELDS)
        if not all(isinstance(value, str) for value in copy.values()) or not copy.get("office"):
            yield "a copy names no office."


def _guard(row: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(row, GUARD_FIELDS)
    yield from _named(row)
    if not _texts(row.get("never_to")) or not row["never_to"]:
        yield "say in “never_to” which offices may never receive such a case."


def _named(row: Mapping[str, Any]) -> Iterator[str]:
    if not _is_key(row.get("key")):
        yield f"the key is missing or not written in {KEY_IN_WORDS}."
    says = row.get("says")
    if not isinstance(says, str) or not says.strip():
        yield "the sentence is missing. Say in plain words what it does."
    elif len(says) > SAYS_LIMIT or says != says.strip() or "\x00" in says:
        yield f"the sentence is longer than {SAYS_LIMIT} characters, or begins or ends with a space."
    if not isinstance(row.get("when"), Mapping):
        yield "“when” is missing: the conditions, empty where it always holds."
        return
    for fact, asked in row["when"].items():
        if fact not in FACTS:
            yield f"the router does not know “{fact}”."
        elif not _askable(asked):
            yield f"what is asked about “{fact}” cannot be answered."


def _askable(asked: Any) -> bool:
    """A list of values, none of these, or whole numbers as bounds."""
    if isinstance(asked, list | tuple):
        return _plain(asked)
    if not isinstance(asked, Mapping) or not asked:
        return False
    if set(asked) == {"none_of"}:
        return isinstance(asked["none_of"], list | tuple) and _plain(asked["none_of"])
    bounds = [value for value in asked.values() if value is not None]
    return set(asked) <= {"at_least", "at_most"} and all(
        isinstance(value, int) and not isinstance(value, bool) and abs(value) <= FARTHEST_DAYS
        for value in bounds
    )


def _plain(values: Sequence[Any]) -> bool:
    return 0 < len(values) <= MOST_VALUES and all(isinstance(value, str | bool) for value in values)


def _cover(cover: Any) -> Iterator[str]:
    if cover is None or cover == ():
        return
    if not isinstance(cover, Mapping):
        yield "The cover order names for each unit who covers for it, in order."
        return
    for unit, others in cover.items():
        if not isinstance(unit, str) or not _texts(others):
            yield f"Cover of “{unit}”: say who covers for it, as a list of offices."


def _unknown(row: Mapping[str, Any], known: frozenset[str]) -> Iterator[str]:
    yield from (f"“{name}” is not a field of such a row." for name in sorted(map(str, set(row) - known)))


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and bool(KEY.fullmatch(value))


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) and one for one in value)
