"""Short answers are found by their words in English and Spanish, used with one press, and read again by their day."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases import library
from cases.models import Answer, LineAnswer
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from tests.cases.form_page import FormPage
from tests.cast import Cast
from tests.conftest import Silent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("court date", "hearing-date"),
        ("AUDIENCIA", "hearing-date"),
        ("numero a", "a-number"),
        ("línea", "what-this-line-does"),
        ("visita", "visiting"),
        ("policia local", "local-police-hold"),
        ("60-001", "waiver-60-001"),
        ("lawyer G28", "g-28"),
        ("what became of my report", "what-became-of-it"),
        ("ombudsman", "detention-ombudsman"),
        ("interprete", "interpreter"),
    ],
)
def test_words_as_they_are_said_find_the_answer_among_the_first_three(words: str, key: str) -> None:
    assert key in [row.key for row in library.search(words)[:3]]


def test_every_answer_has_both_languages_a_source_and_a_day() -> None:
    rows = list(LineAnswer.objects.all())
    assert len(rows) == len(json.loads(library.FILE.read_text("utf-8"))) >= 15
    assert all(row.says and row.says_es and row.source and row.words for row in rows)


@pytest.mark.parametrize("words", ["zzzz", "?!", "\u0130 x"])
def test_other_words_find_nothing(words: str) -> None:
    assert library.search(words) == []


def test_one_press_writes_the_answer_into_the_call_in_the_language_of_the_record(
    cast: Cast, signed_in: Any
) -> None:
    page = FormPage(signed_in(cast.operator), "/calls/new/")
    page.write(language="es", answer_search="abogado").press("find_answer")
    assert "El abogado o representante acreditado" in page.html
    page.press("use_answer", "g-28")
    assert page.typed["answers-0-topic"] == ["LEG"]
    assert page.typed["answers-0-note"][0].startswith("Attorneys: Form G-28. Told: ")
    assert page.typed["answer_search"] == [""]
    page.press()
    given = Answer.objects.get()
    assert (given.from_library_id, given.topic_id) == ("g-28", "LEG")


def test_a_forged_answer_changes_nothing(cast: Cast, signed_in: Any) -> None:
    page = FormPage(signed_in(cast.operator), "/calls/new/")
    sent = {**page.typed, "use_answer": "no-such-\x00é", "answer_search": "x"}
    answer = page.client.post("/calls/new/", sent)
    assert answer.status_code in {200, 400}


def test_an_answer_past_its_day_says_so(cast: Cast, signed_in: Any) -> None:
    LineAnswer.objects.filter(key="visiting").update(review_on=timezone.localdate())
    page = FormPage(signed_in(cast.operator), "/calls/new/").write(answer_search="visit").press("find_answer")
    assert "Review was due" in page.html
    assert "to be read again" in signed_in(cast.operator).get("/answers/").content.decode()


def test_a_review_changes_words_keeps_the_old_ones_and_outlives_the_reference(cast: Cast) -> None:
    row = LineAnswer.objects.get(key="visiting")
    was, until = row.says, timezone.localdate() + timedelta(days=100)
    library.review(row, until, by=cast.supervisor, texts={"says": "Call the facility."})
    call_command("load_reference", stdout=Silent())
    row.refresh_from_db()
    assert (row.says, row.review_on, row.reviewed_by) == ("Call the facility.", until, cast.supervisor)
    assert Entry.objects.get(verb="reviewed_answer").details["before"] == {"says": was}


def test_two_reviews_of_the_same_page_do_not_overwrite_each_other(cast: Cast, signed_in: Any) -> None:
    first, second = (
        FormPage(signed_in(who), "/answers/visiting/", form="") for who in (cast.hq, cast.supervisor)
    )
    year = str(timezone.localdate().year + 1)
    typed = {"title": "Visiting", "says": "Ask.", "until_month": "3", "until_day": "4", "until_year": year}
    assert first.client.post(first.url, {"seen": "", **typed}).status_code == 302
    answer = second.client.post(second.url, {"seen": "", **typed, "says": "Mine."})
    assert answer.status_code == 409
    assert "Mine." in answer.content.decode()
    assert LineAnswer.objects.get(key="visiting").says == "Ask."


@pytest.mark.parametrize("until", [date(2020, 1, 1), date(2199, 1, 1)])
def test_a_review_holds_until_a_day_to_come(cast: Cast, until: date) -> None:
    row = LineAnswer.objects.get(key="visiting")
    with pytest.raises(Refused):
        library.review(row, until, by=cast.hq)
    soon = timezone.localdate() + timedelta(days=9)
    with pytest.raises(Refused, match="A-number"):
        library.review(row, soon, by=cast.hq, texts={"says": "Ask about A000-000-123."})
    row.reviewed_at = timezone.now()
    with pytest.raises(Overtaken):
        library.review(row, soon, by=cast.hq)
