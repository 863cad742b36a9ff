"""Lists by keyset: the newest first, then whatever is older than the last row shown. No count, no offset."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from helpline import cursors
from helpline.accounts.models import User

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Some rows of a long list; `older` continues it, empty at its end; `begins` tells the newest slice."""

    rows: list[Row]
    older: str
    begins: bool


def slice_of(rows: QuerySet[Row], *, before: str, size: int, reader: User) -> Slice[Row]:
    """Up to `size` rows older than where the cursor `before` points; anything that is no cursor begins anew."""
    name = rows.model.__name__
    match cursors.read(before, of=name, reader=reader.pk):
        case [int(edge)]:
            part = rows.filter(pk__lt=edge)
        case _:
            edge, part = 0, rows
    found = list(part.order_by("-pk")[: size + 1])
    older = cursors.write([found[size - 1].pk], of=name, reader=reader.pk) if len(found) > size else ""
    return Slice(found[:size], older, edge == 0)
