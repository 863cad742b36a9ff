"""Lists by keyset: the newest first, then whatever is older than the last row shown. No count, no offset."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
HIGHEST = 2**63 - 1


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Some rows of a long list; `older` continues it, empty at its end; `begins` tells the newest slice."""

    rows: list[Row]
    older: str
    begins: bool


def slice_of(rows: QuerySet[Row], *, before: str, size: int) -> Slice[Row]:
    """Up to `size` rows older than the id `before`; anything that is no id begins anew."""
    edge = int(before) if before.isascii() and before.isdigit() and int(before[:20]) <= HIGHEST else None
    part = rows.filter(pk__lt=edge) if edge is not None else rows
    found = list(part.order_by("-pk")[: size + 1])
    return Slice(found[:size], str(found[size - 1].pk) if len(found) > size else "", edge is None)
