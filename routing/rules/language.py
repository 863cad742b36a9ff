"""The language of the rules: facts, conditions, rules and their stored form. Pure: no Django, no database, no clock.

A condition speaks of one fact. It is written `{"topic": ["MED", "MNH"]}` (one of these), `{"topic": {"none_of":
["MED"]}}` (none of these), `{"days_to_hearing": {"at_most": 3}}` or `{"days_in_segregation": {"at_least": 15}}` (a
number in these bounds; a number that is not known is in none). All conditions of a rule must hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.known import Facts as Facts

TRIAGE = "OPA"
OFFICE_OF_FACILITY = "office_of_facility"
OFFICE_OF_PERSON = "office_of_person"
FIELD_OFFICES = "field_offices"
PLACES = (OFFICE_OF_FACILITY, OFFICE_OF_PERSON)
URGENCIES = ("P0", "P1", "P2", "P3", "P4")
PURPOSES = ("know", "act")
SHOWS = ("all", "no_identity", "facts_only")  # from the most to the least a copy shows

CHOICES = (
    "topic", "group", "urgency", "facility", "facility_type", "office", "state", "county", "phase_state",
    "office_of_person", "caller_kind", "language",
)  # fmt: skip
SEVERAL = ("vulnerability",)
YES_NO = ("accuses_staff", "protected", "person_elsewhere", "facility_known", "vulnerable")
NUMBERS = ("days_in_segregation", "days_to_hearing", "days_to_removal")
FACTS = CHOICES + SEVERAL + YES_NO + NUMBERS


class BadRules(ValueError):
    """A rule set that cannot be read, with the rule and the reason."""


@dataclass(frozen=True)
class Condition:
    """What must hold of one fact. Exactly one kind is filled: `one_of`, `none_of`, or the bounds of a number."""

    fact: str
    one_of: frozenset[Any] = frozenset()
    none_of: frozenset[Any] = frozenset()
    at_least: int | None = None
    at_most: int | None = None

    def holds(self, facts: Facts) -> bool:
        """Whether the fact is as asked."""
        value = getattr(facts, self.fact)
        if self.fact in NUMBERS:
            return (
                value is not None
                and (self.at_least is None or value >= self.at_least)
                and (self.at_most is None or value <= self.at_most)
            )
        if self.fact in SEVERAL:
            return not self.one_of.isdisjoint(value) if self.one_of else self.none_of.isdisjoint(value)
        return self.allows(value)

    def allows(self, value: Any) -> bool:
        """Whether one value is among those asked for, where a single one is asked about."""
        return value in self.one_of if self.one_of else value not in self.none_of


def _all_hold(conditions: Sequence[Condition], facts: Facts) -> bool:
    """A plain loop: this runs for every rule and every case."""
    for condition in conditions:  # noqa: SIM110
        if not condition.holds(facts):
            return False
    return True


@dataclass(frozen=True)
class CopyTo:
    """An office that gets a copy: to know or to act, and how much of the case it shows."""

    office: str
    purpose: str = "know"
    shows: str = "no_identity"


@dataclass(frozen=True)
class Limits:
    """Times a rule sets, as `routing.clock` reads them; empty means it sets none. They only ever shorten."""

    respond_within: str = ""
    resolve_within: str = ""


@dataclass(frozen=True)
class Rule:
    """With `to` (an office, or the office of a place) it decides where a case goes, and the first that holds decides.

    Without `to` it adds: copies, a higher urgency, shorter limits, more care. Of these all that hold count, in
    whatever order they stand.
    """

    key: str
    says: str
    when: tuple[Condition, ...] = ()
    to: str | None = None
    copies: tuple[CopyTo, ...] = ()
    raise_to: str = ""
    limits: Limits = Limits()
    withhold_identity: bool = False
    leads_only: bool = False

    def matches(self, facts: Facts) -> bool:
        """Every condition holds."""
        return _all_hold(self.when, facts)

    def is_about(self, topic: str) -> bool:
        """No condition on the topic speaks against this one."""
        return all(condition.allows(topic) for condition in self.when if condition.fact == "topic")


@dataclass(frozen=True)
class Guard:
    """What must never be sent somewhere: cases that match never reach `never_to` (codes, or all field offices)."""

    key: str
    says: str
    never_to: frozenset[str]
    when: tuple[Condition, ...] = ()

    def matches(self, facts: Facts) -> bool:
        """Every condition holds."""
        return _all_hold(self.when, facts)


@dataclass(frozen=True)
class Rules:
    """One version of everything that decides: rules in order, guards, and who covers whom at headquarters."""

    rules: tuple[Rule, ...] = ()
    guards: tuple[Guard, ...] = ()
    cover: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _by_topic: dict[str, tuple[Rule, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def about(self, topic: str) -> tuple[Rule, ...]:
        """The rules that can hold for a case of this topic, in order; found once for each topic."""
        if topic not in self._by_topic:
            self._by_topic[topic] = tuple(rule for rule in self.rules if rule.is_about(topic))
        return self._by_topic[topic]


def read(
    rules: Sequence[Mapping[str, Any]],
    guards: Sequence[Mapping[str, Any]] = (),
    cover: Mapping[str, Sequence[str]] | None = None,
) -> Rules:
    """A version from its stored form; `BadRules` names the first rule or guard that cannot be read, and why."""
    return Rules(
        tuple(_each("Rule", rules, _rule)),
        tuple(_each("Guard", guards, _guard)),
        {unit: tuple(others) for unit, others in (cover or {}).items()},
    )


def read_rules(rows: Sequence[Mapping[str, Any]]) -> list[Rule]:
    """Rules alone, in order."""
    return list(read(rows).rules)


def _each(kind: str, rows: Sequence[Mapping[str, Any]], make: Any) -> list[Any]:
    made: list[Any] = []
    for place, row in enumerate(rows, start=1):
        try:
            one = make(row)
        except BadRules as error:
            raise BadRules(f"{kind} {place} {error}") from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise BadRules(f"{kind} {place} is incomplete: {error}") from error
        if any(one.key == other.key for other in made):
            raise BadRules(f"{kind} {place} has the key of an earlier one: {one.key}")
        made.append(one)
    return made


def _rule(row: Mapping[str, Any]) -> Rule:
    limits = Limits(row.get("respond_within", ""), row.get("resolve_within", ""))
    raise_to = row.get("raise_to", "")
    if raise_to and raise_to not in URGENCIES:
        raise BadRules(f"raises to an urgency that does not exist: {raise_to}")
    copies = tuple(_copy(copy) for copy in row.get("copies", ()))
    care = {name: bool(row.get(name, False)) for name in ("withhold_identity", "leads_only")}
    return Rule(
        row["key"], row["says"], _conditions(row["when"]), row.get("to"), copies, raise_to, limits, **care
    )


def _guard(row: Mapping[str, Any]) -> Guard:
    return Guard(row["key"], row["says"], frozenset(row["never_to"]), _conditions(row["when"]))


def _copy(row: Mapping[str, Any]) -> CopyTo:
    copy = CopyTo(row["office"], row.get("purpose", "know"), row.get("shows", "no_identity"))
    if copy.purpose not in PURPOSES or copy.shows not in SHOWS:
        raise BadRules(
            f"has a copy that is neither to know nor to act, or shows what is not defined: {copy.office}"
        )
    return copy


def _conditions(when: Mapping[str, Any]) -> tuple[Condition, ...]:
    if unknown := sorted(set(when) - set(FACTS)):
        raise BadRules(f"asks for what the router does not know: {', '.join(unknown)}")
    return tuple(_condition(fact, asked) for fact, asked in when.items())


def _condition(fact: str, asked: Any) -> Condition:
    if isinstance(asked, Mapping):
        bounds = {name: int(asked[name]) for name in ("at_least", "at_most") if asked.get(name) is not None}
        if fact in NUMBERS and bounds:
            return Condition(fact, at_least=bounds.get("at_least"), at_most=bounds.get("at_most"))
        if fact not in NUMBERS and asked.get("none_of"):
            return Condition(fact, none_of=frozenset(asked["none_of"]))
    elif fact not in NUMBERS and asked and not isinstance(asked, str):
        return Condition(fact, one_of=frozenset(asked))
    raise BadRules(f"asks nothing that can be answered about {fact}")
