"""Which days are federal holidays, observed days included."""

from collections.abc import Callable
from datetime import date
from functools import cache

import holidays


@cache
def federal_holidays() -> Callable[[date], bool]:
    """Tells of any day whether it is a federal holiday."""
    days = holidays.country_holidays("US", observed=True)
    return lambda day: day in days
