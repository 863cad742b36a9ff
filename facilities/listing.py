"""A page of facilities, filtered: the same reading for the list, the roll-out and the API."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from facilities.directory import Found, describe
from facilities.models import Facility
from facilities.models.facility import FacilityQuerySet

ROWS = 50
PAGE_NUMBER = re.compile("[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Listing:
    """One page. `alike` says that nothing is called so and these are look-alikes."""

    rows: list[Found]
    total: int
    page: int
    pages: int
    alike: bool

    @property
    def first(self) -> int:
        """The place of the first row in the whole list."""
        return (self.page - 1) * ROWS + 1

    @property
    def last(self) -> int:
        """The place of the last row in the whole list."""
        return self.first + len(self.rows) - 1


def chosen_facilities(chosen: Mapping[str, str]) -> FacilityQuerySet:
    """The facilities that pass the filters `office`, `phase`, `state` and `use`. The text `q` is another matter."""
    facilities = Facility.objects.all()
    if office := chosen.get("office"):
        facilities = facilities.answered_by(office, timezone.localdate())
    if phase := chosen.get("phase"):
        facilities = facilities.in_phase(int(phase))
    if state := chosen.get("state"):
        facilities = facilities.in_state(state)
    if use := chosen.get("use"):
        facilities = facilities.filter(in_use_2026=use == "now")
    return facilities


def read_listing(facilities: FacilityQuerySet, text: str, page: str) -> Listing:
    """The page asked for, or the nearest there is. Three queries; one more when only look-alikes are found."""
    rows = facilities.named_like(text) if text else facilities
    total = rows.count()
    alike = bool(text) and total == 0
    if alike:
        rows = facilities.resembling(text)
        total = rows.count()
    pages = max(1, math.ceil(total / ROWS))
    number = min(int(page), pages) if PAGE_NUMBER.fullmatch(page) else 1
    ordered = rows if alike else rows.by_name()
    found = describe(ordered.in_full()[(number - 1) * ROWS : number * ROWS])
    return Listing(found, total, number, pages, alike and total > 0)
