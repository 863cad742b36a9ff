"""Times, deadlines and urgency in the words of the reader's office."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from cases.models import Urgency
from helpline.face.templatetags.face import URGENCIES

NOW = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)  # Monday, 14:05 in Atlanta


def rendered(tag: str, zone: str = "America/New_York", **context: object) -> str:
    """What the tag gives at NOW for a reader in `zone`."""
    with timezone.override(ZoneInfo(zone)), time_machine.travel(NOW, tick=False):
        return Template("{% load face %}" + tag).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "Mon 23 Nov, 14:05 ET"),
        ("America/Chicago", "Mon 23 Nov, 13:05 CT"),
        ("America/Denver", "Mon 23 Nov, 12:05 MT"),
        ("America/Phoenix", "Mon 23 Nov, 12:05 MT"),
        ("America/Los_Angeles", "Mon 23 Nov, 11:05 PT"),
        ("Pacific/Honolulu", "Mon 23 Nov, 09:05 HT"),
        ("America/Puerto_Rico", "Mon 23 Nov, 15:05 AT"),
        ("Asia/Dubai", "Mon 23 Nov, 23:05 UTC+04"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_reader(zone: str, text: str) -> None:
    assert f">{text}</time>" in rendered("{% when at %}", zone, at=NOW)


def test_a_moment_carries_its_exact_time() -> None:
    assert rendered("{% when at %}", at=NOW) == (
        '<time class="hl-when" datetime="2026-11-23T19:05:00Z" title="Monday 23 November 2026, 14:05:00 ET">'
        "Mon 23 Nov, 14:05 ET</time>"
    )


def test_another_year_is_named() -> None:
    assert "Sun 23 Nov 2025, 14:05 ET" in rendered("{% when at %}", at=NOW - timedelta(days=365))


@pytest.mark.parametrize(
    ("tag", "text"), [('{% when at "time" %}', ">14:05<"), ('{% when at "day" %}', ">Mon 23 Nov<")]
)
def test_a_moment_has_short_forms(tag: str, text: str) -> None:
    assert text in rendered(tag, at=NOW)


def test_a_day_has_no_time() -> None:
    assert '<time class="hl-when" datetime="2026-12-01"' in rendered("{% when at %}", at=date(2026, 12, 1))


def test_no_moment_is_a_dash() -> None:
    assert rendered("{% when at %}", at=None) == '<span class="hl-never">—</span>'


@pytest.mark.parametrize(
    ("left", "text", "state"),
    [
        (timedelta(hours=3), "due in 3 h (17:05)", "later"),
        (timedelta(hours=2), "due in 2 h (16:05)", "soon"),
        (timedelta(minutes=40), "due in 40 min (14:45)", "soon"),
        (timedelta(seconds=20), "due now (14:05)", "soon"),
        (timedelta(seconds=-20), "late just now", "late"),
        (timedelta(minutes=-59), "59 min late", "late"),
        (timedelta(hours=-2), "2 h late", "late"),
        (timedelta(days=-3), "3 days late", "late"),
        (timedelta(hours=26), "due in 26 h (Tue 16:05)", "later"),
        (timedelta(days=3), "due in 3 days (Thu 14:05)", "later"),
        (timedelta(days=8), "due in 8 days (Tue 1 Dec)", "later"),
    ],
)
def test_a_deadline_is_told_in_words(left: timedelta, text: str, state: str) -> None:
    told = rendered("{% due at now %}", at=NOW + left, now=NOW)
    assert f">{text}</time>" in told
    assert f"hl-due--{state}" in told


def test_no_deadline_says_so() -> None:
    assert "no due time" in rendered("{% due at %}", at=None)


def test_urgency_words_are_those_of_the_record() -> None:
    assert dict(Urgency.choices) == URGENCIES


@pytest.mark.parametrize("code", list(URGENCIES))
def test_every_urgency_has_a_shape_of_its_own_and_its_words(code: str) -> None:
    told = rendered("{% urgency code %}", code=code)
    assert URGENCIES[code] in told
    assert f"hl-urgency--{code.lower()}" in told
    shapes = {
        rendered("{% urgency code %}", code=other).split("</svg>")[0].split(">", 2)[2] for other in URGENCIES
    }
    assert len(shapes) == len(URGENCIES)


def test_a_brief_urgency_still_speaks_to_screen_readers() -> None:
    assert "Urgent (P1)" in rendered('{% urgency "P1" brief=True %}')
