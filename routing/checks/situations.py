"""Every situation the rules can meet, one dimension at a time. Pure: no Django, no database, no clock.

Each fact, or facts that hang together, is a dimension with finitely many points: a topic and whether staff are accused; a
place with everything the map knows of it and where the person is now; every set of vulnerabilities; a number of days with
"not known". Points that no condition tells apart are one class. Whether a condition holds of a point is asked of
`Condition.holds`, so the checks and the router cannot disagree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from routing.rules.language import NUMBERS, URGENCIES, Condition, Facts

Point = Mapping[str, Any]

TOPIC_FACTS = ("topic", "group", "accuses_staff")
PLACE_FACTS = ("facility", "facility_type", "office", "state", "county", "phase_state", "facility_known")
PERSON_FACTS = ("office_of_person", "person_elsewhere")


@dataclass(frozen=True)
class Subject:
    """A topic. `accuses_staff`: its concerns always do."""

    code: str
    name: str
    group: str
    urgency: str
    accuses_staff: bool = False


@dataclass(frozen=True)
class Spot:
    """A facility as the map of the day has it."""

    key: str
    name: str
    kind: str
    office: str | None
    state: str = ""
    county: str = ""
    phase_state: str = ""


@dataclass(frozen=True)
class Domain:
    """Every value there is. The first of each is the most ordinary one, which examples prefer."""

    day: str
    subjects: tuple[Subject, ...]
    spots: tuple[Spot, ...]
    caller_kinds: tuple[str, ...]
    vulnerabilities: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """The classes of points of one dimension, the ordinary ones first, and the mask of every condition on it."""

    name: str
    classes: tuple[tuple[Point, ...], ...]
    masks: Mapping[Condition, int]

    @property
    def whole(self) -> int:
        """Every class."""
        return (1 << len(self.classes)) - 1


def ordinary_facts(domain: Domain) -> Facts:
    """The most ordinary situation of all."""
    subject = domain.subjects[0]
    return Facts(
        topic=subject.code, topic_name=subject.name, group=subject.group, urgency=subject.urgency,
        accuses_staff=subject.accuses_staff, caller_kind=domain.caller_kinds[0], called_on=domain.day,
        language=domain.languages[0], **_place(domain.spots[0] if domain.spots else None),
    )  # fmt: skip


def dimensions(domain: Domain, asked: Sequence[Condition]) -> Iterator[Dimension]:
    """Those dimensions that a condition asks about; all others never matter."""
    ordinary = ordinary_facts(domain)
    of = {fact: [one for one in asked if one.fact == fact] for fact in {one.fact for one in asked}}

    def about(*facts: str) -> list[Condition]:
        return [condition for fact in facts for condition in of.get(fact, [])]

    several = about("vulnerability", "vulnerable")
    for name, points, conditions in (
        ("topic", _topics(domain), about(*TOPIC_FACTS)),
        (
            "place",
            _places(domain, about(*PLACE_FACTS), about(*PERSON_FACTS), ordinary),
            about(*PLACE_FACTS, *PERSON_FACTS),
        ),
        ("urgency", _each("urgency", reversed(URGENCIES)), about("urgency")),
        ("caller_kind", _each("caller_kind", domain.caller_kinds), about("caller_kind")),
        ("protected", _each("protected", (False, True)), about("protected")),
        ("vulnerabilities", _vulnerabilities(domain, several), several),
        ("language", _each("language", domain.languages), about("language")),
        *((number, _numbers(number, about(number)), about(number)) for number in NUMBERS),
    ):
        if conditions:
            yield _classes(name, points, conditions, ordinary)


def _classes(
    name: str, points: Iterable[Point], conditions: Sequence[Condition], ordinary: Facts
) -> Dimension:
    """Points that every condition answers alike become one class."""
    found: dict[tuple[bool, ...], list[Point]] = {}
    for point in points:
        facts = replace(ordinary, **point)
        found.setdefault(tuple(condition.holds(facts) for condition in conditions), []).append(point)
    masks = {
        condition: sum(1 << place for place, answers in enumerate(found) if answers[number])
        for number, condition in enumerate(conditions)
    }
    return Dimension(name, tuple(map(tuple, found.values())), masks)


def _each(fact: str, values: Iterable[Any]) -> Iterator[Point]:
    return ({fact: value} for value in values)


def _topics(domain: Domain) -> Iterator[Point]:
    for accuses in (False, True):
        for one in domain.subjects:
            if accuses or not one.accuses_staff:
                yield {
                    "topic": one.code,
                    "topic_name": one.name,
                    "group": one.group,
                    "accuses_staff": accuses,
                }


def _place(spot: Spot | None) -> dict[str, Any]:
    if spot is None:
        return {"facility": None, "facility_name": "", "facility_office": None, "facility_type": "",
                "state": "", "county": "", "phase_state": ""}  # fmt: skip
    return {"facility": spot.key, "facility_name": spot.name, "facility_office": spot.office,
            "facility_type": spot.kind, "state": spot.state, "county": spot.county,
            "phase_state": spot.phase_state}  # fmt: skip


def _places(
    domain: Domain, of_place: Sequence[Condition], of_person: Sequence[Condition], ordinary: Facts
) -> Iterator[Point]:
    """Every facility and "not known"; where it matters where the person is now, each kind of them with each office."""
    spots = [*(_place(spot) for spot in domain.spots), _place(None)]
    yield from spots
    if of_person:
        kinds = [
            members[0] for members in _classes("place", spots, [*of_place, *of_person], ordinary).classes
        ]
        two_each = {(spot.office, two): spot for two in (0, 1) for spot in domain.spots[:: 1 - 2 * two]}
        for kind in kinds:
            for now_at in two_each.values():
                if now_at.key != kind["facility"]:
                    yield {
                        **kind,
                        "held_at": now_at.key,
                        "held_at_name": now_at.name,
                        "held_at_office": now_at.office,
                    }


def _vulnerabilities(domain: Domain, asked: Sequence[Condition]) -> Iterator[Point]:
    """Every set of those asked for by name, and of one other that stands for the rest."""
    named = {code for condition in asked for code in condition.one_of | condition.none_of}
    others = [code for code in domain.vulnerabilities if code not in named][:1]
    codes = [code for code in domain.vulnerabilities if code in named] + others
    for size in range(len(codes) + 1):
        yield from ({"vulnerabilities": found} for found in combinations(codes, size))


def _numbers(fact: str, asked: Sequence[Condition]) -> Iterator[Point]:
    """Not known, and the days on either side of every bound."""
    least = {condition.at_least for condition in asked} - {None}
    most = {condition.at_most for condition in asked} - {None}
    days = {day + step for day in least if day is not None for step in (-1, 0)}
    days |= {day + step for day in most if day is not None for step in (0, 1)}
    yield from ({fact: value} for value in (None, *sorted(days)))
