"""A due time is explained in words, and never shown as law where it is a target of ours."""

import pytest

from routing.deadlines.deadline import basis_in_words, counting_of, is_target


@pytest.mark.parametrize(
    ("basis", "target", "shown"),
    [
        ("Service target", True, ""),
        ("PBNDS 5.6 (to be verified)", True, "PBNDS 5.6 (to be verified)"),
        ("PBNDS 5.5", True, "PBNDS 5.5"),
        ("6 CFR 115.61(d) (verified); Flores", False, "6 CFR 115.61(d); Flores"),
        (
            "6 CFR 115.63 (72 hours, verified); Directive 11062.1 (to be verified)",
            True,
            "6 CFR 115.63 (72 hours); Directive 11062.1 (to be verified)",
        ),
    ],
)
def test_what_is_not_verified_is_a_target(basis: str, target: bool, shown: str) -> None:
    assert (is_target(basis), basis_in_words(basis)) == (target, shown)


@pytest.mark.parametrize(
    ("limit", "day_and_night"), [("15min", True), ("24h", True), ("4bh", False), ("5bd", False)]
)
def test_it_says_which_clock_runs(limit: str, day_and_night: bool) -> None:
    assert (counting_of(limit) == "The clock runs day and night.") is day_and_night
