"""Reading what the router needs to know, for many cases at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.models import Case, Exclusion
from facilities import directory
from facilities.models import Activation, Facility, Office
from routing.language import Facts
from routing.router import Offices

HOME_ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Atlas:
    """The map as a batch needs it: every office by code, who answered for each facility on each day, where each
    facility stands in the roll-out, and which offices are shut out of which cases."""

    offices: Mapping[str, Office]
    office_of: Mapping[tuple[int, date], Office]
    phase_states: Mapping[int, str]
    excluded: Mapping[int, Sequence[str]]

    @property
    def book(self) -> Offices:
        """The offices as the router takes them."""
        field = frozenset(code for code, office in self.offices.items() if office.kind == "field")
        return Offices({code: office.name for code, office in self.offices.items()}, field)


def called_on(case: Case) -> date:
    """The day of the call where the facility is (Eastern time where none is known)."""
    zone = ZoneInfo(case.facility.timezone) if case.facility and case.facility.timezone else HOME_ZONE
    return case.call.started_at.astimezone(zone).date()


def read_atlas(cases: Sequence[Case]) -> Atlas:
    """Four queries, however many cases."""
    places = {(key, called_on(case)) for case in cases for key in (case.facility_id, case.held_at_id) if key}
    shut_out = defaultdict(list)
    rows = Exclusion.objects.filter(case__in=[case.pk for case in cases if case.pk], office__isnull=False)
    for case_id, code in rows.values_list("case_id", "office__code"):
        shut_out[case_id].append(code)
    standing = Activation.objects.filter(facility__in={key for key, _ in places})
    return Atlas(
        offices={office.code: office for office in Office.objects.all()},
        office_of=directory.offices_for(places),
        phase_states=dict(standing.values_list("facility_id", "state")),
        excluded=shut_out,
    )


def facts_of(case: Case, atlas: Atlas) -> Facts:
    """The facts of one case. Its topic, facility, held_at, detainee and call are loaded."""
    day, today = called_on(case), timezone.localdate()
    place, now_at = case.facility, case.held_at
    closed = (code for code, one in atlas.offices.items() if not (one.is_open(day) and one.is_open(today)))
    return Facts(
        topic=case.topic_id,
        topic_name=case.topic.name,
        group=case.topic.group,
        urgency=case.urgency,
        accuses_staff=case.accuses_staff,
        caller_kind=case.call.caller_kind,
        facility=place.key if place else None,
        facility_name=place.shown_name if place else "",
        facility_office=_office_code(place, day, atlas),
        called_on=day.isoformat(),
        vulnerabilities=tuple(sorted(case.vulnerabilities)),
        protected=bool(case.detainee and case.detainee.protected),
        language=case.call.language,
        facility_type=place.kind if place else "",
        state=place.state if place else "",
        county=place.county if place else "",
        phase_state=atlas.phase_states.get(place.pk, "") if place else "",
        held_at=now_at.key if now_at else None,
        held_at_name=now_at.shown_name if now_at else "",
        held_at_office=_office_code(now_at, day, atlas),
        days_in_segregation=_days(case.segregated_since, day),
        days_to_hearing=_days(day, case.hearing_on),
        days_to_removal=_days(day, case.removal_on),
        closed=tuple(sorted(closed)),
        excluded=tuple(sorted(atlas.excluded.get(case.pk, ()))),
    )


def _office_code(place: Facility | None, day: date, atlas: Atlas) -> str | None:
    answering = atlas.office_of.get((place.pk, day)) if place else None
    return answering.code if answering else None


def _days(first: date | None, then: date | None) -> int | None:
    """Days from one to the other; None where either is not known."""
    return (then - first).days if first and then else None
