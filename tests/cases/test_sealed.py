"""Sealed values open only in their place, with a key of the ring."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from cases.models import canonical_a_number
from helpline.sealed import CannotUnseal, blind_index, seal, unseal

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
PLACE: dict[str, str] = {"table": "t", "column": "c", "row": "1"}


@given(st.text())
def test_what_is_sealed_opens_again(plain: str) -> None:
    plain = plain.encode(errors="ignore").decode()
    assert unseal(seal(plain, **PLACE), **PLACE) == plain


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(CannotUnseal):
        unseal(seal("A000000001", **PLACE), table="t", column="c", row="2")


def test_a_new_key_in_the_ring_keeps_old_values_readable_and_the_index_equal(
    settings: Settings,
) -> None:
    settings.FIELD_KEYS = [OLD]
    value, index = seal("A000000001", **PLACE), blind_index("A000000001", purpose="a-number")
    settings.FIELD_KEYS = [NEW, OLD]
    assert unseal(value, **PLACE) == "A000000001"
    assert blind_index("A000000001", purpose="a-number") == index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A000000001", "A000000001"),
        ("a 000-000-001", "A000000001"),
        ("A# 0000001", "A000000001"),
        ("00000678", "A000000678"),
        ("A12345", None),
        ("A1234567890", None),
        ("A12345678x", None),
        ("A٠٠٠٠٠٠٠٠١", None),
        ("", None),
    ],
)
def test_any_spelling_of_an_a_number_is_understood_or_refused(text: str, expected: str | None) -> None:
    assert canonical_a_number(text) == expected
