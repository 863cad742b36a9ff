"""The intake page in an emergency, without a script: it alarms at any button, and waits for a name."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases import emergencies
from cases.models import Alarm, Call, Case, NamedPersonTold
from tests.builders import a_call, concern
from tests.cases.form_page import FormPage
from tests.cast import Cast

NEW = "/calls/new/"
ASKS = "Tell somebody who can act now: the control room, 911 or your supervisor. Then write down their name."
NOT_THE_FACILITY = "Do not tell the facility: staff are accused."


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW)


def test_choosing_it_and_pressing_any_button_alarms_at_once_and_only_once(page: FormPage, cast: Cast) -> None:
    page.write(place="Stewart Detention Center", concerns_0_topic="SUI").press("add_concern")
    alarm = Alarm.objects.get()
    assert (alarm.raised_by, alarm.facility and alarm.facility.key) == (cast.operator, "STWRTGA")
    assert "Your supervisors were alerted at" in page.html
    assert ASKS in page.html
    page.press("add_concern")
    emergencies.acknowledge(Alarm.objects.get(), by=cast.supervisor)
    assert f"{cast.supervisor.called} is on it since" in page.press("add_concern").html
    assert (Alarm.objects.count(), Call.objects.count()) == (1, 0)


def test_the_page_waits_for_a_name_and_loses_nothing(page: FormPage) -> None:
    page.write(concerns_0_topic="EMR", concerns_0_summary="He does not breathe.")
    answer = page.press()
    assert (answer.answer.status_code, Call.objects.count()) == (422, 0)
    assert answer.html.count(ASKS) >= 2  # beside the field and in the summary
    assert '<a href="#id_concerns-0-told_name">Emergency: write down who was told</a>' in answer.html
    assert page.typed["concerns-0-summary"] == ["He does not breathe."]
    page.write(
        concerns_0_told_name="Jane Roe",
        concerns_0_told_position="Shift supervisor",
        concerns_0_told_at="0:00",
    )
    assert page.press().answer.status_code == 303
    told = NamedPersonTold.objects.get()
    assert "Jane Roe, Shift supervisor" in page.client.get(page.answer["Location"]).content.decode()
    assert (told.told_name, told.told_position) == ("Jane Roe", "Shift supervisor")
    assert timezone.localtime(told.told_at).strftime("%H:%M") == "00:00"
    assert told.told_at <= timezone.now()


def test_sent_twice_it_is_one_call(page: FormPage) -> None:
    page.write(concerns_0_topic="EMR", concerns_0_summary="He does not breathe.").press()
    page.write(concerns_0_told_name="Jane Roe", concerns_0_told_position="911")
    sent = dict(page.typed)
    first, second = page.client.post(NEW, sent), page.client.post(NEW, sent)
    assert (first.status_code, second.status_code, first["Location"]) == (303, 303, second["Location"])
    assert (Case.objects.count(), NamedPersonTold.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "accuses",
    [
        {"concerns_0_topic": "SAA"},  # this topic always does
        {"concerns_0_topic": "SUI", "concerns_0_accuses_staff": "on"},
    ],
)
def test_where_staff_are_accused_the_facility_is_not_told(page: FormPage, accuses: dict[str, str]) -> None:
    page.write(**accuses).press("add_concern")
    assert NOT_THE_FACILITY in page.html
    assert ASKS not in page.html


def test_a_removal_today_is_an_emergency(page: FormPage) -> None:
    today = emergencies.today_at(None, timezone.now())
    for on, count in ((today + timedelta(days=2), 0), (today, 1)):
        page.write(
            concerns_0_topic="REM",
            **{
                "concerns-0-removal_on_month": str(on.month),
                "concerns-0-removal_on_day": str(on.day),
                "concerns-0-removal_on_year": str(on.year),
            },
        ).press("refresh", "concerns-0")
        assert (Alarm.objects.count(), "Emergency: removal today" in page.html) == (count, bool(count))


@pytest.mark.parametrize("text", ["25:00", "14:61", "soon", "１４:07", "14" * 200])
def test_a_time_that_is_none_is_said_beside_its_field(page: FormPage, text: str) -> None:
    page.write(concerns_0_topic="EMR", concerns_0_summary="He does not breathe.").press()
    page.write(concerns_0_told_name="Jane Roe", concerns_0_told_position="911", concerns_0_told_at=text)
    answer = page.press()
    assert answer.answer.status_code == 422
    assert "Write the time as hours and minutes, such as 14:07" in answer.html
    assert page.typed["concerns-0-told_at"] == [text]


def test_supervisors_answer_alarms_on_their_page(cast: Cast, signed_in: Any) -> None:
    a_call(concern("SUI", "He says goodbye."), by=cast.operator)
    alarm, client = Alarm.objects.get(), signed_in(cast.supervisor)
    page = client.get("/alarms/").content.decode()
    assert "1 alarm needs somebody" in page
    assert "He says goodbye" not in page
    assert client.post(f"/alarms/{alarm.pk}/acknowledgement/").status_code == 302
    refused = client.post(f"/alarms/{alarm.pk}/told/", {"told_name": "", "told_position": "911"})
    assert (refused.status_code, "Write down the name of who was told." in refused.content.decode()) == (
        422,
        True,
    )
    said = {"told_name": "Jane Roe", "told_position": "911", "told_at": ""}
    assert client.post(f"/alarms/{alarm.pk}/told/", said).status_code == 302
    assert "No alarm is open" in client.get("/alarms/").content.decode()
    other = signed_in(cast.hq).post(f"/alarms/{alarm.pk}/acknowledgement/", follow=True).content.decode()
    assert f"{cast.supervisor.called} is on it already." in other
    case = signed_in(cast.hq).get(f"/cases/{Case.objects.get().number}/").content.decode()
    assert "Jane Roe, 911," in case


def test_the_rail_counts_alarms_and_metrics_too(cast: Cast, signed_in: Any) -> None:
    a_call(concern("SUI"), by=cast.operator)
    assert "Alarms" in signed_in(cast.supervisor).get("/calls/").content.decode()
    Alarm.objects.update(raised_at=timezone.now() - timedelta(minutes=6))
    assert "Alarms" in signed_in(cast.hq).get("/queue/").content.decode()
    assert emergencies.unanswered_for(cast.hq, timezone.now()).count() == 1
