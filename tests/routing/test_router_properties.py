"""What holds of every verdict, whatever the facts and the rules: two thousand drawn worlds, the same every time."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace

from routing.router import Offices, Verdict, barred, decide
from routing.rules.language import (
    PURPOSES,
    SHOWS,
    URGENCIES,
    Condition,
    CopyTo,
    Facts,
    Guard,
    Limits,
    Rule,
    Rules,
)

FIELD = ("ATL", "MIA", "NYC")
UNITS = ("CMD", "IHSC", "OPA", "OPR")
OFFICES = Offices({code: f"Office {code}" for code in (*FIELD, *UNITS)}, frozenset(FIELD))
PLACES = (*FIELD, *UNITS, "office_of_facility", "office_of_person", "GONE")
TOPICS, LANGUAGES, ILLS = ("MED", "CON", "TEL"), ("en", "es"), ("elderly", "pregnant")
WORLDS = 2_000


def some(chance: random.Random, of: tuple[str, ...], most: int = 2) -> tuple[str, ...]:
    return tuple(sorted(chance.sample(of, chance.randint(0, most))))


def facts(chance: random.Random) -> Facts:
    place = chance.choice([None, "STWRTGA"])
    held = chance.choice([None, "KRO"])
    return Facts(
        topic=chance.choice(TOPICS),
        topic_name="A topic",
        group="HEALTH",
        urgency=chance.choice(URGENCIES),
        accuses_staff=chance.random() < 0.3,
        caller_kind="detainee",
        facility=place,
        facility_name="A facility" if place else "",
        facility_office=chance.choice([None, *FIELD]) if place else None,
        called_on="2026-11-23",
        vulnerabilities=some(chance, ILLS),
        protected=chance.random() < 0.3,
        language=chance.choice(LANGUAGES),
        held_at=held,
        held_at_name="Another facility" if held else "",
        held_at_office=chance.choice([None, *FIELD]) if held else None,
        days_to_hearing=chance.choice([None, 0, 3, 30]),
        closed=some(chance, (*FIELD, *UNITS), 4),
        excluded=some(chance, (*FIELD, *UNITS), 4),
    )


def condition(chance: random.Random, fact: str) -> Condition:
    if fact == "days_to_hearing":
        return Condition(fact, at_most=chance.choice([0, 5, 60]))
    if fact in ("accuses_staff", "protected", "person_elsewhere"):
        return Condition(fact, one_of=frozenset({chance.random() < 0.5}))
    values = frozenset(some(chance, {"topic": TOPICS, "language": LANGUAGES, "vulnerability": ILLS}[fact]))
    values = values or frozenset({"MED"})
    return Condition(fact, one_of=values) if chance.random() < 0.5 else Condition(fact, none_of=values)


def conditions(chance: random.Random) -> tuple[Condition, ...]:
    asked = (
        "topic",
        "language",
        "vulnerability",
        "days_to_hearing",
        "accuses_staff",
        "protected",
        "person_elsewhere",
    )
    return tuple(condition(chance, fact) for fact in chance.sample(asked, chance.randint(0, 2)))


def rule(chance: random.Random, number: int) -> Rule:
    copies = [CopyTo(chance.choice(PLACES), chance.choice(PURPOSES), chance.choice(SHOWS)) for _ in range(2)]
    return Rule(
        f"rule-{number}",
        f"Rule {number} holds",
        conditions(chance),
        to=chance.choice(PLACES) if chance.random() < 0.4 else None,
        copies=tuple(copies[: chance.randint(0, 2)]),
        raise_to=chance.choice(["", *URGENCIES]),
        limits=Limits(chance.choice(["", "2h"]), chance.choice(["", "1bd"])),
        withhold_identity=chance.random() < 0.2,
        leads_only=chance.random() < 0.2,
    )


def guard(chance: random.Random, number: int) -> Guard:
    never = frozenset(some(chance, (*FIELD, *UNITS, "field_offices"), 3)) or frozenset({"ATL"})
    return Guard(f"guard-{number}", f"Guard {number} holds", never, conditions(chance))


def worlds(count: int = WORLDS) -> Iterator[tuple[random.Random, Facts, Rules]]:
    for seed in range(count):
        chance = random.Random(seed)
        cover = {unit: some(chance, UNITS, 3) for unit in UNITS}
        rules = tuple(rule(chance, number) for number in range(chance.randint(0, 8)))
        guards = tuple(guard(chance, number) for number in range(chance.randint(0, 3)))
        yield chance, facts(chance), Rules(rules, guards, cover)


def strictness(verdict: Verdict) -> dict[str, tuple[int, int]]:
    return {c.office: (PURPOSES.index(c.purpose), SHOWS.index(c.shows)) for c in verdict.copies}


def test_every_case_finds_a_home_that_may_receive_it_as_long_as_there_is_one() -> None:
    for _, known, rules in worlds():
        verdict = decide(known, rules, OFFICES)
        assert verdict.why
        if reason := barred(verdict.office, known, rules, OFFICES):
            assert (verdict.office, verdict.rule) == ("OPA", None), reason
            assert all(barred(unit, known, rules, OFFICES) for unit in UNITS)


def test_no_copy_goes_to_the_holder_twice_to_anybody_or_where_none_may_be() -> None:
    for _, known, rules in worlds():
        verdict = decide(known, rules, OFFICES)
        codes = [copy.office for copy in verdict.copies]
        assert codes == sorted(set(codes) - {verdict.office})
        assert [barred(code, known, rules, OFFICES) for code in codes] == [None] * len(codes)


def test_the_order_of_rules_that_add_never_matters() -> None:
    for chance, known, rules in worlds():
        deciding = [one for one in rules.rules if one.to]
        adding = [one for one in rules.rules if not one.to]
        chance.shuffle(adding)
        mixed = deciding[:]
        for one in adding:
            mixed.insert(chance.randint(0, len(mixed)), one)
        assert decide(known, replace(rules, rules=tuple(mixed)), OFFICES) == decide(known, rules, OFFICES)


def test_one_more_rule_that_adds_never_lowers_lengthens_or_shows() -> None:
    for chance, known, rules in worlds():
        before = decide(known, rules, OFFICES)
        more = replace(rule(chance, 99), to=None)
        after = decide(known, replace(rules, rules=(*rules.rules, more)), OFFICES)
        assert (after.office, after.rule) == (before.office, before.rule)
        assert after.urgency <= before.urgency <= known.urgency
        assert set(after.limits) >= set(before.limits)
        assert after.withhold_identity >= before.withhold_identity
        assert after.leads_only >= before.leads_only
        stricter, was = strictness(after), strictness(before)
        assert all(
            stricter[code][0] >= purpose and stricter[code][1] >= shows
            for code, (purpose, shows) in was.items()
        )


def test_of_rules_that_decide_on_equal_conditions_the_first_wins() -> None:
    for _, known, rules in worlds():
        deciding = [one for one in rules.rules if one.to and one.matches(known)]
        verdict = decide(known, rules, OFFICES)
        assert verdict.rule in ({None, deciding[0].key} if deciding else {None})


def test_facts_kept_and_read_again_make_the_same_decision() -> None:
    for _, known, rules in worlds(200):
        kept = Facts.from_json(json.loads(json.dumps(known.as_json())))
        assert kept == known
        assert decide(kept, rules, OFFICES) == decide(known, rules, OFFICES)
