"""Every condition and every outcome reads as a plain sentence with names, codes only in brackets."""

from typing import Any

import pytest

from routing.rules import wording
from routing.rules.comparing import compare
from routing.rules.language import read
from routing.rules.vocabulary import read_vocabulary

pytestmark = pytest.mark.django_db

PHRASES: list[tuple[dict[str, Any], str]] = [
    ({"topic": ["MED", "MNH"]}, "the topic is Medical care (MED) or Mental health (MNH)"),
    ({"topic": {"none_of": ["MED"]}}, "the topic is not Medical care (MED)"),
    ({"group": {"none_of": ["HEALTH", "SAFETY"]}}, "the subject is neither Health nor Safety"),
    ({"urgency": ["P0"]}, "the urgency is Life in danger now (P0)"),
    ({"facility": ["STWRTGA"]}, "the facility is Stewart Detention Center, Lumpkin, GA (STWRTGA)"),
    ({"facility_type": ["HOLD"]}, "the kind of facility is Hold room"),
    (
        {"state": {"none_of": ["GA", "FL", "TX"]}},
        "the state of the facility is none of Florida (FL), Georgia (GA) and Texas (TX)",
    ),
    ({"county": ["Stewart"]}, "the county of the facility is Stewart"),
    ({"phase_state": ["live"]}, "the helpline at the facility is live"),
    ({"phase_state": [""]}, "the helpline at the facility is not known"),
    ({"office": ["ATL"]}, "the office of the facility is Atlanta (ATL)"),
    ({"office_of_person": ["MIA"]}, "the office of the place where the person is now is Miami (MIA)"),
    ({"caller_kind": ["family"]}, "the caller is family or a friend"),
    ({"language": ["quc"]}, "the language of the call is K'iche' (quc)"),
    ({"vulnerability": ["pregnant"]}, "this vulnerability is known: Pregnant"),
    ({"vulnerability": {"none_of": ["nursing"]}}, "no such vulnerability is known: Nursing"),
    ({"accuses_staff": [True]}, "it accuses staff"),
    ({"protected": [False]}, "the person's record is not protected by law"),
    ({"facility_known": {"none_of": [True]}}, "the facility is not known"),
    (
        {"days_in_segregation": {"at_least": 15}},
        "the person has been in segregation for 15 days or more on the day of the call",
    ),
    ({"days_to_hearing": {"at_most": 1}}, "the next hearing is 1 day or less after the call"),
    ({"days_to_removal": {"at_least": 0, "at_most": 3}}, "the removal is 0 to 3 days after the call"),
]


@pytest.mark.parametrize(("when", "phrase"), PHRASES)
def test_a_condition_reads(when: dict[str, Any], phrase: str) -> None:
    rules = read([{"key": "one", "says": "One", "when": when, "to": "OPA"}])
    assert wording.conditions(rules.rules[0], read_vocabulary(rules)) == [phrase]


def test_an_outcome_reads() -> None:
    row = {
        "key": "one", "says": "One", "when": {}, "to": "office_of_person", "raise_to": "P1",
        "copies": [
            {"office": "OPA", "purpose": "know", "shows": "facts_only"},
            {"office": "office_of_facility", "purpose": "act", "shows": "no_identity"},
        ],
        "respond_within": "0min", "resolve_within": "4bh", "withhold_identity": True, "leads_only": True,
    }  # fmt: skip
    rules = read([row])
    assert wording.outcome(rules.rules[0], read_vocabulary(rules)) == [
        "it goes to the office that answers for the place where the person is now",
        "a copy to know goes to Office of the Public Advocate (OPA), with topic, place, dates and urgency only",
        "a copy to act on goes to the office that answers for the facility, without who called and what points to them",
        "it becomes Urgent (P1) if it was less urgent",
        "somebody takes it up at once",
        "it is resolved within 4 business hours",
        "who called is withheld",
        "only the leads of the office see it",
    ]


def test_a_comparison_names_the_fewest_rules_that_moved() -> None:
    rows = [{"key": key, "says": key, "when": {"topic": [key]}, "to": "OPA"} for key in ("a", "b", "c", "d")]
    adding = {"key": "more", "says": "More", "when": {}, "raise_to": "P1"}
    changed = {**rows[1], "to": "OPR"}
    found = compare(read([*rows, adding]), read([rows[3], rows[0], changed, {**adding, "key": "new"}]))
    assert [rule.key for rule in found.added] == ["new"]
    assert [rule.key for rule in found.removed] == ["c", "more"]
    assert [(change.before.to, change.after.to) for change in found.changed] == [("OPA", "OPR")]
    assert [(move.rule.key, move.before, move.after) for move in found.moved] == [("d", 4, 1)]
