"""Facilities for tests: a few that the reference facts bring, and as many invented ones as a list needs."""

import csv
from datetime import date
from pathlib import Path

from facilities.models import Activation, Assignment, Facility, Office, RolloutState
from facilities.naming import readable, search_text

REFERENCE = Path(__file__).resolve().parents[2] / "facilities" / "reference"
STEWART = "STWRTGA"  # Georgia: Atlanta, phase 2


def reference_rows(name: str) -> list[dict[str, str]]:
    """The rows of a reference file, as they stand in the file."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def stewart() -> Facility:
    """Stewart Detention Center."""
    return Facility.objects.get(key=STEWART)


def state_of(facility: Facility) -> RolloutState:
    """Where it stands, read again."""
    return RolloutState(Activation.objects.get(facility=facility).state)


def make_facility(key: str, name: str = "", **facts: object) -> Facility:
    """An invented facility that Atlanta answers for."""
    name = name or f"INVENTED JAIL {key}"
    facility = Facility.objects.create(
        key=key,
        name=name,
        shown_name=readable(name),
        kind="IGSA",
        search=search_text(key, "", [name], [str(facts.get("city", "")), str(facts.get("state", ""))]),
        **facts,
    )
    Assignment.objects.create(
        facility=facility,
        office=Office.objects.get(code="ATL"),
        valid_from=date(2000, 1, 1),
        basis="Invented.",
    )
    return facility


def make_facilities(number: int) -> list[Facility]:
    """That many invented facilities in the town of Quillby."""
    return [make_facility(f"QUILLBY{place}", city="Quillby", in_use_2026=True) for place in range(number)]
