"""The intake page: who is calling is checked by steps, and the page says what may be told then, without a script."""

import json
from pathlib import Path
from typing import Any

import pytest

from cases.models import Call, CallerIdentity, Verification
from cases.publishing import FILE, load_disclosure
from tests.cases.form_page import FormPage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEW = "/calls/new/"
OFFICER = "How to reach their officer"
WAIVER = "What the waiver names, and nothing more"
DETAINEE = ["facility_line", "a_number", "full_name", "country_of_birth", "court_date"]


@pytest.fixture
def page(cast: Cast, signed_in: Any) -> FormPage:
    return FormPage(signed_in(cast.operator), NEW)


def with_a_concern(page: FormPage) -> FormPage:
    return page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.")


def panel(page: FormPage) -> str:
    """What the panel says."""
    told: str = page.html.split('id="disclosure"')[1].split("</section>")[0]
    return told


def test_a_new_page_shows_what_everybody_may_be_told_and_what_nobody_is(page: FormPage) -> None:
    assert "not checked yet" in panel(page)
    assert OFFICER not in panel(page)
    assert "Medical facts" in panel(page)
    assert page.typed["policy"] == ["1"]


def test_a_button_shows_what_the_ticks_allow(page: FormPage) -> None:
    page.write(checks=DETAINEE[:-1]).press("refresh")
    assert OFFICER not in panel(page)
    assert "Court date matches" in panel(page)
    page.write(checks=DETAINEE).press("refresh")
    assert OFFICER in panel(page)
    assert page.typed["checks"] == DETAINEE


def test_proof_and_ticks_are_saved_with_the_call_and_shown_there(page: FormPage) -> None:
    with_a_concern(page).write(caller_kind="family", caller_name="Ana Cruz", authority="waiver")
    page.press("refresh").write(checks=["form_names_caller", "full_name"]).press("refresh")
    assert WAIVER in panel(page)
    page.press()
    kept = Verification.objects.get()
    assert (kept.policy_id, kept.authority, kept.steps) == (1, "waiver", ["form_names_caller", "full_name"])
    shown = page.client.get(page.answer["Location"]).content.decode()
    assert "Fully checked" in shown
    assert "The form on file names this caller" in shown


def test_ticks_do_not_outlive_a_change_of_the_kind_of_caller(page: FormPage) -> None:
    with_a_concern(page).write(checks=DETAINEE, caller_kind="family").press("refresh")
    assert "checks" not in page.typed
    page.write(checks=DETAINEE).press()
    assert (page.answer.status_code, Verification.objects.count()) == (303, 0)


def test_a_proof_for_another_kind_counts_as_none(page: FormPage) -> None:
    with_a_concern(page).write(caller_kind="family", authority="g28", checks=["a_number"]).press()
    assert (page.answer.status_code, Verification.objects.count()) == (303, 0)


def test_a_proof_nobody_knows_gets_a_message_beside_the_field(page: FormPage) -> None:
    with_a_concern(page).write(caller_kind="family", authority="a letter").press()
    assert page.answer.status_code == 422
    assert page.html.count("Choose what proof the caller has from the list.") == 2


def test_a_version_published_in_mid_call_does_not_change_what_was_ticked(
    page: FormPage, tmp_path: Path
) -> None:
    with_a_concern(page).write(checks=DETAINEE)
    told = json.loads(FILE.read_text(encoding="utf-8"))
    told |= {"version": 2, "everybody": ["Nothing at all"]}
    (tmp_path / "next.json").write_text(json.dumps(told), encoding="utf-8")
    load_disclosure(tmp_path / "next.json")
    page.press("refresh")
    assert "Nothing at all" not in panel(page)
    page.press()
    assert Verification.objects.get().policy_id == 1
    assert "Nothing at all" in page.client.get(NEW).content.decode()


@pytest.mark.parametrize("version", ["", "7", "-1", "9" * 40, "١", "x"])
def test_a_version_nobody_knows_falls_back_to_the_one_in_force(page: FormPage, version: str) -> None:
    with_a_concern(page).write(policy=version, checks=DETAINEE).press()
    assert (page.answer.status_code, Verification.objects.get().policy_id) == (303, 1)


def test_one_button_makes_the_caller_anonymous_and_gives_everything_back(page: FormPage) -> None:
    page.write(
        caller_kind="family", caller_name="Ana Cruz", caller_phone="(404) 555-0101", relationship="Sister"
    )
    page.press("anonymous")
    assert page.typed["caller_kind"] == ["anonymous"]
    assert "No name, number or relationship is kept." in page.html
    assert "data-named open hidden" in page.html
    assert "How things work in general" not in panel(page)
    page.press("anonymous")
    assert (page.typed["caller_kind"], page.typed["caller_name"]) == (["family"], ["Ana Cruz"])
    assert (page.typed["caller_phone"], page.typed["relationship"]) == (["(404) 555-0101"], ["Sister"])


def test_a_call_sent_anonymous_keeps_no_name_no_number_and_no_check(page: FormPage) -> None:
    with_a_concern(page).write(caller_name="Ana Cruz", caller_phone="(404) 555-0101", checks=DETAINEE)
    page.write(may_announce="no").press("anonymous").press()
    assert page.answer.status_code == 303
    assert (Call.objects.get().caller_kind, CallerIdentity.objects.count()) == ("anonymous", 0)
    assert Verification.objects.count() == 0


def test_whether_we_may_say_who_we_are_is_kept_and_shown(page: FormPage) -> None:
    with_a_concern(page).write(caller_kind="family", may_announce="no").press()
    assert CallerIdentity.objects.get().may_announce is False
    assert "Do not say who we are" in page.client.get(page.answer["Location"]).content.decode()
