"""The second outbox: told once, or listed for a person where that is not known."""

import json
import smtplib
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from cases.models import Case, Exclusion
from facilities.models import Office
from helpline import live
from helpline.accounts.models import User
from helpline.refusals import OutOfReach, Overtaken
from routing.models import Decision, NoticeChannel, NoticeKind, NoticeState, Notification
from routing.models.notice import NO_ADDRESS, NOT_KNOWN, NOT_THEIRS
from routing.notices import delivery, mailing
from tests.builders import a_case
from tests.cast import Cast

SignedIn = Callable[[User], Client]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What open pages would hear."""
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(live, "tell_all", lambda *pieces: heard.extend(json.loads(one) for one in pieces))
    return heard


def a_mail(cast: Cast, case: Case | None = None, person: User | None = None) -> Notification:
    """A mail that waits, to the lead of Atlanta, about a case of Atlanta."""
    lead = person or cast.lead_atl
    User.objects.filter(pk=lead.pk).update(email="lead@example.test")
    case = case or a_case(by=cast.operator)
    Notification.objects.all().delete()
    decision = Decision.objects.filter(case=case).latest("pk")
    office = Office.objects.get(code="ATL")
    return Notification.objects.create(
        kind=NoticeKind.ROUTED, decision=decision, channel=NoticeChannel.MAIL, office=office, person=lead
    )


class Server(BaseEmailBackend):
    """A mail server that behaves as it is told."""

    refuses_to_open: Exception | None = None
    breaks: Exception | None = None
    took: list[mail.EmailMessage]

    def open(self) -> bool:
        if self.refuses_to_open:
            raise self.refuses_to_open
        return True

    def send_messages(self, email_messages: Sequence[mail.EmailMessage]) -> int:
        if self.breaks:
            raise self.breaks
        return len(email_messages)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    one = Server()
    monkeypatch.setattr(mailing, "get_connection", lambda: one)
    return one


def state_of(notice: Notification) -> tuple[str, str]:
    now = Notification.objects.get(pk=notice.pk)
    return now.state, now.last_error_code


# -- in the page ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_open_pages_of_the_office_hear_once_that_something_came(
    cast: Cast, told: list[dict[str, Any]]
) -> None:
    a_case(by=cast.operator)
    assert delivery.tell_pages() >= 1
    assert delivery.tell_pages() == 0

    assert told == [{"what": "queue", "people": sorted([cast.officer_atl.pk, cast.lead_atl.pk]), "roles": []}]
    assert set(Notification.objects.filter(channel="page").values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db
def test_who_is_shut_out_hears_nothing(cast: Cast, told: list[dict[str, Any]]) -> None:
    case = a_case(by=cast.operator)
    Exclusion.objects.create(case=case, person=cast.officer_atl, why="Named by the caller.", made_by=cast.hq)
    delivery.tell_pages()

    assert [piece["people"] for piece in told] == [[cast.lead_atl.pk]]


@pytest.mark.django_db
def test_headquarters_hears_of_what_nobody_could_place(cast: Cast, told: list[dict[str, Any]]) -> None:
    a_case(by=cast.operator, facility=None)
    Notification.objects.filter(kind=NoticeKind.ROUTED).update(kind=NoticeKind.TRIAGED)
    delivery.tell_pages()

    assert cast.hq.pk in {person for piece in told for person in piece["people"]}


# -- by mail --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_says_that_there_is_something_and_never_what(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    notice = a_mail(cast, case)
    assert delivery.send_mails() == 1

    assert state_of(notice) == ("sent", "")
    [sent] = mail.outbox
    assert sent.recipients() == ["lead@example.test"]
    whole = sent.message().as_string()
    assert "There is a new urgent case in Helpline for your office. Sign in to read it." in whole
    assert case.number not in whole
    assert str(case.topic.name) not in whole


@pytest.mark.django_db
def test_a_server_that_cannot_be_reached_is_tried_five_times(cast: Cast, server: Server) -> None:
    notice = a_mail(cast)
    server.refuses_to_open = ConnectionRefusedError()
    for tried in range(1, 6):
        Notification.objects.update(next_attempt_at=Now())
        assert delivery.send_mails() == 1
        assert Notification.objects.get(pk=notice.pk).attempts == tried
        assert delivery.send_mails() == 0  # it waits first

    assert state_of(notice) == ("failed", "ConnectionRefusedError")


@pytest.mark.django_db
def test_what_the_server_refuses_outright_is_certain_and_names_nobody(cast: Cast, server: Server) -> None:
    notice = a_mail(cast)
    server.breaks = smtplib.SMTPDataError(550, b"no such user lead@example.test")
    delivery.send_mails()

    assert state_of(notice) == ("waiting", "SMTPDataError 550")


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [smtplib.SMTPServerDisconnected(), TimeoutError()])
def test_a_line_that_breaks_while_sending_is_never_tried_again_by_itself(
    cast: Cast, server: Server, broken: Exception
) -> None:
    notice = a_mail(cast)
    server.breaks = broken
    delivery.send_mails()
    assert state_of(notice) == ("failed", NOT_KNOWN)

    server.breaks = None
    Notification.objects.update(next_attempt_at=Now())
    assert delivery.send_mails() == 0


@pytest.mark.django_db
def test_a_notice_whose_sender_died_is_listed_and_not_sent_twice(cast: Cast) -> None:
    notice = a_mail(cast)
    assert delivery._claimed() == notice  # and then the process is killed
    assert delivery.send_mails() == 0
    assert state_of(notice)[0] == NoticeState.SENDING

    Notification.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert delivery.send_mails() == 0
    assert state_of(notice) == ("failed", NOT_KNOWN)
    assert mail.outbox == []

    delivery.send_again(notice, by=cast.lead_atl)
    assert delivery.send_mails() == 1
    assert len(mail.outbox) == 1
    with pytest.raises(Overtaken):
        delivery.send_again(notice, by=cast.hq)


@pytest.mark.django_db
def test_nobody_is_written_to_about_what_is_not_theirs(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    shut_out = a_mail(cast, case)
    Exclusion.objects.create(case=case, person=cast.lead_atl, why="Named by the caller.", made_by=cast.hq)
    delivery.send_mails()
    assert state_of(shut_out) == ("failed", NOT_THEIRS)
    assert list(Notification.objects.visible_to(cast.lead_atl)) == []
    assert list(Notification.objects.visible_to(cast.hq).failed()) == []

    without = a_mail(cast, a_case(by=cast.operator))
    User.objects.update(email="")
    delivery.send_mails()
    assert state_of(without) == ("failed", NO_ADDRESS)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_eight_senders_send_each_mail_once(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    a_mail(cast, case)
    decision = Decision.objects.get(case=case)
    for code in ("MIA", "DAL", "OPA", "OPR"):
        Notification.objects.create(
            kind=NoticeKind.ROUTED,
            decision=decision,
            channel=NoticeChannel.MAIL,
            office=Office.objects.get(code=code),
            person=cast.lead_atl,
        )

    def send() -> None:
        try:
            delivery.send_waiting()
        finally:
            connection.close()

    senders = [Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(mail.outbox) == 5
    assert set(Notification.objects.values_list("state", "attempts")) == {("sent", 1)}


# -- the page and the API -------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_lead_and_headquarters_see_what_failed_and_send_it_again(cast: Cast, signed_in: SignedIn) -> None:
    notice = a_mail(cast)
    Notification.objects.update(state=NoticeState.FAILED, last_error_code=NOT_KNOWN)
    shown = signed_in(cast.lead_atl).get("/notices/").content.decode()
    assert "1 notice did not go out, or may not have" in shown
    assert "Ask whether it arrived" in shown
    assert signed_in(cast.officer_atl).get("/notices/").status_code == 404

    answer = signed_in(cast.lead_atl).post(f"/notices/{notice.pk}/resending/", follow=True)
    assert "The notice is on its way again." in answer.content.decode()
    assert state_of(notice) == ("waiting", "")
    assert signed_in(cast.lead_atl).post(f"/notices/{notice.pk}/resending/").status_code == 409


@pytest.mark.django_db
def test_the_api_lists_and_sends_again(cast: Cast, signed_in: SignedIn) -> None:
    notice = a_mail(cast)
    Notification.objects.update(state=NoticeState.FAILED, last_error_code=NOT_KNOWN)
    client = signed_in(cast.hq)
    [row] = client.get("/api/v1/notices/").json()["results"]
    assert (row["id"], row["office"], row["error"]) == (notice.pk, "ATL", NOT_KNOWN)

    assert client.post(f"/api/v1/notices/{notice.pk}/resending/").status_code == 204
    assert client.post(f"/api/v1/notices/{notice.pk}/resending/").status_code == 409
    with pytest.raises(OutOfReach):
        delivery.send_again(notice, by=cast.officer_atl)


@pytest.mark.django_db
def test_an_open_queue_says_that_cases_came(cast: Cast, signed_in: SignedIn) -> None:
    since = timezone.now().isoformat()
    a_case(by=cast.operator)
    a_case(by=cast.operator, accuses_staff=True)

    def news(person: User) -> str:
        return signed_in(person).get("/live/queue/", {"since": since}).content.decode()

    assert "1 case came since you opened this page" in news(cast.officer_atl)
    assert "came" not in news(cast.officer_mia)
    assert "2 cases came" in news(cast.hq)
    assert "came" not in signed_in(cast.hq).get("/live/queue/", {"since": "nonsense"}).content.decode()
