"""The cells of a truth table in words, for pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from routing.rules.vocabulary import Vocabulary, read_vocabulary
from routing.trials.truth import Result
from routing.trials.truth_table import COLUMNS, NOBODY, Change, Row

TITLES = {
    "situation": "Situation",
    "topic": "Topic",
    "facility": "Facility",
    "accuses_staff": "Accuses staff",
    "urgency": "Urgency",
    "vulnerabilities": "Vulnerabilities",
    "days_in_segregation": "Days in segregation",
    "days_to_hearing": "Days to the hearing",
    "days_to_removal": "Days to the removal",
    "caller_kind": "Caller",
    "language": "Language",
    "protected": "Protected record",
    "held_at": "Where the person is now",
    "called_on": "Day of the call",
    "phase_state": "Helpline at the facility",
    "closed": "Closed offices",
    "excluded": "Offices shut out",
    "expected_office": "Expected office",
    "expected_urgency": "Expected urgency",
    "expected_copies": "Expected copies",
}


@dataclass(frozen=True)
class Line:
    """A row of the table as a page shows it: its facts in words, what is expected, and where it goes."""

    result: Result
    facts: tuple[str, ...]
    expected: tuple[str, ...]
    got: str


@dataclass(frozen=True)
class ChangeLine:
    """A row that differs: its words, and each cell before and after."""

    change: Change
    cells: tuple[tuple[str, str, str], ...]

    @property
    def situation(self) -> str:
        """The words of the row, as they will be where it stays."""
        row = self.change.after or self.change.before
        return row.situation if row else ""


def read_names(rows: Sequence[Row]) -> Vocabulary:
    """The names these rows need; three queries."""
    return read_vocabulary(facilities={key for row in rows for key in (row.facility, row.held_at) if key})


def lines(results: Iterable[Result], names: Vocabulary) -> list[Line]:
    """Rows as a page shows them."""
    return [
        Line(one, facts_in_words(one.row, names), expected_in_words(one.row, names), names.office(one.got))
        for one in results
    ]


def facts_in_words(row: Row, names: Vocabulary) -> tuple[str, ...]:
    """The facts that the row names, one phrase each: the topic first."""
    said = [names.value("topic", row.topic)]
    said += [say(row, names) for column, say in SAY.items() if getattr(row, column)]
    return tuple(said if row.facility else [*said, "the facility is not known"])


def expected_in_words(row: Row, names: Vocabulary) -> tuple[str, ...]:
    """What the row expects, one phrase each: the office first."""
    said = [names.office(row.expected_office)]
    if row.expected_urgency:
        said.append(names.value("urgency", row.expected_urgency))
    if row.expected_copies == NOBODY:
        said.append("no copy")
    elif row.expected_copies:
        said.append(f"copies: {row.expected_copies.replace(';', ', ')}")
    return tuple(said)


def changes(found: Sequence[Change]) -> list[ChangeLine]:
    """Rows that differ, cell by cell; of a row that is new or gone, the cells that are filled."""
    return [ChangeLine(change, _cells(change)) for change in found]


def _cells(change: Change) -> tuple[tuple[str, str, str], ...]:
    before, after = change.before, change.after
    columns = change.columns or [name for name in COLUMNS[1:] if getattr(after or before, name)]
    return tuple(
        (TITLES[name], getattr(before, name) if before else "", getattr(after, name) if after else "")
        for name in columns
    )


def _days(column: str, one: str, many: str) -> Callable[[Row, Vocabulary], str]:
    def say(row: Row, _: Vocabulary) -> str:
        days = row.number(column)
        return one if days == 1 else many.format(days)

    return say


def _offices(column: str, closes: str) -> Callable[[Row, Vocabulary], str]:
    return lambda row, names: f"{', '.join(names.office(code) for code in row.several(column))} {closes}"


SAY: Mapping[str, Callable[[Row, Vocabulary], str]] = {
    "facility": lambda row, names: f"at {names.value('facility', row.facility)}",
    "accuses_staff": lambda row, _: (
        "it accuses staff" if row.accuses_staff == "yes" else "it accuses nobody on staff"
    ),
    "urgency": lambda row, names: names.value("urgency", row.urgency),
    "vulnerabilities": lambda row, names: ", ".join(
        names.value("vulnerability", one) for one in row.several("vulnerabilities")
    ),
    "days_in_segregation": _days("days_in_segregation", "1 day in segregation", "{} days in segregation"),
    "days_to_hearing": _days("days_to_hearing", "hearing the next day", "hearing in {} days"),
    "days_to_removal": _days("days_to_removal", "removal the next day", "removal in {} days"),
    "caller_kind": lambda row, names: f"told by {names.value('caller_kind', row.caller_kind)}",
    "language": lambda row, names: f"in {names.value('language', row.language)}",
    "protected": lambda row, _: "protected record" if row.protected == "yes" else "record not protected",
    "held_at": lambda row, names: f"the person is now at {names.value('facility', row.held_at)}",
    "called_on": lambda row, _: f"called in on {row.called_on}",
    "phase_state": lambda row, names: f"the helpline there is {names.value('phase_state', row.phase_state)}",
    "closed": _offices("closed", "closed"),
    "excluded": _offices("excluded", "shut out for a conflict"),
}
