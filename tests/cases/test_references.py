"""Numbers that people dictate survive the dictation."""

from hypothesis import given
from hypothesis import strategies as st

from cases.references import (
    ALPHABET,
    canonical_call_reference,
    canonical_case_number,
    check_sign,
    new_case_number,
)

bodies = st.text(alphabet=ALPHABET, min_size=8, max_size=8)


@given(bodies, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_noticed(body: str, place: int, sign: str) -> None:
    wrong = body[:place] + sign + body[place + 1 :]
    assert (check_sign(wrong) == check_sign(body)) == (wrong == body)


@given(bodies, st.integers(0, 6))
def test_two_swapped_neighbours_are_always_noticed(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert (check_sign(swapped) == check_sign(body)) == (swapped == body)


def test_any_spelling_of_a_number_is_understood() -> None:
    number = new_case_number()
    for spelling in (number, number.lower(), number.replace("-", ""), f" {number.replace('-', ' ')} "):
        assert canonical_case_number(spelling) == number


def test_a_call_reference_is_understood_without_dashes() -> None:
    assert canonical_call_reference("c2611237kq2") == "C-261123-7KQ2"


def test_what_is_no_number_is_none() -> None:
    for text in ("", "K7Q2", "0OIL-SU11-1", "💥💥💥💥💥💥💥💥💥", "\x00" * 9):
        assert canonical_case_number(text) is None
        assert canonical_call_reference(text) is None
