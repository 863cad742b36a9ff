"""A call that is being written goes to a colleague with every word, and leaves whoever gave it."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cases import drafts, emergencies, handover, intake
from cases.models import Alarm, Call, Draft, PhoneCall, Topic
from cases.telephony import EventKind, PhoneEvent, take_event
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Overtaken, Refused
from tests.builders import submission
from tests.cases.form_page import FormPage
from tests.cast import Cast


@pytest.fixture
def handed(cast: Cast, signed_in: Any) -> FormPage:
    """A page of the operator, just handed to operator2."""
    page = FormPage(signed_in(cast.operator), "/calls/new/")
    page.write(concerns_0_topic="CON", concerns_0_summary="Cold food since Sunday.").press("hand_over")
    assert page.answer.status_code == 303
    chooser = FormPage(page.client, page.answer["Location"], form="")
    assert "Hand over call" in chooser.html
    sent = page.client.post(page.answer["Location"], {"to": "operator2"}, follow=True)
    assert "operator2 has the call now, with every word of it." in sent.content.decode()
    return page


def test_the_colleague_goes_on_with_every_word(handed: FormPage, cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.operator2)
    key = Draft.objects.get().pk
    assert "handed over by operator" in client.get("/calls/new/").content.decode()
    page = FormPage(client, f"/calls/new/?draft={key}")
    assert page.typed["concerns-0-summary"] == ["Cold food since Sunday."]
    page.url = "/calls/new/"
    assert page.press().answer.status_code == 303
    assert Call.objects.get().taken_by == cast.operator2


def test_whoever_gave_it_finds_nothing_and_cannot_send_it_past_the_colleague(
    handed: FormPage, cast: Cast, signed_in: Any
) -> None:
    draft = Draft.objects.get()
    client = signed_in(cast.operator)
    assert client.get(f"/calls/new/?draft={draft.pk}").status_code == 404
    assert client.get(f"/calls/handover/{draft.pk}/").status_code == 404
    with pytest.raises(OutOfReach):
        drafts.keep(draft.pk, draft.rev, {}, by=cast.operator)
    with pytest.raises(Refused, match="You handed this call to a colleague"):
        intake.submit(submission(key=draft.pk), by=cast.operator)
    assert not Call.objects.exists()
    assert Draft.objects.get().owner == cast.operator2


def test_only_to_somebody_who_takes_calls(cast: Cast, signed_in: Any) -> None:
    key = uuid4()
    rev = drafts.keep(key, 0, {"note": ["Cold."]}, by=cast.operator)
    for to in (cast.hq, cast.officer_atl, cast.operator):
        with pytest.raises(Refused):
            handover.hand_over(key, to, rev, by=cast.operator)
    answer = signed_in(cast.operator).post(f"/calls/handover/{key}/", {"to": "hq"})
    assert (answer.status_code, Draft.objects.get().owner) == (422, cast.operator)


def test_not_what_is_somebody_elses_or_was_saved_meanwhile(cast: Cast) -> None:
    key = uuid4()
    rev = drafts.keep(key, 0, {}, by=cast.operator)
    with pytest.raises(OutOfReach):
        handover.hand_over(key, cast.supervisor, rev, by=cast.operator2)
    drafts.keep(key, rev, {}, by=cast.operator)
    with pytest.raises(Overtaken):
        handover.hand_over(key, cast.supervisor, rev, by=cast.operator)
    handover.hand_over(key, cast.supervisor, rev + 1, by=cast.operator)
    assert Entry.objects.filter(verb="handed_over", by=cast.operator).count() == 1


def test_the_colleague_sees_that_the_supervisors_were_told(handed: FormPage, cast: Cast) -> None:
    alarm = emergencies.raise_alarm(
        Draft.objects.get().pk, Topic.objects.get(code="SUI"), None, by=cast.operator
    )
    assert alarm in Alarm.objects.visible_to(cast.operator2)


def test_the_phone_call_goes_along(cast: Cast) -> None:
    told = PhoneEvent(EventKind.ANSWER, "exchange-1", timezone.now(), operator=cast.operator)
    phone = take_event(told)
    rev = drafts.keep(phone.key, 0, {}, by=cast.operator)
    handover.hand_over(phone.key, cast.operator2, rev, by=cast.operator)
    assert PhoneCall.objects.get().operator == cast.operator2


def test_nobody_sends_a_call_past_the_colleague_who_writes_it(cast: Cast, signed_in: Any) -> None:
    key = uuid4()
    drafts.keep(key, 0, {"note": ["Cold."]}, by=cast.operator)
    with pytest.raises(Refused, match="A colleague is writing this call down"):
        intake.submit(submission(key=key), by=cast.operator2)
    assert not Call.objects.exists()
    assert signed_in(cast.operator).get(f"/calls/new/?draft={key}").status_code == 200
