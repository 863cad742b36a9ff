"""Replaying cases that were: what two versions of the rules say over the same facts. Reads only, in bounded pieces.

The facts of a case are those its newest decision by the router was made on, so also those that have changed since; a
case the router has not decided has those of today. Every piece is read in a READ ONLY transaction of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import JSONField, Max, OuterRef, Q, Subquery

from cases.models import Case
from facilities.models import Office
from helpline.accounts.models import User
from routing.facts import read_facts
from routing.models import Decision, DecisionKind
from routing.router import Offices, decide
from routing.rules.language import Facts, Rules
from routing.trials.tally import Tally

PIECE = 2_000  # ids a piece; a piece is a second's work at most


@dataclass(frozen=True)
class Sample:
    """Which cases: `chosen` ids, or those opened in a time, of a topic or about a facility where one is told."""

    since: datetime | None = None
    until: datetime | None = None
    topic: str = ""
    facility: str = ""
    chosen: tuple[int, ...] | None = None

    @property
    def condition(self) -> Q:
        """The sample as a filter on cases."""
        asked: dict[str, Any] = {
            "opened_at__gte": self.since,
            "opened_at__lt": self.until,
            "topic": self.topic,
            "facility__key": self.facility,
            "pk__in": self.chosen,
        }
        return Q(**{name: value for name, value in asked.items() if value not in (None, "")})


@contextmanager
def reading_only() -> Iterator[None]:
    """A transaction in which nothing can be written."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def newest_id() -> int:
    """Where a replay begins: it goes from the newest case back."""
    newest: int | None = Case.objects.aggregate(found=Max("pk"))["found"]
    return newest or 0


def replay_piece(tally: Tally, sample: Sample, top: int, now: Rules, then: Rules, *, by: User) -> int:
    """Add the next cases from id `top` down to the tally, of those `by` may see; give back where the next piece begins,
    0 at the end."""
    with reading_only():
        bottom = _bottom(sample, top)
        mine = Case.objects.visible_to(by).filter(sample.condition, pk__lte=top, pk__gt=bottom)
        offices = read_offices()
        for number, facts in _with_facts(mine):
            tally.add(number, decide(facts, now, offices), decide(facts, then, offices))
    return bottom


def read_offices() -> Offices:
    """Every office as the router takes them; one query."""
    rows = list(Office.objects.values_list("code", "name", "kind"))
    return Offices(
        {code: name for code, name, _ in rows}, frozenset(code for code, _, kind in rows if kind == "field")
    )


def _bottom(sample: Sample, top: int) -> int:
    """The id above which this piece ends."""
    if sample.chosen is None:
        return max(0, top - PIECE)
    left = sorted((key for key in sample.chosen if key <= top), reverse=True)
    return left[PIECE] if len(left) > PIECE else 0


def _with_facts(cases: Any) -> Iterator[tuple[str, Facts]]:
    """Number and facts of each case, the newest first."""
    decided = Decision.objects.filter(case=OuterRef("pk")).exclude(kind=DecisionKind.MANUAL)
    newest = Subquery(decided.order_by("-generation").values("facts")[:1], output_field=JSONField())
    rows = list(cases.annotate(decided_on=newest).order_by("-pk").values_list("pk", "number", "decided_on"))
    found = {pk: _usable(kept) for pk, _, kept in rows}
    if unknown := [pk for pk, facts in found.items() if facts is None]:
        found |= read_facts(unknown)
    for pk, number, _ in rows:
        facts = found[pk]
        if facts is not None:
            yield number, facts


def _usable(kept: Mapping[str, Any] | None) -> Facts | None:
    """The facts of a decision; None where it was made without them (a case the router gave up on)."""
    try:
        return Facts.from_json(kept) if kept else None
    except TypeError:
        return None
