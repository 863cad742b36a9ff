"""How long callers wait for an interpreter, and how many are lost, by language; for those who watch over calls."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import intake
from cases.models import Call, CallEnding, Detainee
from cases.speech import waits_for_interpreter
from cases.submission import Interpreter
from helpline.refusals import Refused
from tests.builders import a_call, submission
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def interpreted(cast: Cast, language: str, seconds: int, **said: Any) -> Call:
    asked = timezone.now() - timedelta(minutes=30)
    help_ = Interpreter("77-0123", asked, asked + timedelta(seconds=seconds))
    return a_call(by=cast.operator, language=language, interpreter=True, interpreting=help_, **said)


def lost(cast: Cast, language: str) -> Call:
    said = submission(language=language, ending=CallEnding.NO_INTERPRETER)
    return intake.submit(dataclasses.replace(said, concerns=()), by=cast.operator)


def a_day_ago() -> datetime:
    return timezone.now() - timedelta(days=1)


def test_calls_waits_and_losses_by_language_in_one_query(cast: Cast) -> None:
    for seconds in (60, 120, 600):
        interpreted(cast, "mam", seconds)
    a_call(by=cast.operator, language="mam")
    lost(cast, "cac")
    with CaptureQueriesContext(connection) as queries:
        mam, chuj = waits_for_interpreter(Call.objects.visible_to(cast.hq), a_day_ago())
    assert len(queries) == 1
    assert (mam.language.name, mam.calls, mam.interpreted, mam.measured) == ("Mam", 4, 3, 3)
    assert (mam.wait, mam.lost) == (timedelta(seconds=120), 0)
    assert (chuj.language.code, chuj.calls, chuj.wait, chuj.lost) == ("cac", 1, None, 1)


def test_calls_before_the_moment_do_not_count(cast: Cast) -> None:
    interpreted(cast, "mam", 60)
    assert waits_for_interpreter(Call.objects.visible_to(cast.hq), timezone.now()) == []


def test_a_supervisor_reads_no_figure_of_a_protected_person(cast: Cast) -> None:
    person = Detainee.described(
        a_number="A000000042",
        given_names="Ixchel",
        family_names="Batz",
        date_of_birth=None,
        country_of_birth="",
        by=cast.supervisor,
    )
    person.protected = True
    person.save(force_insert=True)
    interpreted(cast, "mam", 60, found=person)
    assert waits_for_interpreter(Call.objects.visible_to(cast.supervisor), a_day_ago()) == []


def test_the_page_shows_figures_to_supervisors_and_headquarters_only(cast: Cast, signed_in: Any) -> None:
    interpreted(cast, "mam", 125)
    lost(cast, "cac")
    for watcher in (cast.supervisor, cast.hq):
        shown = signed_in(watcher).get("/languages/").content.decode()
        assert "1 call lost for want of an interpreter" in shown
        assert "2 min 5 s" in shown
    names = signed_in(cast.operator).get("/languages/").content.decode()
    assert "languages on the list" in names
    assert "Median wait" not in names


def test_the_field_gets_every_language_and_nothing_else(cast: Cast, signed_in: Any) -> None:
    headers = {"HX-Request": "true", "HX-Target": "languages"}
    part = signed_in(cast.operator).get("/languages/", headers=headers).content.decode()
    assert part.count("<option") >= 60
    assert "<html" not in part


@pytest.mark.parametrize("language", ["en", ""])
def test_nobody_is_lost_for_want_of_an_interpreter_of_english(cast: Cast, language: str) -> None:
    with pytest.raises(Refused, match="Choose the language"):
        lost(cast, language)
