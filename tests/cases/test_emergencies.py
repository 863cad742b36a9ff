"""An emergency is told to the supervisors at once, to one person who answers it, and names somebody who can act."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import emergencies, intake
from cases.models import Alarm, Call, Case, Detainee, NamedPersonTold, Topic
from cases.submission import Told
from facilities.models import Facility
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from tests.builders import STEWART, a_call, concern, submission
from tests.cases.test_repeat_calls import at_once
from tests.cast import Cast

TODAY = date(2026, 11, 23)
TOLD = Told("Jane Roe", "Shift supervisor")


@pytest.mark.parametrize(
    ("topic", "urgency", "removal_on", "is_one"),
    [
        ("SUI", "", None, True),
        ("SAA", "", None, True),
        ("TEL", "P0", None, True),
        ("TEL", "P1", None, False),
        ("REM", "", TODAY, True),
        ("REM", "", TODAY + timedelta(days=1), False),
        ("REM", "", None, False),
    ],
)
def test_what_counts_as_an_emergency(
    db: None, topic: str, urgency: str, removal_on: date | None, is_one: bool
) -> None:
    found = emergencies.is_emergency(Topic.objects.get(code=topic), urgency, removal_on, today=TODAY)
    assert found is is_one


def test_today_is_the_day_where_the_facility_is() -> None:
    late = datetime(2026, 11, 24, 3, 0, tzinfo=ZoneInfo("UTC"))  # 22:00 in New York, 19:00 in Los Angeles
    hawaii = Facility(timezone="Pacific/Honolulu")
    guam = Facility(timezone="Pacific/Guam")
    assert [emergencies.today_at(place, late).day for place in (None, hawaii, guam)] == [23, 23, 24]


def test_an_alarm_is_raised_once_for_a_call_and_topic(cast: Cast) -> None:
    key, topic = uuid4(), Topic.objects.get(code="SUI")
    for _ in range(3):
        emergencies.raise_alarm(key, topic, None, by=cast.operator)
    assert Alarm.objects.count() == 1
    assert Entry.objects.filter(verb="raised_alarm").count() == 1


def test_a_call_that_goes_on_record_raises_what_was_not_raised_and_keeps_who_was_told(cast: Cast) -> None:
    a_call(concern("SUI", told=TOLD), concern("CON"), by=cast.operator)
    told = NamedPersonTold.objects.get()
    assert Alarm.objects.get().topic_id == "SUI"
    assert (told.case.topic_id, told.told_name, told.told_by) == ("SUI", "Jane Roe", cast.operator)
    (row,) = emergencies.alarm_list(cast.supervisor, timezone.now())
    assert (row.on_record, row.told, row.open) == (True, True, True)
    emergencies.acknowledge(row.alarm, by=cast.supervisor)
    assert not emergencies.alarm_list(cast.supervisor, timezone.now())[0].open


def test_without_a_name_the_alarm_stays_open_until_somebody_writes_one_down(cast: Cast) -> None:
    a_call(concern("SUI"), by=cast.operator)
    emergencies.acknowledge(Alarm.objects.get(), by=cast.supervisor)
    (row,) = emergencies.alarm_list(cast.supervisor, timezone.now())
    assert (row.open, row.awaits_name) == (True, True)
    with pytest.raises(Refused):
        emergencies.name_person_for(row.alarm, Told(" ", "Nurse"), by=cast.supervisor)
    emergencies.name_person_for(row.alarm, TOLD, by=cast.supervisor)
    assert not emergencies.alarm_list(cast.supervisor, timezone.now())[0].open


def test_nobody_is_named_before_the_call_is_on_record(cast: Cast) -> None:
    alarm = emergencies.raise_alarm(uuid4(), Topic.objects.get(code="EMR"), None, by=cast.operator)
    with pytest.raises(Refused, match="not on record yet"):
        emergencies.name_person_for(alarm, TOLD, by=cast.supervisor)


def test_an_emergency_that_repeats_a_case_alarms_and_names_there(cast: Cast) -> None:
    first = a_call(concern("SUI", told=TOLD), by=cast.operator)
    case = Case.objects.get(call=first)
    a_call(concern("SUI", repeats=case), by=cast.operator)
    newest = emergencies.alarm_list(cast.supervisor, timezone.now())
    assert (Alarm.objects.count(), {row.number for row in newest}) == (2, {case.number})


def test_headquarters_is_called_when_nobody_answers_for_five_minutes(cast: Cast) -> None:
    a_call(concern("EMR"), by=cast.operator)
    now = timezone.now()
    for after, waiting in ((timedelta(minutes=1), 0), (timedelta(minutes=6), 1)):
        assert emergencies.unanswered_for(cast.supervisor, now + after).count() == 1
        assert emergencies.unanswered_for(cast.hq, now + after).count() == waiting
    for nobody in (cast.operator, cast.officer_atl, cast.auditor):
        assert emergencies.alarms_for(nobody, now) == []


def test_the_supervisor_of_a_protected_person_is_alarmed_and_learns_no_number(cast: Cast) -> None:
    told = intake.ToldDetainee(a_number="A000000901", given_names="Zq", family_names="Zq")
    a_call(concern("SUI"), by=cast.operator, told=told)
    Detainee.objects.update(protected=True)
    assert [row.number for row in emergencies.alarm_list(cast.supervisor, timezone.now())] == [""]
    assert emergencies.alarm_list(cast.hq, timezone.now())[0].number


def test_the_list_costs_the_same_for_1_3_and_50_alarms(cast: Cast) -> None:
    costs = set()
    for more in (1, 2, 47):
        for _ in range(more):
            a_call(concern("SUI", told=TOLD), by=cast.operator)
        with CaptureQueriesContext(connection) as queries:
            assert emergencies.alarm_list(cast.supervisor, timezone.now())
        costs.add(len(queries))
    assert costs == {2}


def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told_who(
    transactional_db: None, cast: Cast
) -> None:
    a_call(concern("SUI"), by=cast.operator)
    alarm = Alarm.objects.get()
    deeds: list[Any] = [
        lambda who=who: emergencies.acknowledge(Alarm.objects.get(pk=alarm.pk), by=who)
        for who in (cast.supervisor, cast.hq)
    ]
    (said,) = at_once(*deeds)
    winner = Alarm.objects.select_related("acknowledged_by").get().acknowledged_by
    assert winner is not None
    assert said == f"{winner.called} is on it already."
    assert Entry.objects.filter(verb="answered_alarm").count() == 1
    emergencies.acknowledge(Alarm.objects.get(), by=winner)  # said twice it is said once
    with pytest.raises(Overtaken):
        emergencies.acknowledge(Alarm.objects.get(), by=cast.hq if winner != cast.hq else cast.supervisor)


def test_the_same_submission_raises_one_alarm_and_names_one_person(cast: Cast) -> None:
    said = submission(concern("SUI", told=TOLD))
    intake.submit(said, by=cast.operator)
    assert intake.submit(said, by=cast.operator).sent_before
    assert (Call.objects.count(), Alarm.objects.count(), NamedPersonTold.objects.count()) == (1, 1, 1)


def test_the_alarm_says_where(cast: Cast) -> None:
    a_call(concern("SUI"), by=cast.operator)
    assert Alarm.objects.select_related("facility").get().facility == Facility.objects.get(key=STEWART)
