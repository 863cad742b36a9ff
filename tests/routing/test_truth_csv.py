"""A truth table is a file people edit: it comes back as it went; what cannot be read is refused by row with the reason."""

import csv
import io
from collections.abc import Sequence

import pytest

from routing.rules.loading import shipped_truth
from routing.trials import truth, truth_csv
from routing.trials.truth_csv import MOST_BYTES, MOST_PROBLEMS
from routing.trials.truth_table import Row, restored

pytestmark = pytest.mark.django_db

HEAD = "situation,topic,facility,expected_office"


def rows_of(*lines: str, head: str = HEAD) -> Sequence[Row]:
    """The rows of a table that can be read."""
    parsed = truth.parse("\n".join([head, *lines]).encode())
    assert parsed.problems == ()
    return parsed.rows


def refusals(raw: bytes | str) -> list[str]:
    """Why a file is refused, in words."""
    parsed = truth.parse(raw.encode() if isinstance(raw, str) else raw)
    assert parsed.rows == ()
    return [str(problem) for problem in parsed.problems]


def test_what_is_downloaded_is_uploaded_unchanged() -> None:
    rows = restored(shipped_truth())
    strange = [
        '=HYPERLINK("x")', "'quoted", "'=both", "-1 day", "@home", "Ñandú, «K'iche'»; \"so\"", "two\twords",
    ]  # fmt: skip
    rows += [
        Row(
            situation=" ".join(text.split()),
            topic="CON",
            called_on=f"2026-01-{day:02}",
            expected_office="OPA",
        )
        for day, text in enumerate(strange, start=1)
    ]
    written = truth_csv.write(rows)
    assert truth.parse(written.encode()).rows == tuple(rows)
    assert truth_csv.write(truth.parse(written.encode()).rows) == written
    assert "'=HYPERLINK" in written
    first_cells = [cells[0] for cells in csv.reader(io.StringIO(written))]
    assert not [cell for cell in first_cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_and_semicolons_with_and_without_the_mark(mark: str, delimiter: str, end: str) -> None:
    lines = [
        "situation,topic,vulnerabilities,expected_office",
        'x,med,"pregnant;elderly",ihsc',
        ",,,",
        "y,con,,OPA",
    ]
    raw = mark + end.join(line.replace(",", delimiter) for line in lines)
    assert truth.parse(raw.encode()).rows == (
        Row(situation="x", topic="MED", vulnerabilities="elderly;pregnant", expected_office="IHSC"),
        Row(situation="y", topic="CON", expected_office="OPA"),
    )


def test_a_spreadsheet_may_write_days_and_yes_its_own_way() -> None:
    [row] = rows_of(
        "x,CON,9/14/2025,TRUE, 007 ,OPA",
        head="situation,topic,called_on,accuses_staff,days_to_hearing,expected_office",
    )
    assert (row.called_on, row.accuses_staff, row.days_to_hearing) == ("2025-09-14", "yes", "7")


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        (b"", ["The file: It is empty."]),
        (b"\x00" * 200_000, ["Row 1: Here stands a NUL, so this is no text file. Save the table as “CSV UTF-8”."]),
        (b"x" * (MOST_BYTES + 1), ["The file: It is larger than 512 KB. A truth table is a few pages long."]),
        (HEAD.encode("utf-16"), ["Row 1: The file is UTF-16. Save it as “CSV UTF-8”."]),
        (
            f"{HEAD}\nÑandú,CON,,OPA".encode("latin-1"),
            ["Row 2: Here stands a letter that is not UTF-8. Save the table as “CSV UTF-8”."],
        ),
        (f'{HEAD}\nx,CON,,OPA\n"y,CON,,OPA', ["Row 3: The quotes here do not close, or a cell is far too long."]),
        (f"{HEAD}\nx,CON,,OPA,more", ["Row 2: This row has 5 cells and the first row names 4 columns."]),
        ("situation,topic", ["Row 1: The column expected_office is missing. The first row names the columns."]),
        (f"{HEAD},topic\n", ["Row 1: The column topic stands twice."]),
        (HEAD, ["The file: There is no row in it. A version needs at least one situation that it passes."]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table(raw: bytes | str, reasons: list[str]) -> None:
    assert refusals(raw) == reasons


def test_a_misspelt_column_is_named() -> None:
    [reason] = refusals("situation,topic,acuses_staff,expected_office\nx,CON,yes,OPA")
    assert reason.startswith(
        "Row 1: There is no column called “acuses_staff”. Columns are: situation, topic,"
    )


def test_unknown_codes_are_named_with_row_and_column() -> None:
    head = "situation,topic,facility,urgency,accuses_staff,called_on,days_to_hearing,vulnerabilities,expected_office"
    found = refusals(
        f"{head}\ngood,CON,,,,,,,OPA\nbad,XXX,NOWHERE,P9,maybe,2026-02-30,soon,tall,YYY\n,,,,,,,,OPA"
    )
    assert [reason.split(":")[0] for reason in found] == [
        "Row 3, topic", "Row 3, facility", "Row 3, accuses_staff", "Row 3, urgency", "Row 3, vulnerabilities",
        "Row 3, days_to_hearing", "Row 3, called_on", "Row 3, expected_office", "Row 4, situation", "Row 4, topic",
    ]  # fmt: skip
    assert "There is no facility with the code NOWHERE." in found[1]


def test_rows_that_stand_twice_or_contradict_each_other() -> None:
    found = refusals(
        "situation,topic,accuses_staff,urgency,expected_office\n"
        "one,FOR,,,OPR\ntwo,FOR,yes,P1,OPR\nthree,FOR,yes,,OPA\none,CON,,,OPA\nfour,FOR,no,,OPR"
    )
    assert found == [
        "Row 3, situation: This is the situation of row 2 again. Take one out.",
        "Row 4, expected_office: This contradicts row 2, the same situation: it expects OPR there and OPA here.",
        "Row 5, situation: Row 2 has the same words. Say what is different here.",
        "Row 6, accuses_staff: This topic always counts as accusing staff. Leave the cell empty or write yes.",
    ]


def test_hopeless_files_are_not_answered_with_a_book() -> None:
    found = refusals("\n".join([HEAD, *(f"s{n},XXX,,OPA" for n in range(500))]))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == "The file: There are 400 more to mend. Mend these first."
