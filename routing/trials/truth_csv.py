"""The truth table as a CSV file that people edit in a spreadsheet. Pure: no Django, no database, no clock.

Comma or semicolon, UTF-8 with or without its mark. What cannot be read is refused row by row with the reason, and then
nothing of the file counts. What is written can be read again unchanged; text that a spreadsheet would take for a formula
is written behind an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from routing.trials.truth_cells import Unreadable, read_cell
from routing.trials.truth_table import COLUMNS, MOST_ROWS, REQUIRED, Known, Problem, Row, clashes

MOST_BYTES = 512 * 1024
MOST_PROBLEMS = 100
MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Parsed:
    """The rows of a file, or what to mend in it; never both."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def parse(raw: bytes, known: Known) -> Parsed:
    """Every row of the file, or every reason why not (the first hundred)."""
    try:
        text = _text(raw)
        rows = list(_rows(text))
    except _Broken as broken:
        return Parsed(problems=(broken.problem,))
    return read(rows, known)


def read(rows: Sequence[tuple[int, Mapping[str, str]]], known: Known) -> Parsed:
    """Rows by number, each a text by column, checked cell by cell and against each other."""
    problems: list[Problem] = []
    good: list[tuple[int, Row]] = []
    for number, cells in rows:
        row = _row(number, cells, known, problems)
        if row is not None:
            good.append((number, row))
    problems = sorted([*problems, *clashes(good, known)], key=lambda problem: problem.row)
    if not problems and not good:
        problems = [
            Problem(0, "", "There is no row in it. A version needs at least one situation that it passes.")
        ]
    if problems:
        return Parsed(problems=_first(problems))
    return Parsed(rows=tuple(row for _, row in good))


def write(rows: Iterable[Row]) -> str:
    """The table as a file, with the mark that tells spreadsheets the encoding."""
    out = io.StringIO(newline="")
    out.write(MARK)
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    lines.writerows([_defused(row.situation), *(getattr(row, name) for name in COLUMNS[1:])] for row in rows)
    return out.getvalue()


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def _refused(text: str) -> str:
    """What `_defused` had been given."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA, "'")) else text


def _first(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = Problem(0, "", f"There are {len(problems) - MOST_PROBLEMS} more to mend. Mend these first.")
    return (*problems[:MOST_PROBLEMS], more)


# -- the file ------------------------------------------------------------------------------------
class _Broken(Exception):
    """The file cannot be read on from here."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(row, "", reason)


def _text(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise _Broken(0, f"It is larger than {MOST_BYTES // 1024} KB. A truth table is a few pages long.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Broken(1, "The file is UTF-16. Save it as “CSV UTF-8”.")
    if b"\x00" in raw:
        row = raw[: raw.index(b"\x00")].count(b"\n") + 1
        raise _Broken(row, "Here stands a NUL, so this is no text file. Save the table as “CSV UTF-8”.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise _Broken(
            row, "Here stands a letter that is not UTF-8. Save the table as “CSV UTF-8”."
        ) from error
    if not text.strip():
        raise _Broken(0, "It is empty.")
    return text


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row that is not empty, with its number as a spreadsheet counts and its cells by column."""
    head = text.split("\n", 1)[0]
    lines = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=";" if head.count(";") > head.count(",") else ",",
        strict=True,
    )
    number, found = 0, 0
    names: list[str] = []
    try:
        for number, cells in enumerate(lines, start=1):
            if not names:
                names = _names(cells)
            elif any(cell.strip() for cell in cells):
                found += 1
                yield number, _by_column(number, names, cells)
            if found > MOST_ROWS:
                raise _Broken(number, f"There are more than {MOST_ROWS:,} rows.")
    except csv.Error as error:
        raise _Broken(number + 1, "The quotes here do not close, or a cell is far too long.") from error


def _names(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if unknown := [name for name in names if name not in COLUMNS]:
        raise _Broken(1, f"There is no column called “{unknown[0][:40]}”. Columns are: {', '.join(COLUMNS)}.")
    if missing := [name for name in REQUIRED if name not in names]:
        raise _Broken(1, f"The column {missing[0]} is missing. The first row names the columns.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise _Broken(1, f"The column {twice[0]} stands twice.")
    return names


def _by_column(number: int, names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise _Broken(
            number, f"This row has {len(cells)} cells and the first row names {len(names)} columns."
        )
    told = dict(zip(names, cells, strict=False))
    return {**told, "situation": _refused(told.get("situation", "").strip())}


# -- one row ---------------------------------------------------------------------------------------
def _row(number: int, cells: Mapping[str, str], known: Known, problems: list[Problem]) -> Row | None:
    before = len(problems)
    read_cells: dict[str, str] = {}
    for column in COLUMNS:
        try:
            read_cells[column] = read_cell(column, cells.get(column, ""), known)
        except Unreadable as error:
            problems.append(Problem(number, column, str(error)))
    if len(problems) > before:
        return None
    row = Row(**read_cells)
    if row.accuses_staff == "no" and known.topics[row.topic].accuses_staff:
        reason = "This topic always counts as accusing staff. Leave the cell empty or write yes."
        problems.append(Problem(number, "accuses_staff", reason))
    if row.held_at and row.held_at == row.facility:
        reason = "This is where it happened. Name another place here, or leave the cell empty."
        problems.append(Problem(number, "held_at", reason))
    return row if len(problems) == before else None
