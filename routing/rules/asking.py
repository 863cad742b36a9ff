"""What a rule may ask, as people choose it: facts in groups, values from lists or found by name."""

from dataclasses import dataclass

from cases import languages
from facilities import directory
from facilities.models import Facility
from facilities.naming import plain
from routing.rules.language import NUMBERS, SEVERAL, YES_NO
from routing.rules.vocabulary import Vocabulary

GROUPS = (
    ("What it is about", ("topic", "group", "urgency", "accuses_staff")),
    (
        "Where it happened",
        ("facility_known", "facility", "facility_type", "office", "state", "county", "phase_state"),
    ),
    (
        "Whom it is about",
        ("vulnerability", "vulnerable", "protected", "person_elsewhere", "office_of_person"),
    ),
    ("Who calls", ("caller_kind", "language")),
    ("Days", ("days_in_segregation", "days_to_hearing", "days_to_removal")),
)
LABELS = {
    "topic": "Topic",
    "group": "Subject (group of topics)",
    "urgency": "Urgency",
    "accuses_staff": "Accuses staff",
    "facility_known": "Whether the facility is known",
    "facility": "Facility",
    "facility_type": "Kind of facility",
    "office": "Office that answers for the facility",
    "state": "State of the facility",
    "county": "County of the facility",
    "phase_state": "Helpline at the facility (roll-out)",
    "vulnerability": "A certain vulnerability",
    "vulnerable": "Any vulnerability",
    "protected": "Record protected by law",
    "person_elsewhere": "Person is now at another place",
    "office_of_person": "Office of the place where the person is now",
    "caller_kind": "Who calls",
    "language": "Language of the call",
    "days_in_segregation": "Days in segregation",
    "days_to_hearing": "Days until the next hearing",
    "days_to_removal": "Days until the removal",
}
FOUND_BY_NAME = ("facility", "county", "language")
HINTS = {
    "facility": "Type a name, a city or a code, then press Add.",
    "county": "Type the name of the county, then press Add. Counties of the same name in all states count.",
    "language": "Type a language or its code, then press Add.",
    "days_in_segregation": "Counted to the day of the call. A case where nobody knows it is not meant.",
    "days_to_hearing": "Counted from the day of the call; 0 is the same day. A case where nobody knows it is not meant.",
    "days_to_removal": "Counted from the day of the call; 0 is the same day. A case where nobody knows it is not meant.",
}
MOST_OFFERED = 8
CHOICES = [
    ("", "– Choose a fact –"),
    *((group, [(fact, LABELS[fact]) for fact in facts]) for group, facts in GROUPS),
]


def kind_of(fact: str) -> str:
    """How it is asked: `number`, `yes_no`, `found` by name, or from a `list`."""
    if fact in NUMBERS:
        return "number"
    if fact in YES_NO:
        return "yes_no"
    return "found" if fact in FOUND_BY_NAME else "list"


def takes_several(fact: str) -> bool:
    """A case may have more than one of its values."""
    return fact in SEVERAL


def listed(fact: str, names: Vocabulary) -> list[tuple[str, object]]:
    """The values to tick, topics in their groups."""
    if fact != "topic":
        return list(names.values[fact].items())
    groups: dict[str, list[tuple[str, str]]] = {}
    for topic in names.topics:
        groups.setdefault(names.value("group", topic.group), []).append((topic.code, str(topic)))
    return sorted(groups.items())


@dataclass(frozen=True)
class Search:
    """What a typed name leads to: the one value it names, or some that it may mean."""

    code: str = ""
    offers: tuple[tuple[str, str], ...] = ()


def find(fact: str, text: str) -> Search:
    """The facility, county or language that this text names."""
    finders = {"facility": _facility, "county": _county, "language": _language}
    return finders[fact](text.strip())


def _facility(text: str) -> Search:
    place = directory.resolve_place(text)
    if isinstance(place, Facility):
        return Search(place.key)
    likely = directory.find_facilities(text, limit=MOST_OFFERED)
    return Search(offers=tuple((one.key, f"{one.label} ({one.key})") for one in likely))


def _county(text: str) -> Search:
    if not plain(text):
        return Search()
    known = Facility.objects.filter(county__icontains=text).values_list("county", flat=True)
    counties = sorted(set(known))
    exact = next((county for county in counties if county.casefold() == text.casefold()), "")
    return Search(exact, tuple((county, county) for county in counties[:MOST_OFFERED]))


def _language(text: str) -> Search:
    wanted = text.casefold()
    for one in languages.TABLE:
        if wanted in {
            one.code,
            one.name.casefold(),
            one.autonym.casefold(),
            *(word.casefold() for word in one.also),
        }:
            return Search(one.code) if wanted else Search()
    near = [one for one in languages.TABLE if wanted in f"{one.label} {' '.join(one.also)}".casefold()]
    return Search(offers=tuple((one.code, one.label) for one in near[:MOST_OFFERED]))
