"""A facility is found by part of a name, an alias, a code, a city, and in spite of a slip of the pen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilities import directory
from facilities.models import Facility, Line
from tests.facilities.places import make_facilities

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [facility.shown_name for facility in directory.find_facilities(text)]


@pytest.mark.parametrize(
    "text", ["stewart", "STEW", "Stewart Detention", "STWRTGA", "stwrtga", "stewart ga", "lumpkin"]
)
def test_stewart_is_found_by_name_code_and_city(text: str) -> None:
    assert found(text) == ["Stewart Detention Center"]


@pytest.mark.parametrize("text", ["stweart", "stewert", "Stewart Detenton Centre"])
def test_a_slip_of_the_pen_is_forgiven(text: str) -> None:
    assert found(text)[0] == "Stewart Detention Center"


def test_another_name_finds_the_facility_and_is_shown() -> None:
    [row] = directory.describe(directory.find_facilities("dilley immigration"))

    assert row.facility.shown_name == "South Texas Family Residential Center"
    assert row.other_names == ("Dilley Immigration Processing Center",)
    assert row.office is not None
    assert row.office.code == "SNA"


def test_facilities_in_use_come_before_others() -> None:
    assert found("atl")[:3] == ["FCI Atlanta", "Atlanta City Detention Center", "Atlanta District Hold Room"]


def test_facilities_of_one_name_are_told_apart_by_city_and_state() -> None:
    labels = [facility.label for facility in directory.find_facilities("jefferson county jail")]

    assert [label for label in labels if label.startswith("Jefferson County Jail")] == [
        "Jefferson County Jail, Rigby, ID",
        "Jefferson County Jail, Mount Vernon, IL",
        "Jefferson County Jail, Watertown, NY",
    ]


@pytest.mark.parametrize(
    "text", ["", "   ", "zzzz", "hello world", "%", "_", "\x00", "\ud800", "日本", "a" * 10_000]
)
def test_what_fits_nothing_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_no_more_than_asked_for() -> None:
    assert len(directory.find_facilities("county")) == 8
    assert len(directory.find_facilities("county", limit=3)) == 3


@pytest.mark.parametrize("number", [1, 3, 50])
def test_finding_and_describing_take_two_queries_however_many(number: int) -> None:
    make_facilities(number)

    with CaptureQueriesContext(connection) as queries:
        rows = directory.describe(directory.find_facilities("quillby", limit=50))

    assert len(rows) == number
    assert len(queries) == 2


@pytest.mark.parametrize(
    "text",
    [
        "STWRTGA",
        "stwrtga",
        " STWRTGA ",
        "Stewart Detention Center",
        "STEWART DETENTION CENTER",
        "Stewart Detention Center, Lumpkin, GA",
    ],
)
def test_a_text_that_names_one_facility_is_resolved(text: str) -> None:
    assert directory.resolve_place(text) == Facility.objects.get(key="STWRTGA")


@pytest.mark.parametrize(
    ("text", "code"),
    [("PUBLIC", "PUBLIC"), ("Public line, 1-888-351-4024", "PUBLIC"), ("f-stwrtga", "F-STWRTGA")],
)
def test_a_line_is_named_by_its_code_or_label(text: str, code: str) -> None:
    assert directory.resolve_place(text) == Line.objects.get(code=code)


def test_a_line_out_of_service_is_not_named() -> None:
    Line.objects.filter(code="PUBLIC").update(active=False)

    assert directory.resolve_place("PUBLIC") is None


@pytest.mark.parametrize(
    "text", ["Jefferson County Jail", "stewart", "nowhere", "", "\x00", "\ud800", "x" * 5_000]
)
def test_a_text_that_names_none_or_several_is_not_resolved(text: str) -> None:
    assert directory.resolve_place(text) is None
