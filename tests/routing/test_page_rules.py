"""Headquarters reads the rules in force as sentences, with what each decided and added."""

from typing import Any

from django.urls import reverse

from tests.builders import a_case
from tests.cast import Cast


def test_the_rules_stand_in_order_with_what_they_decided(cast: Cast, signed_in: Any) -> None:
    a_case("MED", by=cast.operator)
    a_case("MNH", by=cast.operator)
    a_case("CON", by=cast.operator)
    book = signed_in(cast.hq).get(reverse("routing:rules")).context["book"]
    lines = book.chapters.deciding
    assert {line.key: line.cases for line in lines if line.cases} == {"health": 2, "field-office": 1}
    assert [line.place for line in lines] == list(range(1, len(lines) + 1))
    assert lines[-1].to == "the office that answers for the facility"
    assert next(line for line in lines if line.key == "accuses-staff").when == ["it accuses staff"]
    assert book.counts.fell_through == 0


def test_rules_that_add_are_counted_apart(cast: Cast, signed_in: Any) -> None:
    a_case("MED", by=cast.operator)
    a_case("MED", by=cast.operator)
    book = signed_in(cast.hq).get(reverse("routing:rules")).context["book"]
    assert {line.key: line.cases for line in book.chapters.adding if line.cases} == {"copies-health": 2}


def test_the_rules_are_for_headquarters(cast: Cast, signed_in: Any) -> None:
    for user in (cast.operator, cast.officer_atl, cast.lead_atl, cast.analyst, cast.auditor):
        assert signed_in(user).get(reverse("routing:rules")).status_code == 404
