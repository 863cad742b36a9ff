"""How often what was answered on the line: per topic and month, of nobody in particular.

Calls about protected people are left out, as from every statistic.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cases.models import Answer

MONTHS = 6


@dataclass(frozen=True)
class Line:
    """One topic: its code and name, the months with how many in each, and altogether."""

    topic: str
    name: str
    months: list[tuple[date, int]]
    total: int


@dataclass(frozen=True)
class Table:
    """The months (their first days), the topics that were answered, the most often first, and the sum of each month."""

    months: list[date]
    lines: list[Line]
    sums: list[int]
    total: int

    @property
    def months_and_sums(self) -> list[tuple[date, int]]:
        """Each month with its sum."""
        return list(zip(self.months, self.sums, strict=True))


def counts_by_topic(until: date, months: int = MONTHS) -> Table:
    """The last `months` months up to the one of `until`. One query."""
    columns = _months(until, months)
    found: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for row in _rows(columns[0]):
        found[row["topic"], row["topic__name"]][row["month"].date()] = row["many"]
    lines = [
        Line(code, name, [(month, counted.get(month, 0)) for month in columns], sum(counted.values()))
        for (code, name), counted in found.items()
    ]
    lines.sort(key=lambda line: (-line.total, line.name))
    sums = [sum(line.months[place][1] for line in lines) for place in range(months)]
    return Table(columns, lines, sums, sum(sums))


def _rows(since: date) -> Any:
    start = timezone.make_aware(datetime.combine(since, time.min))
    unprotected = Q(call__detainee__isnull=True) | Q(call__detainee__protected=False)
    told = Answer.objects.filter(unprotected, given_at__gte=start)
    by_month = told.annotate(month=TruncMonth("given_at")).values("topic", "topic__name", "month").order_by()
    return by_month.annotate(many=Count("pk"))


def _months(until: date, how_many: int) -> list[date]:
    last = until.year * 12 + until.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(last - how_many + 1, last + 1)]
