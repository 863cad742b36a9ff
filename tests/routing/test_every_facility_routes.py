"""Every facility in use routes to its office, and those that changed office route by the day of the call.

`expected_offices.csv` is a truth table people can read: the office that the published lists name for a facility on the
day of the list. It was compiled apart from `facilities/reference`, so that a slip in either is found here.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from cases import intake
from cases.models import Case, Topic
from facilities.models import Facility
from helpline.accounts.models import User
from routing import dispatch
from routing.models import Decision
from tests.builders import submission, violations
from tests.cast import Cast

LATEST_LIST = date(2026, 4, 2)
IN_USE = 203
CHANGED = 13
NOON_EASTERN = time(17, tzinfo=UTC)

Place = tuple[str, date]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, read without the product's loader."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def expected() -> dict[Place, str]:
    """The truth table: which office a facility had on which day."""
    rows = rows_of(Path(__file__).parent / "expected_offices.csv")
    return {(row["facility"], date.fromisoformat(row["called_on"])): row["office"] for row in rows}


def routed(places: Iterable[Place], *, by: User) -> dict[Place, str]:
    """Where a conditions case from each facility, called in on that day, ends up. One call a day, one batch."""
    topic = Topic.objects.get(code="CON")
    facilities = Facility.objects.in_bulk(field_name="key")
    of_day: dict[date, list[str]] = defaultdict(list)
    for key, day in places:
        of_day[day].append(key)
    for day, keys in of_day.items():
        concerns = [
            intake.Concern(topic=topic, summary="The showers are cold.", facility=facilities[key])
            for key in keys
        ]
        called_at = datetime.combine(day, NOON_EASTERN)
        intake.submit(submission(*concerns, facility=None, started_at=called_at), by=by)
    dispatch.drain()
    cases = Case.objects.select_related("call", "facility", "office")
    return {(c.facility.key, c.call.started_at.date()): c.office.code for c in cases}  # type: ignore[union-attr]


def test_every_facility_in_use_in_2026_routes_to_its_office(cast: Cast) -> None:
    wanted = {place: office for place, office in expected().items() if place[1] == LATEST_LIST}
    in_use = set(Facility.objects.filter(in_use_2026=True).values_list("key", flat=True))
    assert len(in_use) == IN_USE
    assert {key for key, _ in wanted} == in_use
    assert routed(wanted, by=cast.operator) == wanted
    assert set(Decision.objects.values_list("rule", "kind")) == {("field-office", "automatic")}
    assert violations() == []


def test_today_they_route_to_the_office_of_the_newest_list(cast: Cast) -> None:
    today = datetime.now(UTC).date()
    wanted = {(key, today): office for (key, day), office in expected().items() if day == LATEST_LIST}
    assert routed(wanted, by=cast.operator) == wanted


def test_those_that_changed_office_route_by_the_day_of_the_call(cast: Cast) -> None:
    observed: dict[str, dict[Place, str]] = defaultdict(dict)
    for place, office in expected().items():
        observed[place[0]][place] = office
    changed = {key: days for key, days in observed.items() if len(set(days.values())) > 1}
    wanted = {place: office for days in changed.values() for place, office in days.items()}
    assert len(changed) == CHANGED
    assert routed(wanted, by=cast.operator) == wanted
    assert violations() == []


def test_the_last_day_of_an_assignment_and_the_first_of_the_next(cast: Cast) -> None:
    reference = Path(intake.__file__).parent.parent / "facilities" / "reference" / "assignments.csv"
    wanted: dict[Place, str] = {}
    for row in rows_of(reference):
        if row["valid_to"]:
            wanted[row["facility"], date.fromisoformat(row["valid_to"])] = row["office"]
        if row["valid_from"] != "2000-01-01":
            wanted[row["facility"], date.fromisoformat(row["valid_from"])] = row["office"]
    assert len(wanted) == 2 * CHANGED
    assert len({key for key, _ in wanted}) == CHANGED
    assert all(
        (key, day + timedelta(1)) in wanted or (key, day - timedelta(1)) in wanted for key, day in wanted
    )
    assert routed(wanted, by=cast.operator) == wanted
