"""The working calendar of each office: its hours and zone, the days it is closed, and the federal holidays."""

from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo

from django.db import connection

from facilities.models import Office
from facilities.workdays import holiday_name
from routing.clock import Calendar, Closing, Hours

ORDINARY_WEEK = range(5)  # Monday to Friday
READ = """
SELECT office_id, weekday, opens_at, closes_at, NULL::date, NULL::date, '' FROM facilities_openinghours
WHERE office_id = ANY(%(offices)s)
UNION ALL
SELECT office_id, NULL, NULL, NULL, starts_on, ends_on, why FROM facilities_closeddays
WHERE withdrawn_at IS NULL AND (office_id IS NULL OR office_id = ANY(%(offices)s))
"""


def calendars_of(offices: Iterable[Office]) -> dict[int, Calendar]:
    """When each of these offices works, by key. One query for any number; good for one batch, never kept longer."""
    by_key = {office.pk: office for office in offices}
    hours: dict[int, dict[int, Hours]] = {key: {} for key in by_key}
    closings: dict[int, list[Closing]] = {key: [] for key in by_key}
    if not by_key:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(READ, {"offices": list(by_key)})
        for key, weekday, opens, closes, starts_on, ends_on, why in cursor.fetchall():
            if weekday is not None:
                hours[key][weekday] = (opens, closes)
                continue
            for closed in by_key if key is None else [key]:
                closings[closed].append(Closing(starts_on, ends_on, why))
    return {
        key: calendar(
            office.timezone, hours[key] or ordinary(office.opens_at, office.closes_at), closings[key]
        )
        for key, office in by_key.items()
    }


def calendar_of(office: Office) -> Calendar:
    """When this office works. One query."""
    return calendars_of([office])[office.pk]


def ordinary(opens: time, closes: time) -> dict[int, Hours]:
    """The same hours from Monday to Friday."""
    return dict.fromkeys(ORDINARY_WEEK, (opens, closes))


def calendar(zone: str, hours: dict[int, Hours], closings: Iterable[Closing]) -> Calendar:
    """A calendar with the federal holidays; `BadCalendar` where it has no working weekday."""
    return Calendar(ZoneInfo(zone), hours, holiday_name, tuple(closings))
