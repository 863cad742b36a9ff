"""A protocol that changes becomes a new version; cases keep the one they were taken by, with the steps ticked."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.loading import load_topics
from cases.models import Case, ProtocolRun, Topic, TopicProtocol
from cases.protocols import publish
from helpline.refusals import Refused
from tests.builders import a_call, concern
from tests.cases.form_page import FormPage
from tests.cast import Cast

NEW = "/calls/new/"


def newest(code: str) -> TopicProtocol:
    return TopicProtocol.objects.filter(topic=code).order_by("-version")[0]


def rewrite(code: str, steps: str) -> None:
    Topic.objects.filter(pk=code).update(protocol=steps)
    publish(Topic.objects.filter(pk=code))


def test_loading_twice_adds_no_version(db: None) -> None:
    before = TopicProtocol.objects.count()
    load_topics()
    assert (TopicProtocol.objects.count(), before) == (37, 37)


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(db: None) -> None:
    first = newest("MED")
    rewrite("MED", "ask first; ask again")
    second = newest("MED")
    assert (second.version, second.steps) == (first.version + 1, ["Ask first", "Ask again"])
    assert TopicProtocol.objects.get(pk=first.pk).steps == first.steps


def test_a_version_cannot_be_altered(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        TopicProtocol.objects.filter(topic="MED").update(steps=["Nothing"])


def test_a_case_keeps_its_version_and_its_ticks(cast: Cast) -> None:
    shown = newest("MED")
    a_call(concern("MED", protocol=shown, steps=(2, 0, 0, 99)), by=cast.operator)
    run = ProtocolRun.objects.get()
    assert (run.protocol, run.taken) == (shown, [0, 2])


def test_ticks_of_another_topic_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="belong to another topic"):
        a_call(concern("TEL", protocol=newest("MED"), steps=(0,)), by=cast.operator)


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    page = FormPage(signed_in(cast.operator), NEW)
    return page.write(concerns_0_topic="MED", concerns_0_summary="No pills since Monday.")


def steps_ticked(page: FormPage, *places: str) -> None:
    page.typed["concerns-0-steps"] = list(places)


def shown_with_help(page: FormPage) -> FormPage:
    """The page after its topic was chosen: without a script one of its buttons brings the help."""
    return page.press("add_concern")


def test_the_page_keeps_the_version_it_showed(page: FormPage) -> None:
    shown = newest("MED")
    shown_with_help(page)
    assert page.typed["concerns-0-protocol"] == [f"MED:{shown.version}"]
    rewrite("MED", "something new")
    steps_ticked(page, "0", "3")
    shown_with_help(page)
    assert shown.steps[0].replace("'", "&#x27;") in page.html
    assert page.typed["concerns-0-steps"] == ["0", "3"]
    page.press()
    run = ProtocolRun.objects.get()
    assert (page.answer.status_code, run.protocol, run.taken) == (303, shown, [0, 3])


def test_another_topic_begins_with_no_tick(page: FormPage) -> None:
    shown_with_help(page)
    steps_ticked(page, "0")
    page.write(concerns_0_topic="TEL")
    shown_with_help(page)
    assert page.typed["concerns-0-protocol"] == ["TEL:1"]
    assert "concerns-0-steps" not in page.typed
    page.press()
    assert ProtocolRun.objects.get().taken == []


def test_the_case_page_shows_what_was_ticked(page: FormPage, cast: Cast, signed_in: Any) -> None:
    shown_with_help(page)
    steps_ticked(page, "1")
    page.press()
    case = Case.objects.get()
    html = signed_in(cast.operator).get(f"/cases/{case.number}/").content.decode()
    assert html.count('class="hl-steps__done"') == 1
    assert "Protocol version 1" in html


@pytest.mark.parametrize(
    "mark", ["", "MED", "MED:", "MED:99", "TEL:1", ":::", "MED:\x00", "x" * 300, "MED:-1"]
)
def test_a_mark_that_means_nothing_does_no_harm(page: FormPage, mark: str) -> None:
    page.typed["concerns-0-protocol"] = [mark]
    steps_ticked(page, "0", "nonsense", "-1", "999999", "\x00")
    page.press()
    assert page.answer.status_code == 303
    assert not ProtocolRun.objects.exists()
