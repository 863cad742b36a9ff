"""The working calendar of each office: its hours and zone, and the federal holidays (observed days included)."""

from zoneinfo import ZoneInfo

from facilities.models import Office
from facilities.workdays import federal_holidays
from routing.clock import Calendar


def calendar_of(office: Office) -> Calendar:
    """When this office works."""
    return Calendar(
        zone=ZoneInfo(office.timezone),
        opens=office.opens_at,
        closes=office.closes_at,
        is_holiday=federal_holidays(),
    )
