"""The truth table: situations with the office that is expected of each. Pure: no Django, no database, no clock.

One row a situation. An empty cell is the stated default: `accuses_staff` and `urgency` as the topic has them,
`caller_kind` detainee, `language` en, `called_on` the day of the check, `phase_state` as the facility stands,
everything else "not known" or "no". Lists are written `a;b`. `expected_copies` names every office that gets a copy,
or `none`; empty, like `expected_urgency`, it is not looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Self

from routing.router import Verdict

MOST_ROWS = 2_000
NOBODY = "none"
LISTS = ("vulnerabilities", "closed", "excluded", "expected_copies")
WHOLE_NUMBERS = ("days_in_segregation", "days_to_hearing", "days_to_removal")
YES_NO = ("accuses_staff", "protected")
EXPECTED = ("expected_office", "expected_urgency", "expected_copies")
REQUIRED = ("situation", "topic", "expected_office")


@dataclass(frozen=True)
class Row:
    """One situation with what is expected. Every cell is text in the one way this table writes it."""

    situation: str
    topic: str
    facility: str = ""
    accuses_staff: str = ""
    urgency: str = ""
    vulnerabilities: str = ""
    days_in_segregation: str = ""
    days_to_hearing: str = ""
    days_to_removal: str = ""
    caller_kind: str = ""
    language: str = ""
    protected: str = ""
    held_at: str = ""
    called_on: str = ""
    phase_state: str = ""
    closed: str = ""
    excluded: str = ""
    expected_office: str = ""
    expected_urgency: str = ""
    expected_copies: str = ""

    def as_json(self) -> dict[str, str]:
        """What a version keeps: the cells that are filled."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> Self:
        """A row as a version kept it."""
        return cls(**{"situation": "", "topic": "", **{n: v for n, v in kept.items() if n in COLUMNS}})

    @property
    def facts(self) -> tuple[str, ...]:
        """The situation as it is written, whatever its words and what is expected."""
        return tuple(getattr(self, name) for name in COLUMNS if name != "situation" and name not in EXPECTED)

    @property
    def expected(self) -> tuple[str, ...]:
        """What is expected."""
        return tuple(getattr(self, name) for name in EXPECTED)

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a list."""
        return tuple(value for value in getattr(self, column).split(";") if value)

    def number(self, column: str) -> int | None:
        """A number of days; None where it is not known."""
        return int(getattr(self, column)) if getattr(self, column) else None


COLUMNS = tuple(part.name for part in fields(Row))


@dataclass(frozen=True)
class KnownTopic:
    """What the table needs to know of a topic."""

    urgency: str
    accuses_staff: bool


@dataclass(frozen=True)
class Known:
    """Every code a cell may name."""

    topics: Mapping[str, KnownTopic]
    facilities: frozenset[str]
    offices: frozenset[str]
    caller_kinds: frozenset[str]
    languages: frozenset[str]
    vulnerabilities: frozenset[str]
    phase_states: frozenset[str]


@dataclass(frozen=True)
class Problem:
    """What to mend, and where. Row 1 is the line with the names of the columns; row 0 is the file as a whole."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"Row {self.row}" if self.row else "The file"
        return f"{place}{', ' if self.column else ''}{self.column}: {self.reason}"


def full_facts(row: Row, known: Known) -> tuple[str, ...]:
    """The situation with its defaults filled in, so that what means the same is the same."""
    topic = known.topics.get(row.topic)
    accuses = row.accuses_staff == "yes" or (topic is not None and topic.accuses_staff)
    filled = {
        "accuses_staff": "yes" if accuses else "no",
        "urgency": row.urgency or (topic.urgency if topic else ""),
        "caller_kind": row.caller_kind or "detainee",
        "language": row.language or "en",
        "protected": row.protected or "no",
    }
    return tuple(
        filled.get(name, getattr(row, name))
        for name in COLUMNS
        if name != "situation" and name not in EXPECTED
    )


def clashes(rows: Sequence[tuple[int, Row]], known: Known) -> list[Problem]:
    """Rows that stand twice, contradict an earlier one, or bear its words."""
    seen: dict[tuple[str, ...], tuple[int, Row]] = {}
    words: dict[str, int] = {}
    found = []
    for number, row in rows:
        first, other = seen.setdefault(full_facts(row, known), (number, row))
        if first != number and other.expected == row.expected:
            found.append(
                Problem(number, "situation", f"This is the situation of row {first} again. Take one out.")
            )
        elif first != number:
            column = next(name for name in EXPECTED if getattr(row, name) != getattr(other, name))
            said = f"{getattr(other, column) or 'nothing'} there and {getattr(row, column) or 'nothing'} here"
            found.append(
                Problem(
                    number, column, f"This contradicts row {first}, the same situation: it expects {said}."
                )
            )
        elif (before := words.setdefault(row.situation.casefold(), number)) != number:
            found.append(
                Problem(number, "situation", f"Row {before} has the same words. Say what is different here.")
            )
    return found


@dataclass(frozen=True)
class Change:
    """One row that differs between two tables; `before` or `after` is None where it was added or taken out."""

    before: Row | None
    after: Row | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The cells that differ in a row that was changed."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in COLUMNS if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True)
class Comparison:
    """How one table became another."""

    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    same: int

    @property
    def any(self) -> bool:
        """Something differs."""
        return bool(self.added or self.changed or self.removed)


def compare(before: Sequence[Row], after: Sequence[Row]) -> Comparison:
    """Rows go together by their situation, and else by their words."""
    old_by_facts = {row.facts: row for row in before}
    old_by_words = {row.situation.casefold(): row for row in before}
    kept = {row.facts for row in after}
    pairs: list[tuple[Row, Row]] = []
    added = []
    for row in after:
        by_words = old_by_words.get(row.situation.casefold())
        other = old_by_facts.get(row.facts) or (by_words if by_words and by_words.facts not in kept else None)
        if other is None:
            added.append(Change(None, row))
        else:
            pairs.append((other, row))
    matched = {id(old) for old, _ in pairs}
    return Comparison(
        added=tuple(added),
        changed=tuple(Change(old, new) for old, new in pairs if old != new),
        removed=tuple(Change(row, None) for row in before if id(row) not in matched),
        same=sum(old == new for old, new in pairs),
    )


def differs(row: Row, verdict: Verdict) -> str:
    """How a verdict is not what the row expects, in a sentence; empty where it is."""
    if verdict.office != row.expected_office:
        return f"It goes to {verdict.office}, not to {row.expected_office}: {verdict.why}"
    if row.expected_urgency and verdict.urgency != row.expected_urgency:
        return f"Its urgency becomes {verdict.urgency}, not {row.expected_urgency}."
    copies = ";".join(sorted(copy.office for copy in verdict.copies)) or NOBODY
    if row.expected_copies and copies != row.expected_copies:
        return f"Copies go to {copies}, not to {row.expected_copies}."
    return ""


def stored(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Rows as a version keeps them."""
    return [row.as_json() for row in rows]


def restored(kept: Iterable[Mapping[str, str]]) -> list[Row]:
    """Rows as a version kept them."""
    return [Row.from_json(row) for row in kept]
