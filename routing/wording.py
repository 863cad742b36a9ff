"""How a due time reads on a page. Pure: it is told the time and the zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueWords:
    """A due time in a few words, whether it has passed, and the exact time for whoever wants it."""

    text: str
    late: bool
    exact: str


def span(length: timedelta) -> str:
    """A length of time in one unit, rounded down: `25 min`, `3 h`, `4 days`."""
    if length < HOUR:
        return f"{max(1, int(length.total_seconds() // 60))} min"
    if length < 2 * DAY:
        return f"{int(length / HOUR)} h"
    return f"{length.days} days"


def due_words(due_at: datetime, now: datetime, zone: tzinfo) -> DueWords:
    """`2 h late`, `due 17:05` today, `due Tue 16:00` within the week, `due 7 Dec` later."""
    local, today = due_at.astimezone(zone), now.astimezone(zone).date()
    exact = f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"
    if due_at <= now:
        return DueWords(f"{span(now - due_at)} late", True, exact)
    if local.date() == today:
        return DueWords(f"due {local:%H:%M}", False, exact)
    if (local.date() - today).days < 7:
        return DueWords(f"due {local:%a %H:%M}", False, exact)
    return DueWords(f"due {local.day} {local:%b}", False, exact)
