"""When an office works: its hours by weekday, and the days it is closed beside the federal holidays.

Headquarters sets hours and closes every office at once; the lead of an office may close the office itself. Each change
says who made it, goes to the journal, and counts the open cases again that it touches.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from facilities import access
from facilities.models import ClosedDays, Office, OpeningHours
from facilities.signals import calendar_changed
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused

Week = Mapping[int, tuple[time, time]]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINARY_WEEK = range(5)
SHORTEST = timedelta(hours=1)
LONGEST_CLOSING = 31  # days
FARTHEST_BACK = timedelta(days=31)
FARTHEST_AHEAD = timedelta(days=730)
WHY_LIMIT = 120
NO_DAY = "Give the office hours on at least one weekday. Nothing could ever be due otherwise."
CHANGED = "Somebody else changed this calendar meanwhile. Look at it again, then decide."


def week_of(office: Office) -> dict[int, tuple[time, time]]:
    """Its hours by weekday (0 is Monday). One query."""
    rows = {row.weekday: (row.opens_at, row.closes_at) for row in office.opening_hours.all()}
    return rows or dict.fromkeys(ORDINARY_WEEK, (office.opens_at, office.closes_at))


def closings_of(office: Office | None) -> QuerySet[ClosedDays]:
    """Days the office is closed that were not taken back, those of every office too; for None only those."""
    whose = Q(office__isnull=True) if office is None else Q(office__isnull=True) | Q(office=office)
    return ClosedDays.objects.filter(whose, withdrawn_at__isnull=True).select_related("office", "made_by")


def version_of(office: Office) -> str:
    """A short text that is another one as soon as the hours or closings of the office are. Two queries."""
    parts = [f"{day} {opens} {closes}" for day, (opens, closes) in sorted(week_of(office).items())]
    parts += [f"{pk}" for pk in closings_of(office).order_by("pk").values_list("pk", flat=True)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def set_hours(office: Office, week: Week, *, seen: str, by: User) -> int:
    """Replace the hours of the week; `seen` is the version the person had before them.

    Gives back how many open cases are counted again. Raises `Refused` for hours that cannot be.
    """
    access.must_set_hours(by)
    if problem := next(iter(problems_of(week).values()), ""):
        raise Refused(problem)
    with transaction.atomic():
        _lock(office)
        if seen != version_of(office):
            raise Overtaken(CHANGED)
        was = in_words(week_of(office))
        OpeningHours.objects.filter(office=office).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(office=office, weekday=day, opens_at=opens, closes_at=closes)
            for day, (opens, closes) in sorted(week.items())
        )
        counted = calendar_changed([office])
        journal.record("set_week", office, by=by, was=was, now=in_words(week), cases=counted)
    return counted


def problems_of(week: Week) -> dict[int | None, str]:
    """What cannot be about these hours, by weekday (None: the whole week)."""
    if not week:
        return {None: NO_DAY}
    return {
        day: f"{WEEKDAYS[day]}: the office opens for an hour at least. Check both times."
        for day, (opens, closes) in sorted(week.items())
        if timedelta(hours=closes.hour - opens.hour, minutes=closes.minute - opens.minute) < SHORTEST
    }


def close_days(office: Office | None, starts_on: date, ends_on: date, why: str, *, by: User) -> ClosedDays:
    """Close an office (None: every office) on these days, both included; `counted` of the row says how many open
    cases are counted again. Raises `Refused` for days that cannot be."""
    access.must_close(by, office)
    must_be_a_closing(starts_on, ends_on, why)
    with transaction.atomic():
        offices = _lock(office)
        if closings_of(office).filter(office=office, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise Refused(
                "Some of these days are closed already. Take that closing back first, or choose others."
            )
        made = ClosedDays.objects.create(
            office=office, starts_on=starts_on, ends_on=ends_on, why=why.strip(), made_by=by
        )
        made.counted = calendar_changed(offices)
        days = {"from": starts_on.isoformat(), "to": ends_on.isoformat()}
        journal.record("closed_days", made, by=by, office=_code(office), cases=made.counted, **days)
    return made


def withdraw_closing(closing: ClosedDays, *, by: User) -> int:
    """Take closed days back; gives back how many open cases are counted again."""
    access.must_close(by, closing.office)
    with transaction.atomic():
        offices = _lock(closing.office)
        standing = ClosedDays.objects.filter(pk=closing.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_at=Now(), withdrawn_by=by):
            raise Overtaken("Somebody else took this closing back already.")
        counted = calendar_changed(offices)
        journal.record("withdrew_closing", closing, by=by, office=_code(closing.office), cases=counted)
    return counted


def must_be_a_closing(starts_on: date, ends_on: date, why: str) -> None:
    """Raise `Refused`, saying what to mend."""
    today = timezone.localdate()
    if not why.strip():
        raise Refused("Say why the office is closed.")
    if len(why.strip()) > WHY_LIMIT:
        raise Refused(f"Shorten the reason to {WHY_LIMIT} characters.")
    if ends_on < starts_on:
        raise Refused("The last day comes before the first one. Check both days.")
    if (ends_on - starts_on).days >= LONGEST_CLOSING:
        raise Refused(f"A closing lasts {LONGEST_CLOSING} days at most. Enter a longer one in parts.")
    if starts_on < today - FARTHEST_BACK or ends_on > today + FARTHEST_AHEAD:
        raise Refused("Choose days from a month ago to two years ahead.")


def in_words(week: Week) -> str:
    """Hours as people read them: `Monday 08:00-17:00, Tuesday 08:00-17:00`."""
    return ", ".join(
        f"{WEEKDAYS[day]} {opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in sorted(week.items())
    )


def in_short(week: Week) -> str:
    """Hours in one line, days with the same hours together: `Monday to Friday 08:00–17:00`."""
    runs: list[tuple[int, int, tuple[time, time]]] = []
    for day, hours in sorted(week.items()):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return ", ".join(
        f"{WEEKDAYS[first]}{'' if first == last else f' to {WEEKDAYS[last]}'} {opens:%H:%M}–{closes:%H:%M}"
        for first, last, (opens, closes) in runs
    )


def _code(office: Office | None) -> str:
    return office.code if office else "every office"


def _lock(office: Office | None) -> list[Office]:
    """The offices whose calendar changes, locked in one order, so that changes take turns."""
    offices = Office.objects.all() if office is None else Office.objects.filter(pk=office.pk)
    return list(offices.order_by("pk").select_for_update(no_key=True))
