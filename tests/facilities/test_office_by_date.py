"""Which office answers for a facility depends on the day."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from facilities import directory
from facilities.models import Assignment, Facility, Office

pytestmark = pytest.mark.django_db

# What the published office lists of five days said of the facilities that changed office.
LISTS = ["2017-11-06", "2019-09-30", "2020-01-07", "2025-09-15", "2026-04-02"]
OBSERVED = {
    "CBENDTX": ["HOU", "HOU", "HOU", "HLG", "HLG"],
    "DOUGLWI": ["CHI", "", "", "SPM", "SPM"],
    "EDENDTX": ["SNA", "DAL", "DAL", "DAL", "DAL"],
    "EHDLGTX": ["SNA", "SNA", "SNA", "HLG", "HLG"],
    "FY26-EL-VALLE-DETENTION-FACILITY-TX": ["", "", "SNA", "HLG", "HLG"],
    "FY26-KAY-CO-JUSTICE-FACILITY-OK": ["", "", "DAL", "CHI", "CHI"],
    "LIMESTX": ["SNA", "SNA", "SNA", "HOU", "HOU"],
    "LRDICDF": ["SNA", "SNA", "SNA", "HLG", "HLG"],
    "PIC": ["SNA", "SNA", "SNA", "HLG", "HLG"],
    "RGRNDTX": ["SNA", "SNA", "SNA", "HLG", "HLG"],
    "SLRDCAZ": ["PHO", "SND", "SND", "SND", "SND"],
    "UINTAWY": ["DEN", "", "", "SLC", "SLC"],
    "WEBDCTX": ["SNA", "SNA", "SNA", "HLG", "HLG"],
}
SEEN = [
    (key, date.fromisoformat(day), code)
    for key, codes in OBSERVED.items()
    for day, code in zip(LISTS, codes, strict=True)
    if code
]


def code_on(key: str, day: date) -> str:
    office = directory.office_for(Facility.objects.get(key=key), on=day)
    assert office is not None
    return office.code


@pytest.mark.parametrize(("key", "day", "code"), SEEN)
def test_the_office_is_the_one_the_list_of_that_day_named(key: str, day: date, code: str) -> None:
    assert code_on(key, day) == code


@pytest.mark.parametrize("key", OBSERVED)
def test_before_the_first_list_the_first_office_answers(key: str) -> None:
    first = next(code for code in OBSERVED[key] if code)

    assert code_on(key, date(2012, 10, 16)) == first


@pytest.mark.parametrize("key", OBSERVED)
def test_the_day_before_another_office_is_listed_the_old_one_still_answers(key: str) -> None:
    codes = OBSERVED[key]
    change = next(
        place for place in range(1, 5) if codes[place] and _before(codes, place) not in {"", codes[place]}
    )
    listed = date.fromisoformat(LISTS[change])

    assert code_on(key, date.fromordinal(listed.toordinal() - 1)) == _before(codes, change)


def _before(codes: list[str], place: int) -> str:
    return next((code for code in reversed(codes[:place]) if code), "")


def test_the_conflict_of_one_list_is_settled_and_said() -> None:
    eden = Assignment.objects.get(facility__key="EDENDTX", valid_to__isnull=True)

    assert eden.office.code == "DAL"
    assert "names both DAL and SNA" in eden.basis


def test_many_facilities_and_days_are_answered_with_one_query() -> None:
    ids = dict(Facility.objects.filter(key__in=OBSERVED).values_list("key", "pk"))

    with CaptureQueriesContext(connection) as queries:
        found = directory.offices_for((ids[key], day) for key, day, _ in SEEN)

    assert len(queries) == 1
    assert {place: office.code for place, office in found.items()} == {
        (ids[key], day): code for key, day, code in SEEN
    }


def test_a_day_before_every_assignment_has_no_office() -> None:
    facility = Facility.objects.get(key="EDENDTX")
    day = date(1999, 12, 31)

    assert directory.office_for(facility, on=day) is None
    assert directory.offices_for([(facility.pk, day)]) == {}


def test_two_offices_never_answer_on_the_same_day() -> None:
    facility = Facility.objects.get(key="EDENDTX")
    office = Office.objects.get(code="MIA")

    with pytest.raises(IntegrityError, match="assignment_does_not_overlap"):
        Assignment.objects.create(
            facility=facility,
            office=office,
            valid_from=date(2019, 9, 29),
            valid_to=date(2019, 9, 29),
            basis="Test.",
        )
