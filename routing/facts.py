"""Reading what the router needs to know, for many cases at once.

The bell, the preview, the replay and the checks all get their facts here. `read_facts` is for saved cases and makes
no model instance of them: 100,000 cases are read in seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from cases.models import Case
from facilities.models import Activation, Assignment, Office
from routing.reading import HOME_ZONE, CaseRow, rows_of
from routing.router import Offices
from routing.rules.language import Facts

__all__ = [
    "HOME_ZONE",
    "Atlas",
    "atlas_for",
    "facts_in",
    "facts_of",
    "read_atlas",
    "read_facts",
    "stream_facts",
]

CHUNK = 2_000
SHUT_OUT = """
SELECT x.case_id, o.code FROM cases_exclusion x JOIN facilities_office o ON o.id = x.office_id
WHERE x.case_id = ANY(%s::bigint[])
"""
Term = tuple[date, date | None, str]


@dataclass(frozen=True)
class Atlas:
    """The map as a batch needs it: every office by code, who answered for each facility and when, where each
    facility stands in the roll-out, and which offices are shut out of which cases. `today` is the database's."""

    offices: Mapping[str, Office]
    terms: Mapping[int, Sequence[Term]]
    phase_states: Mapping[int, str]
    excluded: Mapping[int, Sequence[str]]
    today: date
    _closed: dict[date, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def book(self) -> Offices:
        """The offices as the router takes them."""
        codes = frozenset(code for code, office in self.offices.items() if office.kind == "field")
        return Offices({code: office.name for code, office in self.offices.items()}, codes)

    def office_on(self, place: int | None, day: date) -> str | None:
        """The code of the office that answered for a facility on this day."""
        terms = self.terms.get(place, ()) if place else ()
        return next((code for since, to, code in terms if since <= day and (to is None or day <= to)), None)

    def closed_on(self, day: date) -> tuple[str, ...]:
        """The offices that were closed on this day or are today, in order."""
        if day not in self._closed:
            days = {day, self.today}
            closed = (code for code, one in self.offices.items() if not all(one.is_open(on) for on in days))
            self._closed[day] = tuple(sorted(closed))
        return self._closed[day]

    def excluding(self, case_ids: Sequence[int]) -> "Atlas":
        """The same map for other cases; one query."""
        return Atlas(
            self.offices, self.terms, self.phase_states, _shut_out(case_ids), self.today, self._closed
        )


def read_atlas(cases: Sequence[Case]) -> Atlas:
    """The map around these cases, saved or not; four queries, however many."""
    return atlas_for([CaseRow.of(case) for case in cases])


def atlas_for(rows: Sequence[CaseRow]) -> Atlas:
    """The map around these rows; four queries, however many."""
    places = {key for row in rows for key in (row.place, row.held) if key}
    days = [row.called_on for row in rows]
    return _read_map(places, days, [row.pk for row in rows if row.pk])


def facts_of(case: Case, atlas: Atlas) -> Facts:
    """The facts of one case in memory. Its topic, facility, held_at, detainee and call are loaded."""
    return facts_in(CaseRow.of(case), atlas)


def facts_in(row: CaseRow, atlas: Atlas) -> Facts:
    """The facts of one case that was read as a row."""
    day = row.called_on
    return Facts(
        topic=row.topic,
        topic_name=row.topic_name,
        group=row.group,
        urgency=row.urgency,
        accuses_staff=row.accuses_staff,
        caller_kind=row.caller_kind,
        facility=row.place_key,
        facility_name=row.place_name or "",
        facility_office=atlas.office_on(row.place, day),
        called_on=day.isoformat(),
        vulnerabilities=tuple(sorted(row.vulnerabilities)),
        protected=row.protected,
        language=row.language,
        facility_type=row.place_kind or "",
        state=row.place_state or "",
        county=row.place_county or "",
        phase_state=atlas.phase_states.get(row.place, "") if row.place else "",
        held_at=row.held_key,
        held_at_name=row.held_name or "",
        held_at_office=atlas.office_on(row.held, day),
        days_in_segregation=_days(row.segregated_since, day),
        days_to_hearing=_days(day, row.hearing_on),
        days_to_removal=_days(day, row.removal_on),
        closed=atlas.closed_on(day),
        excluded=tuple(sorted(atlas.excluded.get(row.pk, ()))) if row.pk else (),
    )


def read_facts(case_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of these saved cases as they stand now; see `stream_facts` for very many."""
    return dict(stream_facts(case_ids))


def stream_facts(case_ids: Iterable[int]) -> Iterator[tuple[int, Facts]]:
    """Each case's id with its facts as they stand now, in no order. Three queries, and two for every 2,000 cases.

    Cases that do not exist are left out. Memory stays bounded however many are asked for.
    """
    waiting, atlas = iter(case_ids), None
    while chunk := list(islice(waiting, CHUNK)):
        atlas = atlas.excluding(chunk) if atlas else _read_map(None, (), chunk)
        for row in rows_of(chunk):
            if row.pk is not None:
                yield row.pk, facts_in(row, atlas)


def _read_map(places: set[int] | None, days: Sequence[date], case_ids: Sequence[int]) -> Atlas:
    """Of these facilities on these days; of all facilities for ever where `places` is None."""
    standing = Activation.objects.all()
    answering = Assignment.objects.order_by()
    if places is not None:
        standing = standing.filter(facility__in=places)
        held = Q(valid_to__isnull=True) | Q(valid_to__gte=min(days, default=date.max))
        answering = answering.filter(held, facility__in=places, valid_from__lte=max(days, default=date.min))
    terms: dict[int, list[Term]] = defaultdict(list)
    for place, since, to, code in answering.values_list(
        "facility_id", "valid_from", "valid_to", "office__code"
    ):
        terms[place].append((since, to, code))
    dated: list[Any] = list(Office.objects.annotate(today=TruncDate(Now(), tzinfo=HOME_ZONE)))
    return Atlas(
        offices={office.code: office for office in dated},
        terms=terms,
        phase_states=dict(standing.values_list("facility_id", "state")),
        excluded=_shut_out(case_ids),
        today=max((office.today for office in dated), default=date.min),
    )


def _shut_out(case_ids: Sequence[int]) -> dict[int, list[str]]:
    shut_out: dict[int, list[str]] = defaultdict(list)
    if case_ids:
        with connection.cursor() as cursor:
            cursor.execute(SHUT_OUT, [list(case_ids)])
            for case_id, code in cursor.fetchall():
                shut_out[case_id].append(code)
    return shut_out


def _days(first: date | None, then: date | None) -> int | None:
    """Days from one to the other; None where either is not known."""
    return (then - first).days if first and then else None
