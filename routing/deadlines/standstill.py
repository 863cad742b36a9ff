"""The pauses of cases as the clock reads them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from routing.clock import Calendar, Standstill
from routing.models import Pause


def pauses_of(cases: Iterable[int]) -> dict[int, list[Pause]]:
    """Every pause of these cases, by case, in order. One query, none for no case."""
    found: dict[int, list[Pause]] = defaultdict(list)
    if keys := list(cases):
        for pause in (
            Pause.objects.filter(case__in=keys).select_related("began_by").order_by("began_at", "id")
        ):
            found[pause.case_id].append(pause)
    return found


def runs_again_at(pause: Pause, zone: ZoneInfo) -> datetime:
    """When the clock runs again: when the pause was ended, at the latest as its last day begins in this zone."""
    assert pause.until is not None  # noqa: S101  (the verb asks for it)
    until = datetime.combine(pause.until, time(0), tzinfo=zone)
    return min(until, pause.ended_at) if pause.ended_at else until


def standstills(pauses: Iterable[Pause], calendar: Calendar) -> list[Standstill]:
    """When business time stands still for a case that this calendar counts for."""
    return [
        Standstill(pause.began_at, ends, pause.get_reason_display())
        for pause in pauses
        for ends in [runs_again_at(pause, calendar.zone)]
        if ends > pause.began_at
    ]
