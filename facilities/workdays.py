"""Which days are federal holidays, observed days included, and what they are called."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays


@cache
def federal_holidays() -> Callable[[date], bool]:
    """Tells of any day whether it is a federal holiday."""
    days = holidays.country_holidays("US", observed=True)
    return lambda day: day in days


@cache
def _named() -> holidays.HolidayBase:
    return holidays.country_holidays("US", observed=True)


@lru_cache(maxsize=20_000)
def holiday_name(day: date) -> str:
    """The name of the federal holiday this day is; empty for every other day."""
    return _named().get(day, "") or ""


def holidays_between(first: date, last: date) -> Iterator[tuple[date, str]]:
    """The federal holidays of these days, both included, in order, with their names."""
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if name := holiday_name(day):
            yield day, name
