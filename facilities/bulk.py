"""Bringing a table in line with a list of rows, in three statements however long the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Tally:
    """What a load did to one table."""

    what: str
    created: int
    updated: int
    unchanged: int

    def __str__(self) -> str:
        return f"{self.what}: {self.created} created, {self.updated} updated, {self.unchanged} unchanged."


def upsert(what: str, rows: Sequence[Row], by: tuple[str, ...], fields: Iterable[str]) -> Tally:
    """Insert the rows that are new by the fields `by`, update those that differ in `fields`, delete none.

    With no `fields`, rows that exist are left as people have made them."""
    if not rows:
        return Tally(what, 0, 0, 0)
    table = type(rows[0])._default_manager
    standing = {_identity(row, by): row for row in table.all()}
    fields = list(fields)
    new: list[Row] = []
    changed: list[Row] = []
    for row in rows:
        present = standing.get(_identity(row, by))
        if present is None:
            new.append(row)
        elif any(getattr(present, name) != getattr(row, name) for name in fields):
            changed.append(row)
    table.bulk_create(new)
    if changed:
        table.bulk_create(changed, update_conflicts=True, unique_fields=by, update_fields=fields)
    return Tally(what, len(new), len(changed), len(rows) - len(new) - len(changed))


def _identity(row: Model, by: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in by)
