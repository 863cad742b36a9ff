"""The working calendar of each office: its hours and zone, and the federal holidays (observed days included)."""

from collections.abc import Callable
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from facilities.models import Office
from routing.clock import Calendar


@cache
def _federal() -> Callable[[date], bool]:
    days = holidays.country_holidays("US", observed=True)
    return lambda day: day in days


def calendar_of(office: Office) -> Calendar:
    """When this office works."""
    return Calendar(
        zone=ZoneInfo(office.timezone), opens=office.opens_at, closes=office.closes_at, is_holiday=_federal()
    )
