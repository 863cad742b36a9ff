"""The list shows no number; the page of one shows it, with what may be said, and the reading is recorded."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Callback
from helpline.audit.models import Access
from tests.aftercare.promises import NUMBER, a_promise
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_list_tells_what_is_overdue_and_no_number(cast: Cast, signed_in: Any) -> None:
    row = a_promise(cast.operator)
    Callback.objects.filter(pk=row.pk).update(slot_at=timezone.now() - timedelta(hours=1))
    page = signed_in(cast.operator2).get("/callbacks/").content.decode()
    assert "1 call-back is due" in page
    assert "Overdue" in page
    assert NUMBER not in page
    assert "Ana Xol" not in page


def test_an_empty_list_says_what_to_do(cast: Cast, signed_in: Any) -> None:
    page = signed_in(cast.supervisor).get("/callbacks/").content.decode()
    assert "Nobody waits for a call-back." in page


def test_the_page_of_one_shows_number_and_what_not_to_say(cast: Cast, signed_in: Any) -> None:
    row = a_promise(cast.operator, wish="After work only.")
    page = signed_in(cast.operator2).get(f"/callbacks/{row.pk}/").content.decode()
    assert NUMBER in page
    assert "Do not say who we are." in page
    assert "After work only." in page
    read = Access.objects.filter(by=cast.operator2, subject_kind="callback", subject_key=str(row.pk))
    assert read.count() == 1


def test_a_try_is_written_down_and_a_second_of_the_same_is_refused(cast: Cast, signed_in: Any) -> None:
    row, client = a_promise(cast.operator), signed_in(cast.operator2)
    typed = {"seen": "0", "outcome": "reached", "note": "Told her the number."}
    assert client.post(f"/callbacks/{row.pk}/attempts/", typed).status_code == 302
    assert client.post(f"/callbacks/{row.pk}/attempts/", typed).status_code == 409
    page = client.get(f"/callbacks/{row.pk}/").content.decode()
    assert "Told her the number." in page
    assert NUMBER not in page


def test_a_try_without_an_outcome_loses_nothing_typed(cast: Cast, signed_in: Any) -> None:
    row = a_promise(cast.operator)
    typed = {"seen": "0", "note": "Rang ten times."}
    answer = signed_in(cast.operator).post(f"/callbacks/{row.pk}/attempts/", typed)
    assert answer.status_code == 422
    assert "Choose how the try went." in answer.content.decode()
    assert "Rang ten times." in answer.content.decode()
