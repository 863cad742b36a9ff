"""A crowd of invented people put on record with COPY, as `Detainee.described` would have them."""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.db import connection

from cases.models import Detainee
from helpline.accounts.models import User
from helpline.benchmarks.invented import Invented, people
from helpline.benchmarks.stage import Stage

COLUMNS = (
    "id", "a_number_sealed", "a_number_index", "given_names", "family_names", "date_of_birth", "year_of_birth",
    "country_of_birth", "protected", "search_name", "sounds", "recorded_by_id",
)  # fmt: skip
CHUNK = 50_000


def a_number(number: int) -> str:
    """The A-number of the person of this number in the crowd."""
    return f"A{number:09d}"


def load(stage: Stage, count: int, seed: int, *, by: User) -> None:
    """So many people into the empty table; its indexes are made afterwards, as a bulk load does."""
    indexes = [index for index in Detainee._meta.indexes if not index.condition]
    with stage.unhurried(), connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Detainee, index)
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index is not made while checks are pending
        crowd = enumerate(people(count, seed), start=1)
        for _ in range(0, count, CHUNK):
            _copy(_row(number, person, by) for number, person in islice(crowd, CHUNK))
        for index in indexes:
            editor.add_index(Detainee, index)
    with stage.unhurried(), connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_detainee")


def _row(number: int, told: Invented, by: User) -> Detainee:
    return Detainee.described(
        a_number=a_number(number),
        given_names=told.given_names,
        family_names=told.family_names,
        date_of_birth=told.born,
        country_of_birth=told.country,
        by=by,
    )


def _copy(rows: Iterator[Detainee]) -> None:
    lines = io.StringIO()
    for row in rows:
        lines.write("\t".join(_text(getattr(row, column)) for column in COLUMNS) + "\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        statement = f"COPY cases_detainee ({', '.join(COLUMNS)}) FROM STDIN"
        cast(Any, cursor).copy_expert(statement, lines)


def _text(value: object) -> str:
    """One value as COPY reads it. The names of the crowd hold neither tabs nor quotes."""
    match value:
        case None:
            return r"\N"
        case bytes():
            return rf"\\x{value.hex()}"
        case list():
            return "{" + ",".join(f'"{word}"' for word in value) + "}"
        case UUID():
            return value.hex
    return str(value)
