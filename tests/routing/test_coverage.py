"""The algebra of situations is exact: in small worlds it says what trying every situation says."""

import random
from itertools import product

import pytest

from routing.checks.coverage import Box, Space, TooIntricate, holds_in, meet, without
from routing.checks.situations import Domain, Spot, Subject, ordinary_facts
from routing.rules.language import Condition, Facts, Rule

DOMAIN = Domain(
    day="2026-11-23",
    subjects=(
        Subject("CON", "Conditions", "CONDITIONS", "P3"),
        Subject("TEL", "Telephones", "CONDITIONS", "P2"),
        Subject("FOR", "Force", "SAFETY", "P1", accuses_staff=True),
    ),
    spots=(
        Spot("A", "Alpha", "IGSA", "ATL", "GA", "Stewart", "live"),
        Spot("B", "Beta", "CDF", "ATL", "GA", "Bibb", "planned"),
        Spot("C", "Gamma", "IGSA", "MIA", "FL", "", ""),
        Spot("D", "Delta", "IGSA", None, "FL", "Dade", "live"),
    ),
    caller_kinds=("detainee", "family"),
    vulnerabilities=("pregnant", "elderly", "nursing"),
    languages=("en", "es", "fr"),
)
PLACES: tuple[Spot | None, ...] = (*DOMAIN.spots, None)
SEEDS = range(25)


def every_situation(rng: random.Random, number: int) -> list[Facts]:
    """Situations of the domain, written without the algebra; too many to take all, so a number of them."""
    found = []
    for _ in range(number):
        subject, place, now_at = rng.choice(DOMAIN.subjects), rng.choice(PLACES), rng.choice(PLACES)
        found.append(
            Facts(
                topic=subject.code, topic_name=subject.name, group=subject.group,
                urgency=rng.choice(["P0", "P1", "P2", "P3", "P4"]),
                accuses_staff=subject.accuses_staff or rng.random() < 0.5,
                caller_kind=rng.choice(DOMAIN.caller_kinds), called_on=DOMAIN.day,
                language=rng.choice(DOMAIN.languages), protected=rng.random() < 0.5,
                vulnerabilities=tuple(code for code in DOMAIN.vulnerabilities if rng.random() < 0.4),
                facility=place.key if place else None, facility_name=place.name if place else "",
                facility_office=place.office if place else None, facility_type=place.kind if place else "",
                state=place.state if place else "", county=place.county if place else "",
                phase_state=place.phase_state if place else "",
                held_at=now_at.key if now_at else None, held_at_name=now_at.name if now_at else "",
                held_at_office=now_at.office if now_at else None,
                days_in_segregation=rng.choice([None, *range(-2, 25)]),
                days_to_hearing=rng.choice([None, *range(-2, 25)]),
                days_to_removal=rng.choice([None, *range(-2, 25)]),
            )
        )  # fmt: skip
    return found


def a_condition(rng: random.Random) -> Condition:
    """Any condition the language has."""
    values: dict[str, list[object]] = {
        "topic": ["CON", "TEL", "FOR"], "group": ["CONDITIONS", "SAFETY"], "urgency": ["P0", "P1", "P2", "P3"],
        "facility": ["A", "B", "C", "D"], "facility_type": ["IGSA", "CDF", ""], "office": ["ATL", "MIA", None],
        "state": ["GA", "FL", ""], "county": ["Stewart", "Dade", ""], "phase_state": ["live", "planned", ""],
        "office_of_person": ["ATL", "MIA", None], "caller_kind": ["detainee", "family"],
        "language": ["en", "es", "fr"], "vulnerability": ["pregnant", "elderly", "unheard of"],
        "accuses_staff": [True, False], "protected": [True, False], "person_elsewhere": [True, False],
        "facility_known": [True, False], "vulnerable": [True, False],
    }  # fmt: skip
    fact = rng.choice([*values, "days_in_segregation", "days_to_hearing", "days_to_removal"])
    if fact not in values:
        low, high = sorted(rng.sample(range(-1, 22), 2))
        return rng.choice(
            [
                Condition(fact, at_least=low),
                Condition(fact, at_most=high),
                Condition(fact, at_least=low, at_most=high),
            ]
        )
    asked = frozenset(rng.sample(values[fact], rng.randrange(1, len(values[fact]))))
    return Condition(fact, asked) if rng.random() < 0.7 else Condition(fact, none_of=asked)


def some_rules(rng: random.Random) -> list[Rule]:
    """Rules of one to three conditions."""
    return [
        Rule(f"r{number}", "x", tuple(a_condition(rng) for _ in range(rng.randrange(1, 4))), "OPA")
        for number in range(rng.randrange(2, 9))
    ]


def taken(space: Space, rules: list[Rule]) -> tuple[dict[str, list[Box]], list[Box]]:
    """What each rule takes in turn, and what is left."""
    left, takes = [space.everything], {}
    for rule in rules:
        box = space.box(rule.when)
        takes[rule.key] = [both for one in left if box and (both := meet(one, box)) is not None]
        left = without(left, box) if box else left
    return takes, left


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_rule_takes_and_what_is_left_is_what_the_router_says_of_each_situation(seed: int) -> None:
    rng = random.Random(seed)
    rules = some_rules(rng)
    space = Space(DOMAIN, [condition for rule in rules for condition in rule.when])
    takes, left = taken(space, rules)
    decided = {
        next((rule.key for rule in rules if rule.matches(facts)), "") for facts in every_situation(rng, 3_000)
    }
    # What is met by chance is there by algebra, too.
    assert decided <= {key for key, boxes in takes.items() if boxes} | ({""} if left else set())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_box_has_an_example_that_the_router_treats_as_the_box_says(seed: int) -> None:
    rng = random.Random(seed)
    rules = some_rules(rng)
    space = Space(DOMAIN, [condition for rule in rules for condition in rule.when])
    takes, left = taken(space, rules)
    for key, boxes in {**takes, "": left}.items():
        for box in boxes:
            facts = space.example(box)
            assert next((rule.key for rule in rules if rule.matches(facts)), "") == key


@pytest.mark.parametrize("seed", SEEDS)
def test_one_box_in_another_is_seen_as_such(seed: int) -> None:
    rng = random.Random(seed)
    first, second = (tuple(a_condition(rng) for _ in range(2)) for _ in range(2))
    space = Space(DOMAIN, [*first, *second])
    outer, inner = space.box(first), space.box([*first, *second])
    if outer and inner:
        assert holds_in(outer, inner)
        assert holds_in(inner, outer) == (without([outer], inner) == [])


def test_boxes_that_were_taken_apart_share_nothing_and_lose_nothing() -> None:
    rng = random.Random(7)
    conditions = [a_condition(rng) for _ in range(12)]
    space = Space(DOMAIN, conditions)
    boxes = [space.everything]
    for one, other in product(conditions[:6], conditions[6:]):
        if box := space.box([one, other]):
            boxes = without(boxes, box)
    assert all(meet(a, b) is None for place, a in enumerate(boxes) for b in boxes[place + 1 :])


def test_without_conditions_there_is_one_situation() -> None:
    space = Space(DOMAIN, [])
    assert space.example(space.everything) == ordinary_facts(DOMAIN)
    assert without([space.everything], space.everything) == []


def test_a_topic_that_always_accuses_staff_is_in_no_situation_without() -> None:
    accuses = Condition("accuses_staff", frozenset({False}))
    force = Condition("topic", frozenset({"FOR"}))
    assert Space(DOMAIN, [accuses, force]).box([accuses, force]) is None


def test_bounds_that_cross_hold_nothing_and_what_is_not_known_is_in_no_bounds() -> None:
    few, many = Condition("days_to_hearing", at_most=3), Condition("days_to_hearing", at_least=4)
    space = Space(DOMAIN, [few, many])
    assert space.box([few, many]) is None
    (left,) = without(without([space.everything], space.box([few]) or ()), space.box([many]) or ())
    assert space.example(left).days_to_hearing is None


def test_more_boxes_than_can_be_looked_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.checks.coverage.MOST_BOXES", 1)
    conditions = [Condition("language", frozenset({"es"})), Condition("protected", frozenset({True}))]
    space = Space(DOMAIN, conditions)
    with pytest.raises(TooIntricate):
        without([space.everything], space.box(conditions) or ())
