"""The map is loaded from the reference files, again and again, and never undoes what people decided."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilities import rollout
from facilities.loading import load_map
from facilities.models import (
    Activation,
    Assignment,
    Facility,
    FacilityAlias,
    Line,
    Office,
    Phase,
    RolloutState,
)
from helpline.audit.models import Entry
from tests.cast import Cast
from tests.facilities.places import stewart

pytestmark = pytest.mark.django_db

UNCHANGED = [
    "Offices: 0 created, 0 updated, 34 unchanged.",
    "Sub-offices: 0 created, 0 updated, 121 unchanged.",
    "Referrals: 0 created, 0 updated, 7 unchanged.",
    "Facilities: 0 created, 0 updated, 583 unchanged.",
    "Other names: 0 created, 0 updated, 36 unchanged.",
    "Assignments: 0 created, 0 updated, 596 unchanged.",
    "Lines: 0 created, 0 updated, 204 unchanged.",
    "Phases: 0 created, 0 updated, 4 unchanged.",
    "Roll-out plans: 0 created, 0 updated, 203 unchanged.",
]


def load() -> list[str]:
    said: list[str] = []
    load_map(said.append)
    return said


def test_a_second_load_changes_nothing_and_says_so() -> None:
    entries = Entry.objects.count()

    assert load() == UNCHANGED
    assert Entry.objects.count() == entries


def test_a_load_is_a_handful_of_statements() -> None:
    with CaptureQueriesContext(connection) as queries:
        load()

    assert len(queries) <= 25


def test_a_published_fact_follows_the_file() -> None:
    Facility.objects.filter(key="STWRTGA").update(city="Elsewhere")

    said = load()

    assert "Facilities: 0 created, 1 updated, 582 unchanged." in said
    assert stewart().city == "Lumpkin"


def test_every_fact_may_follow_the_file_at_once_and_keeps_its_row() -> None:
    rows = dict(Facility.objects.values_list("key", "pk"))
    Facility.objects.update(city="Elsewhere")

    with CaptureQueriesContext(connection) as queries:
        said = load()

    assert "Facilities: 0 created, 583 updated, 0 unchanged." in said
    assert len(queries) <= 25
    assert dict(Facility.objects.values_list("key", "pk")) == rows


def test_what_is_missing_comes_back() -> None:
    Line.objects.filter(code="F-STWRTGA").delete()

    assert "Lines: 1 created, 0 updated, 203 unchanged." in load()


def test_an_office_changed_by_hand_stays() -> None:
    facility = stewart()
    Assignment.objects.filter(facility=facility).update(valid_to=date(2026, 5, 31))
    miami = Office.objects.get(code="MIA")
    Assignment.objects.create(facility=facility, office=miami, valid_from=date(2026, 6, 1), basis="By hand.")

    load()

    assert [a.office.code for a in facility.assignments.all()] == ["MIA", "ATL"]


def test_a_facility_made_live_stays_live(cast: Cast) -> None:
    rollout.activate(stewart(), by=cast.hq, why="Test calls came through.")

    load()

    assert Activation.objects.get(facility=stewart()).state == RolloutState.LIVE


def test_a_name_added_by_hand_is_still_found_after_a_load() -> None:
    facility = stewart()
    FacilityAlias.objects.create(facility=facility, name="THE QUARRY", shown_name="The Quarry")

    load()

    assert list(Facility.objects.named_like("quarry")) == [facility]


def test_phase_two_is_the_five_offices_and_the_rest_is_nationwide() -> None:
    second = Phase.objects.get(number=2)
    offices = set(second.offices.values_list("code", flat=True))
    planned = Activation.objects.select_related("phase", "facility")
    phase_of = {plan.facility.key: plan.phase.number for plan in planned if plan.phase}

    assert offices == {"ATL", "BAL", "MIA", "NOL", "WAS"}
    assert set(planned.values_list("state", flat=True)) == {RolloutState.PLANNED}
    assert set(phase_of.values()) == {2, 9}
    for assignment in Assignment.objects.filter(
        valid_to__isnull=True, facility__in_use_2026=True
    ).select_related("facility", "office"):
        assert phase_of[assignment.facility.key] == (2 if assignment.office.code in offices else 9)


def test_what_nobody_published_is_empty() -> None:
    first = Phase.objects.get(number=1)

    assert (first.starts_on, first.ends_on, first.certain, first.offices.count()) == (None, None, False, 0)


def test_every_plan_of_the_load_is_in_the_journal() -> None:
    assert Entry.objects.filter(verb="scheduled", subject_kind="facility", by=None).count() >= 203
