"""Headquarters reads the rules in force as sentences, with what each decided."""

from typing import Any

from django.urls import reverse

from tests.builders import a_case
from tests.cast import Cast


def test_the_rules_stand_in_order_with_what_they_decided(cast: Cast, signed_in: Any) -> None:
    a_case("MED", by=cast.operator)
    a_case("MNH", by=cast.operator)
    a_case("CON", by=cast.operator)
    page = signed_in(cast.hq).get(reverse("routing:rules"))
    lines = page.context["book"].lines
    assert page.context["book"].ruleset.version == 1
    assert {line.key: line.decided for line in lines if line.decided} == {"health": 2, "field-office": 1}
    assert lines[-1].key == "field-office"
    assert lines[-1].to == "the office that answers for the facility"
    accusing = next(line for line in lines if line.key == "accuses-staff")
    assert accusing.when == ["it accuses staff"]


def test_the_rules_are_for_headquarters(cast: Cast, signed_in: Any) -> None:
    for user in (cast.operator, cast.officer_atl, cast.lead_atl, cast.analyst, cast.auditor):
        assert signed_in(user).get(reverse("routing:rules")).status_code == 404
