"""What was answered is counted by topic and month, without calls about protected people."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.answer_counts import counts_by_topic
from cases.intake import Question
from cases.models import Answer, Detainee, Topic
from tests.builders import a_call
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def answered(cast: Cast, code: str, **said: Any) -> None:
    question = Question(Topic.objects.get(code=code), "Told.")
    a_call(by=cast.operator, questions=(question,), **said)


def test_by_topic_and_month_the_most_often_first(cast: Cast, signed_in: Any) -> None:
    for code in ("LEG", "CAS", "CAS"):
        answered(cast, code)
    last_month = timezone.now() - timedelta(days=31)
    one = Answer.objects.filter(topic="CAS").earliest("pk")
    Answer.objects.filter(pk=one.pk).update(given_at=last_month)
    table = counts_by_topic(timezone.localdate())
    assert [(line.topic, line.total, line.months[-1][1]) for line in table.lines] == [
        ("CAS", 2, 1),
        ("LEG", 1, 1),
    ]
    page = signed_in(cast.analyst).get("/answers/counts/").content.decode()
    assert "3 questions answered on the line in six months" in page


def test_calls_about_protected_people_are_left_out(cast: Cast) -> None:
    person = Detainee.described(
        a_number="", given_names="Zq", family_names="Zq", date_of_birth=None, country_of_birth="", by=cast.hq
    )
    person.protected = True
    person.save(force_insert=True)
    answered(cast, "LEG", found=person)
    assert counts_by_topic(timezone.localdate()).total == 0
