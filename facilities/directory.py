"""Looking things up on the map: the only look-ups other rooms need."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from facilities.models import Activation, Assignment, Facility, Line, LineKind, Office
from facilities.models.facility import ALIKE
from facilities.naming import LONGEST_QUERY, plain

EXACT, BEGINNINGS, PARTS, RESEMBLANCE = range(4)
NEARLY_AS_CLOSE = 0.2
CODE = re.compile(r"[A-Za-z0-9-]{1,66}")


@dataclass(frozen=True)
class Found:
    """A facility as a list shows it: other names, today's office, where it stands in the roll-out."""

    facility: Facility
    other_names: tuple[str, ...]
    office: Office | None
    activation: Activation | None


def facility_for_line(line: Line) -> Facility | None:
    """The facility a line rings from; None for the public line."""
    return line.facility


def office_for(facility: Facility, *, on: date) -> Office | None:
    """The office that answers for the facility on this day; None where nobody is recorded."""
    assignment = facility.assignments.in_force(on).select_related("office").first()
    return assignment.office if assignment else None


def offices_for(places: Iterable[tuple[int, date]]) -> dict[tuple[int, date], Office]:
    """The answering office of many (facility id, day) pairs, with one query; pairs without one are left out."""
    places = set(places)
    if not places:
        return {}
    days = [day for _, day in places]
    rows = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=min(days)),
        facility_id__in={facility_id for facility_id, _ in places},
        valid_from__lte=max(days),
    )
    of_facility: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.select_related("office"):
        of_facility[row.facility_id].append(row)
    return {
        (facility_id, day): row.office
        for facility_id, day in places
        for row in of_facility[facility_id]
        if row.holds_on(day)
    }


def describe(facilities: Iterable[Facility], *, on: date | None = None) -> list[Found]:
    """These facilities, read with `in_full()`, as a list shows them, in their order; one more query for all."""
    day = on or timezone.localdate()
    rows = list(facilities)
    offices = offices_for((row.pk, day) for row in rows)
    return [
        Found(
            facility=row,
            other_names=tuple(getattr(row, "other_names", ())),
            office=offices.get((row.pk, day)),
            activation=getattr(row, "activation", None),
        )
        for row in rows
    ]


def find_facilities(text: str, limit: int = 8) -> list[Facility]:
    """The facilities a person most likely means by part of a name, a code or a city, slips of the pen included.

    The facility whose key it is comes first, then whole beginnings of words before parts of words, each time those
    in use before others. Look-alikes are given only where nothing else fits. One query; `describe` adds the rest."""
    wanted = plain(text[:LONGEST_QUERY])
    if not wanted:
        return []
    parts = Q(*(Q(search__contains=word) for word in wanted.split()))
    beginnings = Q(*(Q(search__regex=rf"\m{word}") for word in wanted.split()))
    code = text.strip().upper() if CODE.fullmatch(text.strip()) else ""
    rows = (
        Facility.objects.in_full()
        .annotate(
            alike=TrigramWordSimilarity(wanted, "search"),
            closeness=Case(
                When(key=code, then=Value(EXACT)),
                When(beginnings, then=Value(BEGINNINGS)),
                When(parts, then=Value(PARTS)),
                default=Value(RESEMBLANCE),
                output_field=IntegerField(),
            ),
            starts=Case(When(search__startswith=wanted, then=Value(0)), default=Value(1)),
        )
        .filter(parts | Q(key=code) | Q(alike__gte=ALIKE))
        .order_by("closeness", "-in_use_2026", "starts", "-alike", "shown_name", "key")[:limit]
    )
    ranked = [
        (row, int(getattr(row, "closeness", RESEMBLANCE)), float(getattr(row, "alike", 0))) for row in rows
    ]
    named = [row for row, closeness, _ in ranked if closeness < RESEMBLANCE]
    best = max((alike for *_, alike in ranked), default=0.0)
    return named or [row for row, _, alike in ranked if alike >= best - NEARLY_AS_CLOSE]


def find_lines(text: str) -> list[Line]:
    """Public lines whose code or label has every word of the text."""
    words = plain(text[:LONGEST_QUERY]).split()
    if not words:
        return []
    lines = Line.objects.filter(kind=LineKind.PUBLIC, active=True)
    return [line for line in lines if all(word in plain(f"{line.code} {line.label}") for word in words)]


def resolve_place(text: str) -> Facility | Line | None:
    """The one line or facility that this text names: a line's code; a facility's key, code, name or other name,
    or its name with city and state as lists show it. None when nothing or more than one thing is named."""
    text = text.strip()
    if CODE.fullmatch(text):
        code = text.upper()
        line = Line.objects.filter(code=code, active=True).select_related("facility").first()
        if line:
            return line
        facility = Facility.objects.filter(Q(key=code) | Q(code=code)).first()
        if facility:
            return facility
    wanted = plain(text) if len(text) <= 2 * LONGEST_QUERY else ""
    lines = [line for line in find_lines(text) if plain(line.label) == wanted]
    if lines:
        return lines[0]
    named = [
        facility
        for facility in Facility.objects.named_like(wanted).prefetch_related("aliases")
        if wanted in _names(facility)
    ]
    return named[0] if len(named) == 1 else None


def _names(facility: Facility) -> set[str]:
    other = [alias.name for alias in facility.aliases.all()]
    return {plain(name) for name in (facility.name, facility.shown_name, facility.label, *other)}
