"""Finding the person a call is about, among those the searcher may see.

An A-number is found by its blind index. A name is found by its sounds (`cases.sounds`): one index holds the keys of every
part beside marks of the birth year and country, so that a search reads only what has all of them in common, and never
more than `BOUND` rows. Those are then ranked by likeness (`cases.likeness`). Only where no sound leads anywhere does the
search go by likeness of spelling (trigrams).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_, or_

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from cases import countries
from cases.likeness import ENOUGH, likeness
from cases.models import Detainee, searchable
from cases.models.detainee import BIRTH_YEAR, COUNTRY, DetaineeQuerySet, marks
from cases.sounds import HeardPart, heard, parts_of
from helpline.accounts.models import User

LIMIT = 8
BOUND = 1_000  # rows ranked by the database
KEPT = 40  # rows ranked here
SHORTEST_SPELLING = 3
FEW_PARTS = 2
SHOWN = (
    "id", "a_number_sealed", "given_names", "family_names", "date_of_birth", "year_of_birth", "country_of_birth",
    "protected", "search_name", "stands_in_for_id",
)  # fmt: skip


@dataclass(frozen=True)
class Description:
    """What is known about the person: `a_number` canonical or empty; birth and country narrow a name."""

    a_number: str = ""
    names: str = ""
    born: date | None = None
    country: str = ""
    born_year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.a_number or searchable(self.names) or self.year)

    @property
    def year(self) -> int | None:
        """The year of birth, told alone or with the date."""
        return self.born.year if self.born else self.born_year


@dataclass
class Ranked:
    """Candidates in the order of their likeness, each person once."""

    told: Description
    found: dict[object, tuple[float, Detainee]] = field(default_factory=dict)

    def add(self, people: Iterable[Detainee]) -> None:
        """Rank these among the others. What is not known of a record counts a little less than what fits."""
        parts = parts_of(self.told.names)
        for person in people:
            like = likeness(parts, person.given_names, person.family_names)
            if like.score >= ENOUGH - 0.1 or not parts:
                unknown = (person.year_of_birth is None) + (not person.country_of_birth)
                dated = bool(self.told.born and person.date_of_birth == self.told.born)
                person.fits = like.fits
                self.found[person.pk] = (like.score + 0.1 * dated - 0.01 * unknown, person)

    def best(self, limit: int) -> list[Detainee]:
        """The likeliest; the rest of the order is by name, so that it holds still."""
        ranked = sorted(
            self.found.values(), key=lambda row: (-round(row[0], 4), row[1].search_name, row[1].pk.hex)
        )
        return [person for _, person in ranked[:limit]]

    def strong(self) -> int:
        """How many answer to the whole name."""
        return sum(score >= ENOUGH + 0.2 for score, _ in self.found.values())


def find(description: Description, *, by: User, limit: int = LIMIT) -> list[Detainee]:
    """At most `limit` people `by` may see, the likeliest first, each with `fits`: why they are offered.

    A known A-number gives that person alone, or the one their record was merged into. Otherwise any part of the name
    may be misspelt, sound alike, lack its accents, be missing or stand in another order; a birth date, a birth year or
    a country, where told, must not contradict the record. Nothing told finds nobody.
    """
    if description.a_number and (exact := with_a_number(description.a_number, by=by)):
        return exact
    people = _fitting(Detainee.objects.visible_to(by).current(), description)
    told = heard(description.names)
    if not told:
        return _born_then(people, description, limit) if description.year else []
    ranked = Ranked(description)
    ranked.add(_nearest(people, _all(part.alike for part in told), description.names))
    enough = limit
    for wider in _widened(told):
        if ranked.strong() < enough:
            ranked.add(_nearest(people, wider, description.names))
            enough = 1
    if not ranked.found and (spelt := _spelt_alike(description.names)):
        ranked.add(_nearest(people, spelt, description.names))
    return ranked.best(limit)


def _any_of(keys: Sequence[str]) -> Q:
    """The record has one of these keys."""
    return Q(sounds__contains=[keys[0]]) if len(keys) == 1 else Q(sounds__overlap=list(keys))


def _all(parts: Iterable[Sequence[str]]) -> Q:
    """The record has a key of each part."""
    return reduce(and_, map(_any_of, parts))


def _widened(told: Sequence[HeardPart]) -> list[Q]:
    """Wider conditions, the more telling first: each part sounds right but for a letter; all parts but one sound right."""
    near = _all(part.near for part in told)
    if len(told) == 1:
        return [near]
    rest = ([*told[:at], *told[at + 1 :]] for at in range(len(told)))
    but_one = reduce(or_, (_all(part.alike for part in parts) for parts in rest))
    return [near, but_one] if len(told) <= FEW_PARTS else [but_one, near]


def with_a_number(a_number: str, *, by: User) -> list[Detainee]:
    """The person with this canonical A-number, whom `by` may see; where records were merged, the one that was kept."""
    found: dict[object, Detainee] = {}
    for holder in Detainee.objects.visible_to(by).with_a_number(a_number).select_related("merged_into"):
        person = holder.present()
        if person == holder or Detainee.objects.visible_to(by).filter(pk=person.pk).exists():
            person.fits = "A-number"
            found.setdefault(person.pk, person)
    return list(found.values())


def _fitting(people: DetaineeQuerySet, told: Description) -> DetaineeQuerySet:
    """Whose birth and country do not contradict what was told."""
    for sign, value in ((BIRTH_YEAR, told.year), (COUNTRY, countries.key(told.country))):
        if value:
            people = people.filter(sounds__overlap=[marks(sign, value), marks(sign, None)])
    if told.born:
        people = people.filter(Q(date_of_birth=told.born) | Q(date_of_birth__isnull=True))
    return people


def _born_then(people: DetaineeQuerySet, told: Description, limit: int) -> list[Detainee]:
    """Without a name: those born on that day or in that year, by name."""
    people = people.filter(sounds__contains=[marks(BIRTH_YEAR, told.year)])
    if told.born:
        people = people.filter(date_of_birth=told.born)
    found = list(people.order_by("family_names", "given_names", "pk")[:limit])
    for person in found:
        person.fits = "Born then"
    return found


def _nearest(people: DetaineeQuerySet, condition: Q, names: str) -> list[Detainee]:
    """The `KEPT` most alike in spelling of at most `BOUND` that meet the condition.

    The rows are looked for as if all were wanted, so that the planner takes the index even for common names: told of
    the bound, it would read the table from its beginning.
    """
    try:
        near, values = people.filter(condition).values(*SHOWN).query.sql_with_params()
    except EmptyResultSet:  # nobody whom this person may see
        return []
    nearest = f"""WITH near AS MATERIALIZED ({near})
        SELECT * FROM (SELECT * FROM near LIMIT {BOUND}) AS bounded
        ORDER BY similarity(search_name, %s) DESC, id LIMIT {KEPT}"""  # noqa: S608 - values travel apart
    return list(Detainee.objects.raw(nearest, [*values, searchable(names)]))


def _spelt_alike(names: str) -> Q | None:
    """A condition on the spelling alone: any word of the name, whole, in part or misspelt; None for no such word."""
    words = [word for word in searchable(names).split()[:8] if len(word) >= SHORTEST_SPELLING]
    alike = [Q(search_name__trigram_word_similar=word) | Q(search_name__contains=word) for word in words]
    return reduce(or_, alike) if alike else None
