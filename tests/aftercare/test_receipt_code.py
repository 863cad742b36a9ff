"""A code that survives dictation, of which only a fingerprint is kept, shown to its issuer for a day."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cases import receipts
from cases.intake import submit
from cases.models import CallEnding, ReceiptCode
from cases.references import ALPHABET, canonical_receipt_code, receipt_code
from tests.builders import a_call, submission
from tests.cases.form_page import FormPage
from tests.cast import Cast

CODE = receipt_code(b"0123456789abcdef" * 2)


def test_every_wrong_sign_and_every_swap_of_neighbours_is_caught() -> None:
    plain = CODE.replace("-", "")
    assert len(plain) == 16
    for place, sign in enumerate(plain):
        for other in ALPHABET.replace(sign, ""):
            assert canonical_receipt_code(plain[:place] + other + plain[place + 1 :]) is None
    for place in range(15):
        one, two = plain[place], plain[place + 1]
        if one != two:
            assert canonical_receipt_code(plain[:place] + two + one + plain[place + 2 :]) is None


@pytest.mark.parametrize(
    "text", ["", "x" * 100_000, CODE + "2", CODE[:-1], "\x00" * 16, "\ud800" * 16, "２" * 16]
)
def test_anything_else_is_no_code(text: str) -> None:
    assert canonical_receipt_code(text) is None


def test_case_spaces_and_dashes_do_not_matter() -> None:
    assert canonical_receipt_code(f" {CODE.lower().replace('-', ' ')} ") == CODE


@pytest.mark.django_db
def test_only_a_fingerprint_is_kept(cast: Cast) -> None:
    call = a_call(by=cast.operator, receipt_code=True)
    code = receipts.code_shown_to(cast.operator, call)
    assert receipts.find(code.lower().replace("-", "")) == call
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM cases_receiptcode t")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(t::text, ''), '') FROM audit_entry t")
        kept += cursor.fetchone()[0]
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert code.encode().hex() not in kept


@pytest.mark.django_db
def test_it_is_shown_to_its_issuer_for_a_day_and_to_nobody_else(cast: Cast, signed_in: Any) -> None:
    call = a_call(by=cast.operator, receipt_code=True)
    code = receipts.code_shown_to(cast.operator, call)
    first = code.split("-")[0]
    assert first in signed_in(cast.operator).get(f"/calls/{call.reference}/").content.decode()
    for other in (cast.supervisor, cast.hq):
        page = signed_in(other).get(f"/calls/{call.reference}/").content.decode()
        assert "Code to ask with" not in page
    ReceiptCode.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert receipts.code_shown_to(cast.operator, call) == ""
    assert (
        "Code to ask with" not in signed_in(cast.operator).get(f"/calls/{call.reference}/").content.decode()
    )


@pytest.mark.django_db
def test_the_page_gives_one_on_wish_and_spells_the_numbers(cast: Cast, signed_in: Any) -> None:
    page = FormPage(signed_in(cast.operator), "/calls/new/")
    page.write(caller_kind="anonymous", concerns_0_topic="CON", concerns_0_summary="No hot water.")
    assert page.write(receipt_code="on").press().answer.status_code == 303
    receipt = page.client.get(page.answer.headers["Location"]).content.decode()
    assert "Code to ask with" in receipt
    assert "Tell the caller:" in receipt
    assert "En español:" in receipt
    assert 'class="hl-say"' in receipt


@pytest.mark.django_db
def test_nobody_gets_one_unasked_or_for_a_call_without_words(cast: Cast) -> None:
    a_call(by=cast.operator)
    said = submission(receipt_code=True)
    silent = dataclasses.replace(said, concerns=(), ending=CallEnding.SILENT)
    submit(silent, by=cast.operator)
    assert not ReceiptCode.objects.exists()
