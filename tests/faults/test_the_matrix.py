"""The handbook's table of failures names tests that are here, each of them once."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "operations.md"
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_every_row_is_a_test() -> None:
    named = NAMED.findall(TABLE.read_text(encoding="utf-8"))
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (HERE / file).read_text(encoding="utf-8")
    ]
    assert missing == []
    assert len(named) == len(set(named)) > 15
