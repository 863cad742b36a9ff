"""Certain topics are only for operators certified in them; others name the supervisor who joined."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases import certifications, intake
from cases.models import Call, Case, Certification, Channel, Topic
from helpline.accounts.models import Role, User
from helpline.refusals import Overtaken, Refused
from tests.builders import a_call, concern, submission
from tests.cases.form_page import FormPage
from tests.cast import Cast, certified, person

DAY = timedelta(days=1)
NEW = "/calls/new/"


@pytest.fixture
def trainee(cast: Cast) -> User:
    return person("trainee", Role.OPERATOR)


def topic(code: str = "SUI") -> Topic:
    return Topic.objects.get(code=code)


def may_take_alone(user: User, topic: Topic, at: datetime) -> bool:
    return certifications.standings(user, [topic], at)[topic.code].alone


def expire(user: User) -> None:
    now = timezone.now()
    Certification.objects.filter(operator=user).update(granted_at=now - 9 * DAY, expires_at=now - DAY)


def test_the_topics_that_need_one(db: None) -> None:
    needing = set(Topic.objects.filter(needs_certification=True).values_list("code", flat=True))
    assert needing == {"SUI", "SAA", "CRV", "JUV"}


def test_who_may_take_what_alone(cast: Cast, trainee: User) -> None:
    now = timezone.now()
    alone = {
        name: may_take_alone(user, topic(), now)
        for name, user in {
            "certified": cast.operator,
            "trainee": trainee,
            "supervisor": cast.supervisor,
        }.items()
    }
    assert alone == {"certified": True, "trainee": False, "supervisor": True}
    assert may_take_alone(trainee, topic("CON"), now)


def test_a_grant_ends_on_its_day_and_a_new_one_replaces_it(cast: Cast, trainee: User) -> None:
    until = timezone.now() + DAY
    first = certifications.grant(trainee, topic(), until, by=cast.supervisor)
    assert may_take_alone(trainee, topic(), timezone.now())
    assert not may_take_alone(trainee, topic(), until + DAY)
    second = certifications.grant(trainee, topic(), until + DAY, by=cast.supervisor)
    first.refresh_from_db()
    assert (first.revoked_by, second.revoked_at) == (cast.supervisor, None)
    assert may_take_alone(trainee, topic(), until + DAY / 2)


def test_what_was_taken_away_is_gone(cast: Cast, trainee: User) -> None:
    row = certifications.grant(trainee, topic(), timezone.now() + DAY, by=cast.supervisor)
    certifications.revoke(row, "Asked for more training.", by=cast.supervisor)
    assert not may_take_alone(trainee, topic(), timezone.now() + DAY / 24)
    with pytest.raises(Overtaken):
        certifications.revoke(row, "Again.", by=cast.supervisor)


def test_grants_that_make_no_sense(cast: Cast, trainee: User) -> None:
    soon = timezone.now() + DAY
    for who, until, by in (
        (trainee, timezone.now() - DAY, cast.supervisor),
        (cast.auditor, soon, cast.supervisor),
        (cast.supervisor, soon, cast.supervisor),
    ):
        with pytest.raises(Refused):
            certifications.grant(who, topic(), until, by=by)
    row = certifications.grant(trainee, topic(), soon, by=cast.supervisor)
    with pytest.raises(Refused):
        certifications.revoke(row, "  ", by=cast.supervisor)


def test_those_that_end_soon_come_in_the_order_of_their_end(cast: Cast, trainee: User) -> None:
    now = timezone.now()
    later = certifications.grant(trainee, topic("SAA"), now + 5 * DAY, by=cast.supervisor)
    sooner = certifications.grant(trainee, topic("SUI"), now + 2 * DAY, by=cast.supervisor)
    certifications.grant(trainee, topic("JUV"), now + 50 * DAY, by=cast.supervisor)
    assert list(certifications.expiring(7 * DAY)) == [sooner, later]


def test_an_operator_without_one_is_refused_unless_a_supervisor_joined(cast: Cast, trainee: User) -> None:
    with pytest.raises(certifications.NotCertified) as refusal:
        a_call(concern("CON"), concern("SUI", "Wants to die."), by=trainee)
    assert list(refusal.value.sentences) == [1]
    assert "You are not certified for Suicide or self-harm risk (SUI)." in str(refusal.value)
    assert Call.objects.count() == 0
    a_call(concern("SUI", "Wants to die.", supervised_by=cast.supervisor), by=trainee)
    assert Case.objects.get().supervised_by == cast.supervisor


def test_nobody_but_a_supervisor_at_work_can_have_joined(cast: Cast, trainee: User) -> None:
    gone = person("supervisor.gone", Role.SUPERVISOR)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    for who in (cast.operator2, gone):
        with pytest.raises(certifications.NotCertified, match="Choose a supervisor"):
            a_call(concern("SUI", "Wants to die.", supervised_by=who), by=trainee)


def test_a_call_written_down_later_counts_for_who_took_it_when(cast: Cast, trainee: User) -> None:
    said: dict[str, Any] = {"channel": Channel.VOICEMAIL, "started_at": timezone.now() - 2 * DAY}
    with pytest.raises(certifications.NotCertified):
        a_call(concern("SUI"), by=cast.operator, taken_by=trainee, **said)
    certified(trainee)
    expire(trainee)
    a_call(concern("SUI"), by=cast.operator, taken_by=trainee, **said)
    with pytest.raises(certifications.NotCertified, match="ended on"):
        a_call(concern("SUI"), by=trainee, started_at=said["started_at"])


def test_the_same_call_sent_again_after_the_end_is_the_same_call(cast: Cast) -> None:
    told = submission(concern("SUI"))
    first = intake.submit(told, by=cast.operator)
    expire(cast.operator)
    assert intake.submit(told, by=cast.operator) == first


def test_the_page_says_so_beside_the_topic_and_takes_a_supervisor(cast: Cast, signed_in: Any) -> None:
    expire(cast.operator)
    page = FormPage(signed_in(cast.operator), NEW)
    page.write(concerns_0_topic="JUV", concerns_0_summary="He says he is 16.").press()
    assert page.answer.status_code == 409
    assert "Your certification for Juvenile or age dispute (JUV) ended on" in page.html
    assert page.html.count("Name the supervisor who joined, or hand the call over.") >= 2
    assert page.typed["concerns-0-summary"] == ["He says he is 16."]
    page.write(concerns_0_supervisor="operator2").press()
    assert (page.answer.status_code, Call.objects.count()) == (422, 0)
    page.write(concerns_0_supervisor="supervisor").press()
    assert (page.answer.status_code, Case.objects.get().supervised_by) == (303, cast.supervisor)


def test_no_supervisor_is_asked_for_where_none_is_needed(cast: Cast, signed_in: Any) -> None:
    page = FormPage(signed_in(cast.operator), NEW)
    page.write(concerns_0_topic="JUV", concerns_0_summary="He says he is 16.").press("add_concern")
    assert "Supervisor who joined" not in page.html
