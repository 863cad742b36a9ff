"""The page of a phone call: its reference, start and line are there; its number is offered and never used by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Call, Draft, PhoneCall
from facilities import rollout
from facilities.models import Facility
from tests.builders import STEWART
from tests.cases.form_page import FormPage
from tests.cast import Cast
from tests.telephony.phone import KROME_LINE, STEWART_LINE, send

pytestmark = pytest.mark.django_db
NUMBER = "+1 404 555 0117"


@pytest.fixture
def phone(cast: Cast) -> PhoneCall:
    """A call from Stewart that the operator answered."""
    at = timezone.now() - timedelta(minutes=4)
    send("newCall", "x-1", at, line=STEWART_LINE, from_=NUMBER, operator="operator2")
    send("answer", "x-1", at + timedelta(seconds=9), operator="operator")
    return PhoneCall.objects.get()


def opened(phone: PhoneCall, client: Any) -> FormPage:
    return FormPage(client, f"/calls/new/?phone={phone.pk}")


def test_it_opens_with_its_reference_start_and_line(phone: PhoneCall, cast: Cast, signed_in: Any) -> None:
    page = opened(phone, signed_in(cast.operator))
    assert page.answer.status_code == 200
    assert phone.answered_at is not None
    assert page.typed["submission_key"] == [str(phone.key)]
    assert page.typed["started_at"] == [phone.answered_at.isoformat()]
    assert page.typed["place_key"] == [STEWART_LINE]
    assert phone.reference in page.html
    assert page.typed["caller_phone"] == [""]


def test_handed_in_it_is_the_call_of_that_reference_and_line(
    phone: PhoneCall, cast: Cast, signed_in: Any
) -> None:
    page = opened(phone, signed_in(cast.operator)).write(caller_kind="anonymous")
    page.url = "/calls/new/"
    page.press("ending", "silent")
    call = Call.objects.get()
    assert (page.answer.status_code, call.reference, call.line and call.line.code) == (
        303, phone.reference, STEWART_LINE,
    )  # fmt: skip
    again = signed_in(cast.operator).get(f"/calls/new/?phone={phone.pk}")
    assert (again.status_code, again.headers["Location"]) == (303, f"/calls/{phone.reference}/")


@pytest.mark.parametrize("person", ["operator2", "officer_atl", "hq", "analyst"])
def test_it_is_the_operators_and_the_supervisors_only(
    phone: PhoneCall, cast: Cast, signed_in: Any, person: str
) -> None:
    client = signed_in(getattr(cast, person))
    assert client.get(f"/calls/new/?phone={phone.pk}").status_code == 404
    assert signed_in(cast.supervisor).get(f"/calls/new/?phone={phone.pk}").status_code == 200


def test_a_supervisor_who_writes_it_down_is_not_shown_the_number(
    phone: PhoneCall, cast: Cast, signed_in: Any
) -> None:
    page = opened(phone, signed_in(cast.supervisor))
    assert NUMBER not in page.html
    forced = page.client.post("/calls/new/", {**page.typed, "caller_kind": "family", "use_number": "1"})
    assert (forced.status_code, NUMBER in forced.content.decode()) == (200, False)


@pytest.mark.parametrize("key", ["0f5c2b1e-7a4d-4c2e-9b60-5d1a3c8e7f21", "", "x", "a\x00b", "ß" * 40])
def test_a_key_that_leads_nowhere_is_a_4xx(cast: Cast, signed_in: Any, key: str) -> None:
    assert signed_in(cast.operator).get("/calls/new/", {"phone": key}).status_code in {400, 404}


def test_the_number_is_offered_and_taken_over_on_a_word(phone: PhoneCall, cast: Cast, signed_in: Any) -> None:
    page = opened(phone, signed_in(cast.operator))
    assert NUMBER in page.html
    page.url = "/calls/new/"
    page.write(caller_kind="family").press("use_number")
    assert page.typed["caller_phone"] == [NUMBER]


def test_a_caller_who_stays_unnamed_keeps_the_number_to_themselves(
    phone: PhoneCall, cast: Cast, signed_in: Any
) -> None:
    page = opened(phone, signed_in(cast.operator))
    page.url = "/calls/new/"
    page.write(caller_kind="anonymous").press("use_number")
    assert NUMBER not in page.html


def test_what_was_kept_of_it_is_given_back_and_is_nobody_elses(
    phone: PhoneCall, cast: Cast, signed_in: Any
) -> None:
    client = signed_in(cast.operator)
    page = opened(phone, client)
    page.url = "/calls/new/"
    page.write(note="He asks for a doctor.")
    told = client.post(page.url, {**page.typed, "keep": "1"}, headers={"X-Autosave": "1"}).json()
    assert told["reference"] == phone.reference == Draft.objects.get().reference
    back = client.get(client.get(f"/calls/new/?phone={phone.pk}").headers["Location"])
    assert "He asks for a doctor." in back.content.decode()
    other = signed_in(cast.supervisor).get(f"/calls/new/?phone={phone.pk}")
    assert other.status_code == 409
    assert "He asks for a doctor." not in other.content.decode()


def test_a_page_opened_by_hand_gets_its_reference_when_it_is_first_kept(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator)
    page = FormPage(client, "/calls/new/").write(note="Half a sentence")
    told = client.post(page.url, {**page.typed, "keep": "1"}, headers={"X-Autosave": "1"}).json()
    assert told["reference"].startswith("C-")
    page.write(draft_rev=str(told["rev"]), caller_kind="detainee", note="").press("ending", "silent")
    assert Call.objects.get().reference == told["reference"]


def test_the_top_line_says_who_answers_for_the_place_and_whether_it_is_live(
    phone: PhoneCall, cast: Cast, signed_in: Any
) -> None:
    stewart = Facility.objects.get(key=STEWART)
    rollout.activate(stewart, by=cast.hq, why="Readiness was shown.")
    html = opened(phone, signed_in(cast.operator)).html
    for words in (stewart.shown_name, "Atlanta", "live since", 'data-clock="America/New_York"', "data-timer"):
        assert words in html
    assert "Take the call all the same" not in html
    rollout.suspend(stewart, by=cast.hq, why="A water main broke.")
    assert (
        "suspended at this facility. Take the call all the same"
        in opened(phone, signed_in(cast.operator)).html
    )


def test_the_top_line_follows_the_place(cast: Cast, signed_in: Any) -> None:
    page = FormPage(signed_in(cast.operator), "/calls/new/")
    assert "not live at this facility yet" not in page.html
    sent = {**page.typed, "place": [KROME_LINE], "refresh": "1"}
    html = page.read(page.client.post(page.url, sent)).html
    assert "Miami" in html
    assert "not live at this facility yet. Take the call all the same" in html


def test_calls_answered_and_not_written_down_are_listed_until_they_are(
    phone: PhoneCall, cast: Cast, signed_in: Any
) -> None:
    client, words = signed_in(cast.operator), f"/calls/new/?phone={phone.pk}"
    send("hangup", "x-1", timezone.now(), ended_by="caller")
    assert words in client.get("/calls/").content.decode()
    assert words not in signed_in(cast.operator2).get("/calls/").content.decode()
    page = opened(phone, client).write(caller_kind="anonymous")
    page.url = "/calls/new/"
    page.press("ending", "disconnected")
    assert words not in client.get("/calls/").content.decode()


def test_the_api_lists_them_too(phone: PhoneCall, cast: Cast, signed_in: Any) -> None:
    listed = signed_in(cast.operator).get("/api/v1/telephony/calls/").json()
    assert [(row["key"], row["line"], row["operator"]) for row in listed] == [
        (str(phone.key), STEWART_LINE, "operator")
    ]
    assert NUMBER not in str(listed)
    assert signed_in(cast.operator2).get("/api/v1/telephony/calls/").json() == []
