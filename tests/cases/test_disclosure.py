"""What a caller may be told: the matrix row by row, and nothing where the policy is silent."""

import dataclasses
from datetime import date

import pytest

from cases.disclosure import NO_POLICY, Policy, advise, policy_on
from cases.models import CallerKind

pytestmark = pytest.mark.django_db

HEARING_LINE = "The court's hearing line: " + "-".join(("1", "800", "898", "7180"))
OWN = "The number of this call, and a code to ask later what became of it"
GENERAL = [
    "Where to look a person up: the Online Detainee Locator (locator.ice.gov)",
    "How things work in general: visits, mail, forms, published rules",
]
EVERYBODY = [OWN, *GENERAL]
OWN_CASE = [
    "Which office handles their case",
    "How to reach their officer",
    "How to ask for something in the facility",
    HEARING_LINE,
]
CLIENT = [
    "Which office handles their client's case",
    "How to reach the officer",
    "How to ask for something in writing",
    HEARING_LINE,
    "Case numbers of their client here, and how each stands",
]
THREE = {"facility_line", "a_number", "full_name", "country_of_birth"}
WAIVER = {"form_names_caller", "full_name"}
# kind, proof, steps ticked, what may be told, verified
MATRIX = [
    ("detainee", "none", THREE | {"date_of_birth"}, [*OWN_CASE, *EVERYBODY], True),
    ("detainee", "none", THREE | {"arrival_date"}, [*OWN_CASE, *EVERYBODY], True),
    ("detainee", "none", THREE | {"court_date"}, [*OWN_CASE, *EVERYBODY], True),
    ("detainee", "none", THREE, EVERYBODY, False),
    ("detainee", "none", THREE - {"a_number"} | {"court_date"}, EVERYBODY, False),
    ("detainee", "none", THREE - {"facility_line"} | {"court_date"}, EVERYBODY, False),
    ("detainee", "none", set(), EVERYBODY, False),
    ("attorney", "g28", {"form_names_caller", "a_number"}, [*CLIENT, *EVERYBODY], True),
    ("attorney", "g28", {"form_names_caller"}, EVERYBODY, False),
    ("attorney", "none", {"form_names_caller", "a_number"}, EVERYBODY, False),
    ("family", "waiver", WAIVER, ["What the waiver names, and nothing more", *EVERYBODY], True),
    ("family", "waiver", {"full_name"}, EVERYBODY, False),
    ("family", "waiver_asked", WAIVER, EVERYBODY, False),
    ("family", "none", WAIVER, EVERYBODY, False),
    ("public", "none", WAIVER, EVERYBODY, False),
    ("organisation", "none", WAIVER, EVERYBODY, False),
    ("organisation", "waiver", WAIVER, ["What the waiver names, and nothing more", *EVERYBODY], True),
    (
        "official",
        "called_back",
        {"listed_number"},
        ["Which headquarters desk takes their request", *EVERYBODY],
        True,
    ),
    ("official", "called_back", set(), EVERYBODY, False),
    ("official", "none", {"listed_number"}, EVERYBODY, False),
    ("anonymous", "none", set(), [OWN], False),
    ("anonymous", "none", THREE | {"court_date"}, [OWN], False),
    # What the policy does not name together is told what everybody is told.
    ("detainee", "g28", THREE | {"court_date"}, [OWN], False),
    ("public", "called_back", {"listed_number"}, [OWN], False),
    ("anonymous", "waiver", WAIVER, [OWN], False),
    ("somebody", "none", THREE, [OWN], False),
    ("family", "a letter", WAIVER, [OWN], False),
]


@pytest.fixture
def policy() -> Policy:
    found = policy_on(date(2026, 3, 4))
    assert found is not None
    return found


@pytest.mark.parametrize(("kind", "proof", "ticked", "may", "verified"), MATRIX)
def test_the_matrix(
    policy: Policy, kind: str, proof: str, ticked: set[str], may: list[str], verified: bool
) -> None:
    advice = advise(policy, kind, proof, ticked)
    assert (advice.may, advice.verified) == (may, verified)


@pytest.mark.parametrize("kind", [*CallerKind.values, "somebody"])
@pytest.mark.parametrize("proof", ["none", "g28", "waiver", "waiver_asked", "called_back", "a letter"])
def test_what_is_never_told_is_never_told_to_anybody(policy: Policy, kind: str, proof: str) -> None:
    advice = advise(policy, kind, proof, set(policy.steps))
    assert advice.never == [
        "Victim, witness or VAWA filings, not even that there are any",
        "Anything about asylum or fear of return",
        "Medical facts",
        "Where a minor is",
        "How an investigation stands",
        "Anything about another person in custody",
    ]
    assert not set(advice.never) & set(advice.may)


def test_what_is_missing_is_said_in_the_order_of_the_page(policy: Policy) -> None:
    assert advise(policy, "detainee", "none", {"full_name", "facility_line"}).missing == [
        "A-number matches the record",
        "Country of birth matches",
        "One more of: Date of birth matches; Date of arrival there matches; Court date matches",
    ]
    assert advise(policy, "family", "none", set()).missing == []


def test_without_a_waiver_information_is_taken_and_none_is_given(policy: Policy) -> None:
    assert advise(policy, "family", "none", set()).advice == [
        "Without a waiver: take information, give none."
    ]
    assert advise(policy, "family", "waiver_asked", set()).advice == [
        "Without a waiver: take information, give none.",
        "Write the request for the form down as a concern: Legal access (LEG).",
    ]


def test_every_kind_of_caller_has_a_rule_without_proof(policy: Policy) -> None:
    assert {kind for kind, proof in policy.rules if proof == "none"} == set(CallerKind.values)


def test_without_a_policy_nothing_is_told() -> None:
    advice = advise(None, "detainee", "none", THREE)
    assert (advice.may, advice.never, advice.verified) == ([], [NO_POLICY], False)


def test_advice_is_the_same_for_the_same_question(policy: Policy) -> None:
    one, other = (advise(policy, "detainee", "none", THREE) for _ in range(2))
    assert dataclasses.asdict(one) == dataclasses.asdict(other)
