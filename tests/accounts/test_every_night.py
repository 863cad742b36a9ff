"""What must not stay for ever is removed every night: sessions here, drafts in the record; both may run twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from celery.schedules import crontab
from django.contrib.sessions.models import Session
from django.utils import timezone

from cases import drafts
from cases.models import Draft
from cases.tasks import remove_forgotten_drafts
from helpline.accounts.tasks import remove_expired_sessions
from helpline.celery import app
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_drafts_nobody_touched_for_thirty_days_are_removed(cast: Cast) -> None:
    old, young = uuid4(), uuid4()
    for key in (old, young):
        drafts.keep(key, 0, {"a": "b"}, by=cast.operator)
    now = timezone.now()
    Draft.objects.filter(key=old).update(updated_at=now - timedelta(days=30, minutes=1))
    Draft.objects.filter(key=young).update(
        updated_at=now - timedelta(days=29), begun_at=now - timedelta(days=99)
    )
    for _ in range(2):
        remove_forgotten_drafts()
        assert list(Draft.objects.values_list("key", flat=True)) == [young]


def test_expired_sessions_are_removed() -> None:
    now = timezone.now()
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    for _ in range(2):
        remove_expired_sessions()
        assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_beat_rings_for_tasks_that_exist_and_for_these_two_once_a_day() -> None:
    app.loader.import_default_modules()
    planned = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert set(planned) <= set(app.tasks)
    for task in (remove_forgotten_drafts, remove_expired_sessions):
        assert planned[task.name] == crontab(hour="8", minute="10")
