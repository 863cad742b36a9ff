"""Loading the map from the files in `facilities/reference`. Idempotent; inserts and updates, never deletes.

Published facts (offices, facilities, names) follow the files. What headquarters decides (assignments, lines,
phases, the roll-out) is planted once where nothing is there yet; afterwards what people changed stays."""

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from facilities.bulk import Tally, upsert
from facilities.models import (
    PUBLIC_LINE,
    Activation,
    Assignment,
    Facility,
    FacilityAlias,
    Line,
    LineKind,
    Office,
    Phase,
    Referral,
    RolloutState,
    SubOffice,
    line_code,
)
from facilities.naming import readable, search_text
from helpline.audit import journal

FOLDER = Path(__file__).parent / "reference"
NATIONWIDE = 9
PLANNED_BECAUSE = "The roll-out plan that ships with the product."
PUBLIC_LABEL = "Public line, 1-888-351-4024"
DATES = {"opened_on", "starts_on", "ends_on", "valid_from", "valid_to"}
TIMES = {"opens_at", "closes_at"}
FLAGS = {"in_use_2012_2013", "in_use_2026", "certain"}

Told = Callable[[str], object]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one reference file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@transaction.atomic
def load_map(report: Told) -> None:
    """Bring the map in line with the files; report table by table what was created, updated, unchanged."""
    report(str(_load_offices()))
    offices = {office.code: office for office in Office.objects.all()}
    report(str(_load_sub_offices(offices)))
    report(str(_load_referrals()))
    report(str(_load_facilities()))
    facilities = {facility.key: facility for facility in Facility.objects.all()}
    report(str(_load_aliases(facilities)))
    report(str(_load_assignments(facilities, offices)))
    report(str(_load_lines(facilities)))
    report(str(_load_phases(offices)))
    report(str(_load_plans(facilities)))


def _value(column: str, text: str) -> object:
    if column in DATES:
        return date.fromisoformat(text) if text else None
    if column in TIMES:
        return time.fromisoformat(text)
    if column in FLAGS:
        return text == "1"
    if column == "holds_over_72h":
        return text == "1" if text else None
    if column.startswith("population_"):
        return Decimal(text).quantize(Decimal("0.01")) if text else None
    return text


def _values(row: dict[str, str], *but: str) -> dict[str, object]:
    return {column: _value(column, text) for column, text in row.items() if column not in but}


def _load_offices() -> Tally:
    rows = [_values(row) for row in rows_of("offices")]
    return upsert("Offices", [Office(**row) for row in rows], ("code",), [n for n in rows[0] if n != "code"])


def _load_referrals() -> Tally:
    rows = [_values(row) for row in rows_of("referrals")]
    return upsert(
        "Referrals", [Referral(**row) for row in rows], ("code",), [n for n in rows[0] if n != "code"]
    )


def _load_sub_offices(offices: dict[str, Office]) -> Tally:
    rows = [(_values(row, "office"), offices[row["office"]]) for row in rows_of("sub_offices")]
    branches = [SubOffice(office=office, **row) for row, office in rows]
    return upsert(
        "Sub-offices", branches, ("name",), ["office_id", "address", "city", "state", "zip", "area"]
    )


def _load_facilities() -> Tally:
    rows = rows_of("facilities")
    known = defaultdict(list)
    for key, name in FacilityAlias.objects.values_list("facility__key", "name"):
        known[key].append(name)
    facilities = []
    for row in rows:
        names = [row["name"], row["other_name"], *known[row["key"]]]
        search = search_text(row["key"], row["code"], names, [row["city"], row["state"], row["county"]])
        facilities.append(
            Facility(shown_name=readable(row["name"]), search=search, **_values(row, "other_name"))
        )
    fields = [name for name in rows[0] if name not in {"key", "other_name"}]
    return upsert("Facilities", facilities, ("key",), [*fields, "shown_name", "search"])


def _load_aliases(facilities: dict[str, Facility]) -> Tally:
    aliases = [
        FacilityAlias(
            facility=facilities[row["key"]], name=row["other_name"], shown_name=readable(row["other_name"])
        )
        for row in rows_of("facilities")
        if row["other_name"]
    ]
    return upsert("Other names", aliases, ("facility_id", "name"), ["shown_name"])


def _load_assignments(facilities: dict[str, Facility], offices: dict[str, Office]) -> Tally:
    """A facility that has any assignment keeps what it has: offices change by hand after the first load."""
    assigned = set(Assignment.objects.values_list("facility_id", flat=True))
    rows = [
        Assignment(
            facility=facilities[row["facility"]],
            office=offices[row["office"]],
            **_values(row, "facility", "office"),
        )
        for row in rows_of("assignments")
    ]
    new = [row for row in rows if row.facility_id not in assigned]
    Assignment.objects.bulk_create(new)
    return Tally("Assignments", len(new), 0, len(rows) - len(new))


def _load_lines(facilities: dict[str, Facility]) -> Tally:
    lines = [Line(code=PUBLIC_LINE, label=PUBLIC_LABEL, kind=LineKind.PUBLIC)]
    lines += [
        Line(code=line_code(facility), label=facility.label, kind=LineKind.FACILITY, facility=facility)
        for facility in facilities.values()
        if facility.in_use_2026
    ]
    return upsert("Lines", lines, ("code",), [])


def _load_phases(offices: dict[str, Office]) -> Tally:
    """Phases that exist stay as headquarters has filled them in."""
    standing = set(Phase.objects.values_list("number", flat=True))
    rows = [row for row in rows_of("phases") if int(row["number"]) not in standing]
    phases = Phase.objects.bulk_create(Phase(**_values(row, "offices")) for row in rows)
    Phase.offices.through.objects.bulk_create(
        Phase.offices.through(phase_id=phase.pk, office_id=offices[code].pk)
        for phase, row in zip(phases, rows, strict=True)
        for code in filter(None, row["offices"].split(";"))
    )
    return Tally("Phases", len(phases), 0, len(standing))


def _load_plans(facilities: dict[str, Facility]) -> Tally:
    """Plan every facility in use that has no plan yet: in the phase of its office, else nationwide."""
    phases = {phase.number: phase for phase in Phase.objects.all()}
    named = Phase.offices.through.objects.filter(phase__certain=True).exclude(phase__number=NATIONWIDE)
    phase_of = {office: phases[number] for office, number in named.values_list("office_id", "phase__number")}
    nationwide = phases[NATIONWIDE]
    planned = set(Activation.objects.values_list("facility_id", flat=True))
    today = Assignment.objects.in_force(timezone.localdate()).values_list("facility_id", "office_id")
    office_of = dict(today)
    at = timezone.now()
    in_use = [facility for facility in facilities.values() if facility.in_use_2026]
    new = [
        Activation(
            facility=facility,
            phase=phase_of.get(office_of.get(facility.pk, 0), nationwide),
            state=RolloutState.PLANNED,
            changed_at=at,
            why=PLANNED_BECAUSE,
        )
        for facility in in_use
        if facility.pk not in planned
    ]
    Activation.objects.bulk_create(new)
    changes = [
        ("scheduled", plan.facility, {"phase": plan.phase.number, "why": plan.why})
        for plan in new
        if plan.phase
    ]
    journal.record_many(changes, by=None)
    return Tally("Roll-out plans", len(new), 0, len(in_use) - len(new))
