"""Reading what the router needs to know, for many cases at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases.models import Case
from facilities import directory
from facilities.models import Office
from routing.router import Facts

HOME_ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Atlas:
    """The map as a batch needs it: every office by code, and who answered for each facility on each day."""

    offices: Mapping[str, Office]
    office_of: Mapping[tuple[int, date], Office]


def called_on(case: Case) -> date:
    """The day of the call where the facility is (Eastern time where none is known)."""
    zone = ZoneInfo(case.facility.timezone) if case.facility and case.facility.timezone else HOME_ZONE
    return case.call.started_at.astimezone(zone).date()


def read_atlas(cases: Sequence[Case]) -> Atlas:
    """Two queries, however many cases."""
    places = {(case.facility_id, called_on(case)) for case in cases if case.facility_id is not None}
    return Atlas(
        offices={office.code: office for office in Office.objects.all()},
        office_of=directory.offices_for(places),
    )


def facts_of(case: Case, atlas: Atlas) -> Facts:
    """The facts of one case. Its topic, facility and call are loaded."""
    day = called_on(case)
    answering = atlas.office_of.get((case.facility_id, day)) if case.facility_id is not None else None
    today = timezone.localdate()
    open_offices = {
        code: office.name
        for code, office in atlas.offices.items()
        if office.is_open(day) and office.is_open(today)
    }
    return Facts(
        topic=case.topic_id,
        topic_name=case.topic.name,
        group=case.topic.group,
        urgency=case.urgency,
        accuses_staff=case.accuses_staff,
        caller_kind=case.call.caller_kind,
        vulnerable=bool(case.vulnerabilities),
        facility=case.facility.key if case.facility else None,
        facility_name=case.facility.shown_name if case.facility else "",
        facility_office=answering.code if answering else None,
        called_on=day.isoformat(),
        offices=open_offices,
        field_offices=frozenset(code for code, office in atlas.offices.items() if office.kind == "field"),
    )
