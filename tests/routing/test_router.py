"""The router is pure: facts in, verdict out, and the verdict says why."""

import dataclasses

import pytest

from routing.router import Offices, Verdict, decide
from routing.rules.language import BadRules, Condition, Facts, Rule, Rules, read_rules

FACTS = Facts(
    topic="CON",
    topic_name="Conditions of confinement",
    group="CONDITIONS",
    urgency="P3",
    accuses_staff=False,
    caller_kind="detainee",
    facility="STWRTGA",
    facility_name="Stewart Detention Center",
    facility_office="ATL",
    called_on="2026-11-23",
)
OFFICES = Offices(
    {"ATL": "Atlanta", "OPA": "Office of the Public Advocate", "OPR": "Professional Responsibility"},
    frozenset({"ATL"}),
)
TO_FACILITY = Rule(
    "field-office", "A concern at a facility goes to its field office", to="office_of_facility"
)


def says(*rules: Rule, **changes: object) -> Verdict:
    """The verdict on the facts with these changes."""
    return decide(dataclasses.replace(FACTS, **changes), Rules(rules), OFFICES)  # type: ignore[arg-type]


def test_a_concern_goes_to_the_office_of_its_facility_and_says_so() -> None:
    verdict = says(TO_FACILITY)
    assert (verdict.office, verdict.rule) == ("ATL", "field-office")
    assert verdict.why == (
        "A concern at a facility goes to its field office; on Nov 23, 2026 Stewart Detention Center belonged to Atlanta."
    )


def test_the_first_matching_rule_decides() -> None:
    first = Rule("health", "Health goes first", (Condition("topic", frozenset({"CON"})),), "OPR")
    assert says(first, TO_FACILITY).rule == "health"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"facility": None, "facility_office": None}, "no facility is known"),
        ({"facility_office": None}, "no office answered for Stewart Detention Center"),
        ({"closed": ("ATL",)}, "Atlanta is closed"),
        ({"accuses_staff": True}, "no field office may receive it"),
    ],
)
def test_what_cannot_be_placed_goes_to_triage_with_the_reason(changes: dict[str, object], part: str) -> None:
    verdict = says(TO_FACILITY, **changes)
    assert (verdict.office, verdict.rule) == ("OPA", None)
    assert part in verdict.why


def test_without_rules_everything_goes_to_triage() -> None:
    assert says().why == ("Headquarters triage decides by hand: no rule covers conditions of confinement.")


@pytest.mark.parametrize(
    "rows",
    [
        [{"key": "a", "says": "x", "to": "OPA"}],
        [{"key": "a", "says": "x", "to": "OPA", "when": {"weather": ["rain"]}}],
        [{"key": "a", "says": "x", "to": "OPA", "when": {}}] * 2,
        [{"key": "a", "says": "x", "to": "OPA", "when": ["topic"]}],
    ],
)
def test_rules_that_cannot_be_read_are_refused(rows: list[dict[str, object]]) -> None:
    with pytest.raises(BadRules):
        read_rules(rows)
