"""The session ends in mid-call: the page is covered, keeps every word, and comes back for the same person only."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page

from helpline.sessions import BEGAN, SEEN
from tests.browser import operator as hands
from tests.browser.conftest import Visit
from tests.browser.visitor import PASSWORD, Visitor
from tests.cast import Cast

OVER = "You were signed out. Your words are kept"


@pytest.fixture
def operator(visit: Visit, people: Cast) -> Visitor:
    """In mid-sentence."""
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    summary(operator.page).press_sequentially("No insulin ")
    operator.page.locator("[data-saved]").first.filter(has_text="saved ").wait_for()
    return operator


def summary(page: Page) -> Any:
    return hands.concern(page, 1).get_by_label("What is wrong").first


def sign_in_again(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in again").click()


def test_the_row_of_the_session_is_deleted(operator: Visitor) -> None:
    page = operator.page
    Session.objects.all().delete()
    summary(page).press_sequentially("for two days")
    page.get_by_role("heading", name=OVER).wait_for()
    assert "insulin" not in page.content()
    assert "insulin" not in page.title()
    assert operator.obstacles() == []
    operator.picture("operator-signed-out-in-mid-call")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in again").click()
    page.get_by_text("do not belong together").wait_for()
    assert "insulin" not in page.content()
    sign_in_again(page)
    page.get_by_role("heading", name=OVER).wait_for(state="hidden")
    assert summary(page).input_value() == "No insulin for two days"
    hands.is_kept("No insulin for two days")
    hands.concern(page, 1).get_by_label("Topic").first.wait_for()


def test_the_second_factor_is_asked_for_on_the_spot(operator: Visitor, people: Cast) -> None:
    page = operator.page
    secret = generate_totp_secret()
    TOTP.activate(people.operator, secret)
    Session.objects.all().delete()
    summary(page).press_sequentially("for two days")
    page.get_by_role("heading", name=OVER).wait_for()
    sign_in_again(page)
    code = page.get_by_label("Code of your authenticator app")
    code.fill("000000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("That code was not right").wait_for()
    assert "insulin" not in page.content()
    code.fill(f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name=OVER).wait_for(state="hidden")
    assert summary(page).input_value() == "No insulin for two days"


def test_somebody_else_signs_in_on_the_same_computer(operator: Visitor, people: Cast) -> None:
    page = operator.page
    Session.objects.all().delete()
    operator.is_signed_in_as(people.operator2)
    summary(page).press_sequentially("for two days")
    page.get_by_text("Somebody else is signed in on this computer now").wait_for()
    assert "insulin" not in page.content()
    operator.is_signed_in_as(people.operator)
    page.get_by_role("heading", name=OVER).wait_for(state="hidden")
    assert summary(page).input_value() == "No insulin for two days"


def test_the_account_is_closed(operator: Visitor, people: Cast) -> None:
    page = operator.page
    people.operator.is_active = False
    people.operator.save()
    summary(page).press_sequentially("for two days")
    page.get_by_role("heading", name=OVER).wait_for()
    sign_in_again(page)
    page.locator("[data-session-error]").filter(has_text="s").wait_for()
    assert "insulin" not in page.content()


def test_two_minutes_before_the_end_one_key_extends_it(visit: Visit, people: Cast, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 122
    operator = visit()
    operator.is_signed_in_as(people.operator)
    operator.open("/calls/new/")
    page = operator.page
    summary(page).press_sequentially("No insulin ")
    page.get_by_text("you will be signed out in 2 minutes").wait_for()
    operator.picture("operator-session-ends-soon")
    assert operator.obstacles() == []
    settings.SESSION_IDLE_SECONDS = 1800
    page.keyboard.press("Alt+y")
    page.get_by_text("you will be signed out").wait_for(state="hidden")
    summary(page).press_sequentially("for two days")
    assert summary(page).input_value() == "No insulin for two days"


def test_twelve_hours_end_it_in_mid_call_too(operator: Visitor) -> None:
    page = operator.page
    [row] = Session.objects.all()
    kept = row.get_decoded()
    began = int(timezone.now().timestamp()) - 43_200
    row.session_data = Session.objects.encode({**kept, BEGAN: began, SEEN: began + 43_000})
    row.save()
    hands.concern(page, 1).get_by_label("What is wrong").first.press_sequentially("for two days")
    page.get_by_role("heading", name=OVER).wait_for()
    sign_in_again(page)
    page.get_by_role("heading", name=OVER).wait_for(state="hidden")
    assert summary(page).input_value() == "No insulin for two days"
