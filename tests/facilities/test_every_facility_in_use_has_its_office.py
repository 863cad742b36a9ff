"""Of the facilities in use today every one has the office of the published list."""

import pytest
from django.utils import timezone

from facilities import directory
from facilities.models import Facility
from tests.facilities.places import reference_rows

pytestmark = pytest.mark.django_db


def test_all_203_facilities_in_use_have_todays_office() -> None:
    """assignments.csv is generated from the lists; the offices of today stand in its open-ended rows."""
    today = timezone.localdate()
    rows = {row["facility"]: row["office"] for row in reference_rows("assignments") if not row["valid_to"]}
    in_use = list(Facility.objects.in_use())

    found = directory.offices_for((facility.pk, today) for facility in in_use)

    assert len(in_use) == 203
    assert {facility.key: found[facility.pk, today].code for facility in in_use} == {
        facility.key: rows[facility.key] for facility in in_use
    }


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("SLRDCAZ", "SND"),
        ("DOUGLWI", "SPM"),
        ("UINTAWY", "SLC"),
        ("STWRTGA", "ATL"),
        ("KRO", "MIA"),
        ("PIC", "HLG"),
    ],
)
def test_the_office_is_not_guessed_from_the_state(key: str, code: str) -> None:
    office = directory.office_for(Facility.objects.get(key=key), on=timezone.localdate())

    assert office is not None
    assert office.code == code


def test_every_facility_has_exactly_one_office_today() -> None:
    today = timezone.localdate()
    ids = list(Facility.objects.values_list("pk", flat=True))

    assert len(directory.offices_for((pk, today) for pk in ids)) == len(ids) == 583
