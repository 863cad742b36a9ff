"""The ground that rules are checked on: the map of one day, every code there is, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases import languages
from cases.models import CallerKind, Topic, TopicGroup, Urgency, Vulnerability
from facilities import directory, states
from facilities.models import Activation, Facility, FacilityKind, Office, Referral, RolloutState
from routing.checks.situations import Domain, Spot, Subject
from routing.router import Offices
from routing.rules.vocabulary import CALLERS


@dataclass(frozen=True)
class Ground:
    """`values` are all the codes of each fact, `shut` the offices that are not open on the day and why, `outside` the
    places without a queue, `names` what codes are called in an example."""

    day: date
    domain: Domain
    offices: Offices
    shut: Mapping[str, str]
    outside: Mapping[str, str]
    values: Mapping[str, frozenset[str]]
    names: Mapping[str, Mapping[str, str]]


def read_ground(day: date) -> Ground:
    """The map as it is on this day and the taxonomy of now. Six queries."""
    offices = list(Office.objects.all())
    domain = Domain(
        day=day.isoformat(),
        subjects=_subjects(),
        spots=_spots(day),
        caller_kinds=tuple(CallerKind.values),
        vulnerabilities=tuple(Vulnerability.values),
        languages=tuple(dict.fromkeys([languages.DEFAULT, *languages.BY_CODE, languages.NOT_KNOWN])),
    )
    field = frozenset(office.code for office in offices if office.kind == "field")
    return Ground(
        day=day,
        domain=domain,
        offices=Offices({office.code: office.name for office in offices}, field),
        shut={office.code: _why_shut(office, day) for office in offices if not office.is_open(day)},
        outside=dict(Referral.objects.values_list("code", "name")),
        values=_values(domain, offices),
        names={
            "caller_kind": {str(code): name for code, name in CALLERS.items()},
            "vulnerability": {code: str(name) for code, name in Vulnerability.choices},
            "language": {code: one.name for code, one in languages.BY_CODE.items()},
        },
    )


def _subjects() -> tuple[Subject, ...]:
    rows = Topic.objects.filter(opens_case=True).order_by("-urgency", "code")
    return tuple(Subject(row.code, row.name, row.group, row.urgency, row.accuses_staff) for row in rows)


def _spots(day: date) -> tuple[Spot, ...]:
    rows = Facility.objects.order_by("-in_use_2026", "key").defer("search")
    answering = directory.offices_for((row.pk, day) for row in rows)
    standing = dict(Activation.objects.values_list("facility_id", "state"))
    return tuple(
        Spot(
            row.key, row.shown_name, row.kind,
            office=answering[row.pk, day].code if (row.pk, day) in answering else None,
            state=row.state, county=row.county, phase_state=standing.get(row.pk, ""),
        )
        for row in rows
    )  # fmt: skip


def _values(domain: Domain, offices: list[Office]) -> dict[str, frozenset[str]]:
    """Every code of each fact; the empty text says that it is not known."""
    codes = frozenset(office.code for office in offices)
    return {
        "topic": frozenset(Topic.objects.values_list("code", flat=True)),
        "group": frozenset(TopicGroup.values),
        "urgency": frozenset(Urgency.values),
        "facility": frozenset(spot.key for spot in domain.spots),
        "facility_type": frozenset({"", *FacilityKind.values}),
        "office": codes,
        "office_of_person": codes,
        "state": frozenset({"", *states.NAMES, *(spot.state for spot in domain.spots)}),
        "county": frozenset({"", *(spot.county for spot in domain.spots)}),
        "phase_state": frozenset({"", *RolloutState.values}),
        "caller_kind": frozenset(domain.caller_kinds),
        "language": frozenset({"", *domain.languages}),
        "vulnerability": frozenset(domain.vulnerabilities),
    }


def _why_shut(office: Office, day: date) -> str:
    if office.closed_on and office.closed_on <= day:
        return f"closed on {_in_words(office.closed_on)}"
    return f"opens only on {_in_words(office.opened_on)}" if office.opened_on else "is not open"


def _in_words(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
