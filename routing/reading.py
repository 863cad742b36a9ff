"""Cases as plain rows: everything the router and the clock ask about a case, in one query for as many as you like."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from django.db import connection

from cases.models import Case

HOME_ZONE = ZoneInfo("America/New_York")

ROWS = """
SELECT c.id, c.number, c.opened_at, c.topic_id, t.name, t."group", c.urgency, c.accuses_staff, c.vulnerabilities,
       c.segregated_since, c.hearing_on, c.removal_on, k.caller_kind, k.language, k.started_at,
       coalesce(p.protected, false), f.id, f.key, f.shown_name, f.kind, f.state, f.county, f.timezone,
       h.id, h.key, h.shown_name
FROM cases_case c
JOIN cases_topic t ON t.code = c.topic_id
JOIN cases_call k ON k.id = c.call_id
LEFT JOIN cases_detainee p ON p.id = c.detainee_id
LEFT JOIN facilities_facility f ON f.id = c.facility_id
LEFT JOIN facilities_facility h ON h.id = c.held_at_id
WHERE c.id = ANY(%s::bigint[])
"""
WAITING = f"{ROWS} AND c.state = 'received' ORDER BY c.id FOR NO KEY UPDATE OF c"


class CaseRow(NamedTuple):
    """A case as the router knows it, without what people said or are called. Places are empty where none is known."""

    pk: int | None
    number: str
    opened_at: datetime | None
    topic: str
    topic_name: str
    group: str
    urgency: str
    accuses_staff: bool
    vulnerabilities: Sequence[str]
    segregated_since: date | None
    hearing_on: date | None
    removal_on: date | None
    caller_kind: str
    language: str
    started_at: datetime
    protected: bool
    place: int | None
    place_key: str | None
    place_name: str | None
    place_kind: str | None
    place_state: str | None
    place_county: str | None
    place_zone: str | None
    held: int | None
    held_key: str | None
    held_name: str | None

    @property
    def called_on(self) -> date:
        """The day of the call where the facility is (Eastern time where none is known)."""
        zone = ZoneInfo(self.place_zone) if self.place_zone else HOME_ZONE
        return self.started_at.astimezone(zone).date()

    @classmethod
    def of(cls, case: Case) -> Self:
        """The row of a case in memory, saved or not. Its topic, facility, held_at, detainee and call are loaded."""
        topic, call, place, held = case.topic, case.call, case.facility, case.held_at
        return cls(
            pk=case.pk,
            number=case.number,
            opened_at=case.opened_at if case.pk else None,
            topic=case.topic_id,
            topic_name=topic.name,
            group=topic.group,
            urgency=case.urgency,
            accuses_staff=case.accuses_staff,
            vulnerabilities=case.vulnerabilities,
            segregated_since=case.segregated_since,
            hearing_on=case.hearing_on,
            removal_on=case.removal_on,
            caller_kind=call.caller_kind,
            language=call.language,
            started_at=call.started_at,
            protected=bool(case.detainee and case.detainee.protected),
            place=place.pk if place else None,
            place_key=place.key if place else None,
            place_name=place.shown_name if place else None,
            place_kind=place.kind if place else None,
            place_state=place.state if place else None,
            place_county=place.county if place else None,
            place_zone=place.timezone if place else None,
            held=held.pk if held else None,
            held_key=held.key if held else None,
            held_name=held.shown_name if held else None,
        )


def rows_of(case_ids: Sequence[int]) -> list[CaseRow]:
    """These cases, in no order; one query."""
    return _read(ROWS, case_ids)


def waiting_rows(case_ids: Sequence[int], *, skip_locked: bool) -> dict[int, CaseRow]:
    """Those of these cases that still wait for their route, locked for this transaction; one query.

    Cases that somebody else holds locked are waited for, or left out.
    """
    query = f"{WAITING} SKIP LOCKED" if skip_locked else WAITING
    return {row.pk: row for row in _read(query, case_ids) if row.pk is not None}


def _read(query: str, case_ids: Sequence[int]) -> list[CaseRow]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(case_ids)])
        return [CaseRow._make(row) for row in cursor.fetchall()]
