"""A half-written call is kept on the server and given back to its owner only."""

from typing import Any
from uuid import uuid4

import pytest

from cases.models import Call, Draft
from tests.cases.form_page import FormPage
from tests.cast import Cast

NEW = "/calls/new/"
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW).write(concerns_0_summary="Cold food, told by Ana Cruz.")


def keep(page: FormPage) -> Any:
    return page.client.post(NEW, {**page.typed, "keep": "1"}, headers=AUTOSAVE)


def test_what_is_typed_comes_back_to_its_owner(page: FormPage) -> None:
    answer = keep(page)
    assert (answer.status_code, answer.json()["rev"]) == (200, 1)
    begun = page.client.get(NEW).content.decode()
    draft = Draft.objects.get()
    assert f"?draft={draft.pk}" in begun
    assert "Ana Cruz" not in begun
    again = FormPage(page.client, f"{NEW}?draft={draft.pk}")
    assert again.typed["concerns-0-summary"] == ["Cold food, told by Ana Cruz."]
    assert again.typed["submission_key"] == page.typed["submission_key"]
    assert again.typed["draft_rev"] == ["1"]
    assert "needs mending" not in again.html


def test_it_is_nobody_elses(page: FormPage, cast: Cast, signed_in: Any) -> None:
    keep(page)
    draft = Draft.objects.get()
    for user in (cast.operator2, cast.supervisor):
        client = signed_in(user)
        assert client.get(f"{NEW}?draft={draft.pk}").status_code == 404
        assert str(draft.pk) not in client.get(NEW).content.decode()
        assert client.post(NEW, {"discard_draft": str(draft.pk)}).status_code == 303
        other = FormPage(client, NEW).write(submission_key=str(draft.pk), concerns_0_summary="Mine now.")
        assert keep(other).status_code == 404
    assert Draft.objects.get().rev == 1


@pytest.mark.parametrize("key", ["", "x", "\x00", "5b2f3c58-6f0e-4d0e-9f6f-0c3f6f2f7a11"])
def test_an_unknown_draft_is_not_there(page: FormPage, key: str) -> None:
    assert page.client.get(NEW, {"draft": key}).status_code in {400, 404}


def test_another_tab_that_saved_later_wins_and_says_so(page: FormPage) -> None:
    keep(page)
    page.write(draft_rev="1")
    assert keep(page).json()["rev"] == 2
    late = keep(page)
    assert (late.status_code, late.json()["detail"]) == (
        409,
        "This call is open in another tab, which saved later. Go on there.",
    )


def test_without_script_the_enter_key_keeps_the_page(page: FormPage) -> None:
    page.press("keep")
    assert (page.answer.status_code, page.typed["draft_rev"]) == (200, ["1"])
    assert page.typed["concerns-0-summary"] == ["Cold food, told by Ana Cruz."]
    assert Draft.objects.count() == 1


def test_sending_the_call_ends_the_draft_and_it_does_not_come_back(page: FormPage) -> None:
    keep(page)
    page.write(concerns_0_topic="CON").press()
    assert (page.answer.status_code, Draft.objects.count()) == (303, 0)
    late = {"submission_key": str(Call.objects.get().submission_key), "keep": "1"}
    assert page.client.post(NEW, late, headers=AUTOSAVE).status_code == 409
    assert Draft.objects.count() == 0


def test_throwing_it_away(page: FormPage) -> None:
    keep(page)
    page.client.post(NEW, {"discard_draft": page.typed["submission_key"][0]})
    assert Draft.objects.count() == 0


def test_a_page_that_lost_its_number_or_holds_too_much_is_refused_with_a_sentence(page: FormPage) -> None:
    page.write(submission_key="x")
    assert keep(page).status_code == 409
    page.write(submission_key=str(uuid4()), note="x" * 600_000)
    assert "too much text" in keep(page).json()["detail"]
    assert Draft.objects.count() == 0


def test_after_a_mistake_the_page_that_comes_back_goes_on_saving(page: FormPage) -> None:
    keep(page)  # the page still holds revision 0, as if this autosave and Submit had crossed
    page.press()
    assert page.answer.status_code == 422
    page.write(concerns_0_summary="Cold food since Monday, told by Ana Cruz.")
    assert keep(page).status_code == 200
    assert Draft.objects.get().body["concerns-0-summary"] == ["Cold food since Monday, told by Ana Cruz."]
