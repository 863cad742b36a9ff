"""What facts and their values are called: the names on every page about rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases import languages
from cases.models import CallerKind, Topic, TopicGroup, Urgency, Vulnerability
from facilities import states
from facilities.models import Facility, FacilityKind, Office, RolloutState
from routing.rules.language import OFFICE_OF_FACILITY, OFFICE_OF_PERSON, Condition, Guard, Rule, Rules

CALLERS = {
    CallerKind.DETAINEE: "the detained person",
    CallerKind.FAMILY: "family or a friend",
    CallerKind.ATTORNEY: "an attorney or representative",
    CallerKind.ORGANISATION: "an organization",
    CallerKind.PUBLIC: "a member of the public",
    CallerKind.OFFICIAL: "an official (police, congress, consulate)",
    CallerKind.ANONYMOUS: "somebody who prefers not to say",
}
PLACES = {
    OFFICE_OF_FACILITY: "the office that answers for the facility",
    OFFICE_OF_PERSON: "the office that answers for the place where the person is now",
}


@dataclass(frozen=True)
class Vocabulary:
    """Every value by fact, and every office; facilities only as far as somebody asked for them."""

    topics: tuple[Topic, ...]
    offices: Mapping[str, Office]
    values: Mapping[str, Mapping[str, str]]

    def value(self, fact: str, code: object) -> str:
        """The name of a value with its code in brackets where it has one that people use."""
        return self.values.get(fact, {}).get(str(code)) or str(code or "not known")

    def office(self, code: str) -> str:
        """`Atlanta (ATL)`."""
        return self.values["office"].get(code, code)

    def destination(self, code: str) -> str:
        """An office, or the office of a place, in words."""
        return PLACES.get(code) or self.office(code)

    def open_offices(self, on: date) -> list[Office]:
        """Offices that may still be named in a rule, headquarters units first."""
        found = (office for office in self.offices.values() if office.is_open(on))
        return sorted(found, key=lambda office: (office.kind != "headquarters", office.name))


def read_vocabulary(*versions: Rules, facilities: Iterable[str] = ()) -> Vocabulary:
    """The names that these rules need, and `facilities` by key; three queries at most."""
    topics = tuple(Topic.objects.only("code", "name", "group").order_by("name"))
    offices = {office.code: office for office in Office.objects.all()}
    office_names = {code: f"{office.name} ({code})" for code, office in offices.items()}
    keys = {str(code) for version in versions for code in values_of(version, "facility")} | set(facilities)
    found = Facility.objects.filter(key__in=keys) if keys else ()
    return Vocabulary(
        topics=topics,
        offices=offices,
        values={
            "topic": {topic.code: str(topic) for topic in topics},
            "group": {code: str(label) for code, label in TopicGroup.choices},
            "urgency": {code: f"{label} ({code})" for code, label in Urgency.choices},
            "caller_kind": {str(code): label for code, label in CALLERS.items()},
            "vulnerability": {code: str(label) for code, label in Vulnerability.choices},
            "phase_state": {code: str(label).lower() for code, label in RolloutState.choices},
            "facility_type": {code: str(label) for code, label in FacilityKind.choices},
            "state": {code: f"{name} ({code})" for code, name in states.NAMES.items()},
            "language": {one.code: f"{one.name} ({one.code})" for one in languages.TABLE},
            "office": office_names,
            "office_of_person": office_names,
            "facility": {one.key: f"{one.label} ({one.key})" for one in found},
        },
    )


def values_of(rules: Rules, fact: str) -> set[object]:
    """Every value that the rules and guards ask of this fact."""
    asking: list[Rule | Guard] = [*rules.rules, *rules.guards]
    asked: list[Condition] = [condition for one in asking for condition in one.when if condition.fact == fact]
    return {value for condition in asked for value in condition.one_of | condition.none_of}
