"""A draft sealed with a key that is not there now stops nobody from taking calls, and stays."""

from base64 import b64encode
from typing import Any

import pytest

from cases import drafts
from cases.models import Draft
from tests.cases.form_page import FormPage
from tests.cast import Cast

NEW = "/calls/new/"


@pytest.fixture
def locked(cast: Cast, signed_in: Any, settings: Any) -> FormPage:
    """A page whose draft was kept before the keys were changed."""
    page = FormPage(signed_in(cast.operator), NEW)
    page.write(concerns_0_summary="Cold food since Monday.").press("keep")
    settings.FIELD_KEYS = [b64encode(bytes(32)).decode()]
    return page


def test_the_new_page_says_so_and_offers_no_way_into_it(locked: FormPage) -> None:
    answer = locked.client.get(NEW)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Cannot be opened now" in html
    assert "?draft=" not in html.split("<form id=")[0]


def test_opened_or_saved_over_it_is_refused_with_a_sentence_and_stays(locked: FormPage) -> None:
    draft = Draft.objects.get()
    answer = locked.client.get(f"{NEW}?draft={draft.pk}")
    assert (answer.status_code, "its key is missing" in answer.content.decode()) == (409, True)
    stale = {**locked.typed, "draft_rev": ["0"], drafts.PAGE_FIELD: ["p1"], drafts.TURN_FIELD: ["9"]}
    assert locked.client.post(NEW, stale, headers={"X-Autosave": "1"}).status_code == 409
    assert Draft.objects.get().rev == draft.rev
