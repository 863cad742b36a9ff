"""The intake page: any language by any of its names, and how long the caller waited for an interpreter."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases import languages
from cases.forms.speech import nearest
from cases.models import Call
from tests.cases.form_page import FormPage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEW = "/calls/new/"


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW)


def with_a_concern(page: FormPage) -> FormPage:
    return page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.")


def test_the_page_carries_the_most_used_languages_only(page: FormPage) -> None:
    options = page.html.split('id="id_language"')[1].split("</select>")[0].count("<option")
    assert options == len(languages.MOST_USED) + 1
    assert "Qafar" not in page.html


@pytest.mark.parametrize(
    ("told", "code"),
    [("K'iche'", "quc"), ("quiche", "quc"), ("hñähñu", "oto"), ("TI", "ti"), ("አማርኛ", "am"), ("Wolo", "wo")],
)
def test_any_language_is_found_by_name_autonym_code_or_beginning(
    page: FormPage, told: str, code: str
) -> None:
    with_a_concern(page).write(language_told=told).press()
    assert (page.answer.status_code, Call.objects.get().language) == (303, code)


def test_every_language_is_found_by_what_the_list_calls_it() -> None:
    assert len(languages.LANGUAGES) >= 60
    wrong = [one.code for one in languages.LANGUAGES if languages.find(one.label) != [one]]
    wrong += [one.code for one in languages.LANGUAGES if languages.find(one.name) != [one]]
    assert wrong == []


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("Klingon", "No language is called that."),
        (
            "Kurdish",
            "Which one do you mean: Kurdish (Kurmanji), Kurdish (Sorani), Kurdish (not known which)?",
        ),
        ("x" * 61, "Shorten this to 60 characters."),
    ],
)
def test_what_is_not_one_language_gets_a_message_and_stays(page: FormPage, told: str, says: str) -> None:
    with_a_concern(page).write(language_told=told).press()
    assert page.answer.status_code == 422
    assert says in page.html


def test_one_click_stamps_asking_and_joining_and_the_wait_is_shown(page: FormPage) -> None:
    page.press("interpreter_asked_now")
    assert len(page.typed["interpreter_asked"][0]) == 8
    page.press("interpreter_joined_now")
    assert page.typed["interpreter"] == ["on"]
    assert "Time to interpreter: 0 s" in page.html or "Time to interpreter: 1 s" in page.html
    with_a_concern(page).write(interpreter_number="77-0123", language="mam").press()
    call = Call.objects.get()
    assert (call.interpreter, call.interpreter_number) == (True, "77-0123")
    assert call.interpreter_asked_at is not None
    assert timezone.now() - call.interpreter_asked_at < timedelta(minutes=1)
    assert call.waited is not None
    assert call.waited < timedelta(seconds=10)


def test_times_written_by_hand_are_moments_of_this_call(page: FormPage) -> None:
    now = timezone.localtime().replace(second=0, microsecond=0)
    asked = now - timedelta(minutes=9)
    with_a_concern(page).write(interpreter_asked=f"{asked:%H:%M}", interpreter_joined=f"{now:%H:%M}").press()
    call = Call.objects.get()
    assert (call.interpreter_asked_at, call.interpreter_joined_at) == (asked, now)
    assert call.interpreter


def test_a_time_to_the_minute_is_not_before_a_stamp_of_that_minute(page: FormPage) -> None:
    asked = timezone.localtime() - timedelta(minutes=3)
    with_a_concern(page).write(interpreter_asked=f"{asked:%H:%M}:59", interpreter_joined=f"{asked:%H:%M}")
    page.press()
    assert (page.answer.status_code, Call.objects.get().waited) == (303, timedelta(0))


@pytest.mark.parametrize(("asked", "joined", "says"), [
    ("soon", "", "Write the time of day, such as 14:05."),
    ("25:00", "", "Write the time of day, such as 14:05."),
    ("1405", "", "Write the time of day, such as 14:05."),
    ("later", "later", "Write the time of day"),
    ("+10", "", "This is in the future."),
    ("-1", "-5", "The interpreter joined before being asked for."),
])  # fmt: skip
def test_times_that_cannot_be_get_a_message_and_stay(
    page: FormPage, asked: str, joined: str, says: str
) -> None:
    def at(text: str) -> str:
        minutes = text.lstrip("+-").isdigit() and text[:1] in "+-" and text
        return f"{timezone.localtime() + timedelta(minutes=int(minutes)):%H:%M}" if minutes else text

    with_a_concern(page).write(interpreter_asked=at(asked), interpreter_joined=at(joined)).press()
    assert page.answer.status_code == 422
    assert says in page.html
    assert page.typed["interpreter_asked"] == [at(asked)]


def test_a_time_after_midnight_belongs_to_the_next_day() -> None:
    zone = ZoneInfo("America/New_York")
    began = datetime(2026, 3, 4, 23, 58, tzinfo=zone)
    with timezone.override(zone):
        assert nearest(datetime(2026, 1, 1, 0, 4).time(), began) == datetime(2026, 3, 5, 0, 4, tzinfo=zone)
        assert nearest(datetime(2026, 1, 1, 23, 59).time(), began) == datetime(
            2026, 3, 4, 23, 59, tzinfo=zone
        )


def test_a_call_lost_for_want_of_an_interpreter_ends_with_one_click(page: FormPage) -> None:
    page.write(language_told="Chuj").press("ending", "no_interpreter")
    call = Call.objects.get()
    assert (call.ending, call.language) == ("no_interpreter", "cac")


def test_such_an_ending_asks_for_the_language_first(page: FormPage) -> None:
    page.press("ending", "no_interpreter")
    assert page.answer.status_code == 422
    assert "Choose the language the caller spoke first." in page.html
    page.write(language="und").press("ending", "no_interpreter")
    assert Call.objects.get().language == "und"


@pytest.mark.parametrize("zone", ["America/Chicago", ""])
def test_times_of_an_earlier_call_are_of_its_day_and_clock(cast: Cast, signed_in: Any, zone: str) -> None:
    page = with_a_concern(FormPage(signed_in(cast.operator), f"{NEW}?late=1"))
    page.write(
        late="1", late_on_month="3", late_on_day="4", late_on_year="2026", late_at="23:50", late_zone=zone
    )
    page.write(interpreter_asked="23:55", interpreter_joined="00:10").press()
    assert page.answer.status_code == 303, page.html
    call = Call.objects.get()
    assert (call.interpreter_asked_at, call.waited) == (
        call.started_at + timedelta(minutes=5),
        timedelta(minutes=15),
    )
