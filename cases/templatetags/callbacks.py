"""Half hours for a call-back, by day, in our time and in that of the place."""

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.callback_hours import UTC, ZONE, free_slots
from cases.forms.sofar import place_of
from helpline.face.templatetags.face import day_of, zone_of

if TYPE_CHECKING:
    from cases.forms.intake import IntakePage

register = template.Library()
CHOICE_DAYS = 5


class Choice(NamedTuple):
    """One option of the list: its value and its words."""

    value: str
    label: str


class Day(NamedTuple):
    """The half hours of one day."""

    label: str
    choices: list[Choice]


@register.simple_tag
def callback_days(page: "IntakePage") -> list[Day]:
    """What can be chosen on the intake page: the next days with room. A time chosen before stays in the list."""
    there = zone_of_place(page)
    return days_of([slot.at for slot in free_slots(timezone.now(), CHOICE_DAYS)], there, chosen_of(page))


@register.simple_tag
def callback_chosen(page: "IntakePage") -> str:
    """The value of the option chosen."""
    chosen = chosen_of(page)
    return value_of(chosen) if chosen else ""


@register.simple_tag
def days_to_try_again(after: datetime, there: str = "") -> list[Day]:
    """What can be chosen for the next try."""
    return days_of([slot.at for slot in free_slots(after, CHOICE_DAYS)], _zone(there), None)


def chosen_of(page: "IntakePage") -> datetime | None:
    """The half hour typed into the page, if it is one."""
    try:
        moment = parse_datetime(str(page.call["callback_at"].value() or "")[:40])
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment and timezone.is_aware(moment) else None


def zone_of_place(page: "IntakePage") -> ZoneInfo | None:
    """The time zone of the place the call comes from, where it is known and not ours."""
    place = place_of(page, page.call)
    facility = getattr(place, "facility", place)
    return _zone(getattr(facility, "timezone", ""))


def _zone(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name and name != ZONE.key else None


def value_of(at: datetime) -> str:
    """A moment as the value of an option."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def days_of(slots: list[datetime], there: ZoneInfo | None, chosen: datetime | None) -> list[Day]:
    """Half hours grouped by day, each in our time and, where that is another, the place's."""
    every = sorted({*slots, chosen} if chosen else {*slots})
    today = timezone.localdate(timezone=ZONE)
    return [
        Day(day_of(day, today), [Choice(value_of(at), _label(at, there)) for at in of_day])
        for day, of_day in groupby(every, key=lambda at: at.astimezone(ZONE).date())
    ]


def _label(at: datetime, there: ZoneInfo | None) -> str:
    ours = at.astimezone(ZONE)
    label = f"{ours:%a %H:%M} {zone_of(ours)}"
    if there is not None:
        local = at.astimezone(there)
        label += f" ({local:%H:%M} {zone_of(local)} there)"
    return label
