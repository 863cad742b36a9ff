"""The parts of the untouched call page that are kept ready are the same for everybody, and hold nothing of a call."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Draft, PhoneCall
from cases.templatetags import console
from tests.builders import a_call
from tests.cases.form_page import FormPage
from tests.cast import Cast
from tests.telephony.phone import STEWART_LINE, send

NEW = "/calls/new/"
OWN = re.compile(
    r'<header.*?<form id="intake"|name="csrfmiddlewaretoken" value="[^"]*"|name="(submission_key|started_at)"[^>]*>'
    r'|<div class="hl-strip".*?</div>|\?draft=[^"]*',
    re.DOTALL,
)


@pytest.fixture
def ready(settings: Any) -> Iterator[None]:
    settings.BLANK_PAGE_SECONDS = 60
    console.forget()
    yield
    console.forget()


def form_of(page: str) -> str:
    """What is left once everything of one's own is taken out."""
    form = page[page.index('<form id="intake"') : page.index("</form>", page.index('<form id="intake"'))]
    return OWN.sub("", form)


def test_without_keeping_them_two_people_read_the_same(cast: Cast, signed_in: Any) -> None:
    a_call(by=cast.operator)
    one, other = (signed_in(who).get(NEW).content.decode() for who in (cast.operator, cast.operator2))
    assert form_of(one) == form_of(other)


def test_kept_ready_the_page_is_what_it_was(cast: Cast, signed_in: Any, ready: None) -> None:
    made, again = (form_of(signed_in(cast.operator).get(NEW).content.decode()) for _ in range(2))
    assert made == again


def test_a_page_that_was_typed_into_never_ends_up_there(cast: Cast, signed_in: Any, ready: None) -> None:
    page = FormPage(signed_in(cast.operator), NEW)
    page.write(concerns_0_summary="Cold food since Monday.").press("add_concern")
    page.press("keep")
    page.client.get(f"{NEW}?draft={Draft.objects.get().pk}")
    assert "Cold food" not in signed_in(cast.operator2).get(NEW).content.decode()
    assert "Cold food" not in page.client.get(NEW).content.decode()


def test_the_page_of_a_phone_call_has_its_own_line_and_leaves_none_to_the_next(
    cast: Cast, signed_in: Any, ready: None
) -> None:
    client = signed_in(cast.operator)
    for event in ("newCall", "answer"):
        send(event, "x-1", timezone.now(), line=STEWART_LINE, operator="operator")
    places = [
        FormPage(client, url).typed["place_key"]
        for url in (
            f"{NEW}?phone={PhoneCall.objects.get().pk}",
            NEW,
            f"{NEW}?phone={PhoneCall.objects.get().pk}",
        )
    ]
    assert places == [[STEWART_LINE], [""], [STEWART_LINE]]


def test_each_page_keeps_its_own_number(cast: Cast, signed_in: Any, ready: None) -> None:
    client = signed_in(cast.operator)
    keys = {FormPage(client, NEW).typed["submission_key"][0] for _ in range(3)}
    assert len(keys) == 3
