"""When we call back: half hours of the week with so many places each, in Eastern time, never on a federal holiday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count

from cases.models import Callback, CallbackHours
from facilities.workdays import federal_holidays
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused

ZONE = ZoneInfo("America/New_York")
UTC = ZoneInfo("UTC")
HALF_HOUR = timedelta(minutes=30)
AHEAD = timedelta(days=14)  # how far ahead a call-back can be agreed on
USUAL = {"opens": time(8), "closes": time(20), "places": 4}
MOST_PLACES = 200
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOT_HALF_HOURS = "Hours begin and end on a half hour, and end after they begin."


@dataclass(frozen=True)
class Slot:
    """A half hour in which somebody can be called back, with how many places are left in it."""

    at: datetime
    left: int


@dataclass(frozen=True)
class Opening:
    """The hours of one weekday (Monday is 0)."""

    weekday: int
    opens: time
    closes: time
    places: int


def load_hours() -> int:
    """Monday to Friday, eight to eight, where nothing is set yet. Gives back how many weekdays have hours."""
    if not CallbackHours.objects.exists():
        CallbackHours.objects.bulk_create([CallbackHours(weekday=day, **USUAL) for day in range(5)])
    return CallbackHours.objects.count()


def opened() -> dict[int, CallbackHours]:
    """The hours by weekday."""
    return {hours.weekday: hours for hours in CallbackHours.objects.all()}


def slots_of(day: date, hours: Mapping[int, CallbackHours]) -> list[tuple[datetime, int]]:
    """The half hours of a day (UTC) with the places of each; none on a holiday or a day without hours."""
    there = hours.get(day.weekday())
    if there is None or not there.places or federal_holidays()(day):
        return []
    at = datetime.combine(day, there.opens, tzinfo=ZONE).astimezone(UTC)
    end = datetime.combine(day, there.closes, tzinfo=ZONE).astimezone(UTC)
    found = []
    while at + HALF_HOUR <= end:
        found.append((at, there.places))
        at += HALF_HOUR
    return found


def places_at(at: datetime, hours: Mapping[int, CallbackHours] | None = None) -> int:
    """How many call-backs fit into the half hour that begins at this moment; 0 where none begins."""
    there = opened() if hours is None else hours
    return dict(slots_of(at.astimezone(ZONE).date(), there)).get(at.astimezone(UTC), 0)


def free_slots(after: datetime, days: int = 5, *, most: int = 200) -> list[Slot]:
    """The half hours that begin after a moment and have a place left, on the next so many days that have any.

    At most `most` of them, none further than `AHEAD`. Two queries.
    """
    hours, day, last = opened(), after.astimezone(ZONE).date(), (after + AHEAD).astimezone(ZONE).date()
    open_slots: list[tuple[datetime, int]] = []
    while days and day <= last and hours:
        of_day = [(at, places) for at, places in slots_of(day, hours) if at > after]
        open_slots += of_day
        days -= bool(of_day)
        day += timedelta(days=1)
    taken = taken_in([at for at, _ in open_slots])
    free = [Slot(at, places - taken.get(at, 0)) for at, places in open_slots]
    return [slot for slot in free if slot.left > 0][:most]


def taken_in(slots: Sequence[datetime]) -> dict[datetime, int]:
    """How many call-backs still to be made stand in each of these half hours."""
    rows = Callback.objects.open().filter(slot_at__in=slots).order_by()
    return dict(rows.values_list("slot_at").annotate(many=Count("pk")))


def set_hours(openings: Sequence[Opening], *, by: User) -> None:
    """Replace the hours of the week. What is agreed already stays agreed."""
    for opening in openings:
        on_grid = all(not at.minute % 30 and not at.second for at in (opening.opens, opening.closes))
        if not on_grid or opening.opens >= opening.closes or not 0 < opening.places <= MOST_PLACES:
            raise Refused(NOT_HALF_HOURS)
    with transaction.atomic():
        gone = CallbackHours.objects.exclude(weekday__in=[opening.weekday for opening in openings])
        journal.record_many([("ended_hours", hours, {"weekday": hours.weekday}) for hours in gone], by=by)
        gone.delete()
        for opening in openings:
            told = {"opens": opening.opens, "closes": opening.closes, "places": opening.places}
            now, _ = CallbackHours.objects.update_or_create(weekday=opening.weekday, defaults=told)
            said = {name: str(value) for name, value in told.items()}
            journal.record("set_hours", now, by=by, weekday=opening.weekday, **said)
