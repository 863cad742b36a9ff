"""Who answers for a facility, changed from a day on. What held before is never changed."""

from datetime import date, timedelta

import pytest

from facilities import directory, moving
from facilities.models import Facility, Office
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from tests.builders import STEWART
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WHY = "The area was cut anew."


@pytest.fixture
def stewart() -> Facility:
    return Facility.objects.get(key=STEWART)


def today(facility: Facility) -> date:
    return moving.today_at(facility)


def answering(facility: Facility, days: int) -> str:
    office = directory.office_for(facility, on=today(facility) + timedelta(days=days))
    return office.code if office else ""


def miami() -> Office:
    return Office.objects.get(code="MIA")


def test_a_moved_facility_belongs_to_the_new_office_from_that_day_on(stewart: Facility, cast: Cast) -> None:
    moving.move_facility(stewart, miami(), today(stewart) + timedelta(days=3), WHY, by=cast.hq, seen="ATL")

    assert [answering(stewart, days) for days in (-1, 2, 3, 400)] == ["ATL", "ATL", "MIA", "MIA"]
    entry = Entry.objects.get(verb="moved")
    assert (entry.by, entry.subject_ref, entry.details["from"], entry.details["to"]) == (
        cast.hq,
        STEWART,
        "ATL",
        "MIA",
    )


def test_a_wrong_move_is_put_right_on_the_same_day(stewart: Facility, cast: Cast) -> None:
    moving.move_facility(stewart, miami(), today(stewart), WHY, by=cast.hq)
    moving.move_facility(
        stewart, Office.objects.get(code="DAL"), today(stewart), "It was Dallas.", by=cast.hq
    )

    assert [answering(stewart, days) for days in (-1, 0)] == ["ATL", "DAL"]
    assert moving.offices_before(stewart) == {"ATL", "MIA"}


def test_a_planned_move_can_be_called_off(stewart: Facility, cast: Cast) -> None:
    moving.move_facility(stewart, miami(), today(stewart) + timedelta(days=3), WHY, by=cast.hq)
    with pytest.raises(Refused, match="Call it off first"):
        moving.move_facility(stewart, Office.objects.get(code="DAL"), today(stewart), WHY, by=cast.hq)

    moving.call_off_move(stewart, "Not this year.", by=cast.hq, seen="MIA")

    assert answering(stewart, 400) == "ATL"
    with pytest.raises(Refused, match="No move of this facility is planned"):
        moving.call_off_move(stewart, "Not this year.", by=cast.hq)


def test_after_the_last_day_no_office_answers_until_another_one_does(stewart: Facility, cast: Cast) -> None:
    moving.end_assignment(stewart, today(stewart) + timedelta(days=1), "The facility closes.", by=cast.hq)
    assert [answering(stewart, days) for days in (1, 2)] == ["ATL", ""]

    moving.move_facility(stewart, miami(), today(stewart) + timedelta(days=5), WHY, by=cast.hq)
    assert [answering(stewart, days) for days in (1, 2, 5)] == ["ATL", "", "MIA"]


@pytest.mark.parametrize(
    ("code", "days", "said"),
    [
        ("MIA", -1, "That day is past"),
        ("MIA", 800, "two years away"),
        ("ATL", 0, "already"),
        ("OPR", 0, "Only a field office"),
    ],
)
def test_what_makes_no_sense_is_refused(
    stewart: Facility, cast: Cast, code: str, days: int, said: str
) -> None:
    day = today(stewart) + timedelta(days=days)
    with pytest.raises(Refused, match=said):
        moving.move_facility(stewart, Office.objects.get(code=code), day, WHY, by=cast.hq)


def test_a_closed_office_cannot_answer(stewart: Facility, cast: Cast) -> None:
    Office.objects.filter(code="MIA").update(closed_on=today(stewart) + timedelta(days=2))
    with pytest.raises(Refused, match="is closed on that day"):
        moving.move_facility(stewart, miami(), today(stewart) + timedelta(days=2), WHY, by=cast.hq)


def test_who_did_not_see_the_last_change_is_overtaken(stewart: Facility, cast: Cast) -> None:
    moving.move_facility(stewart, miami(), today(stewart), WHY, by=cast.hq, seen="ATL")
    with pytest.raises(Overtaken):
        moving.move_facility(
            stewart, Office.objects.get(code="DAL"), today(stewart), WHY, by=cast.hq, seen="ATL"
        )


def test_nobody_but_headquarters_moves_a_facility(stewart: Facility, cast: Cast) -> None:
    for person in cast.everybody():
        if person != cast.hq:
            with pytest.raises(Refused, match="Only headquarters"):
                moving.move_facility(stewart, miami(), today(stewart), WHY, by=person)
    assert answering(stewart, 0) == "ATL"
