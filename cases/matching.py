"""Finding the person a call is about, among those the searcher may see."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from cases.models import Detainee, searchable
from helpline.accounts.models import User

LIMIT = 8


@dataclass(frozen=True)
class Description:
    """What is known about the person: `a_number` canonical or empty; birth and country narrow a name."""

    a_number: str = ""
    names: str = ""
    born: date | None = None
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.a_number or searchable(self.names) or self.born)


def find(description: Description, *, by: User, limit: int = LIMIT) -> list[Detainee]:
    """At most `limit` people `by` may see, the likeliest first.

    A known A-number gives that person alone. Otherwise any word of the name may be misspelt, lack its accents or
    stand in another order; a birth date or country, where told, must not contradict the record. Nothing told
    finds nobody.
    """
    people = Detainee.objects.visible_to(by)
    if description.a_number and (exact := list(people.with_a_number(description.a_number))):
        return exact
    name = searchable(description.names)
    if not name and not description.born:
        return []
    if description.born:
        people = people.filter(Q(date_of_birth=description.born) | Q(date_of_birth__isnull=True))
        if not name:
            people = people.filter(date_of_birth=description.born)
    if description.country:
        people = people.filter(Q(country_of_birth__iexact=description.country) | Q(country_of_birth=""))
    if not name:
        return list(people.order_by("family_names", "given_names", "pk")[:limit])
    alike = (
        Q(search_name__trigram_word_similar=word) | Q(search_name__contains=word) for word in name.split()[:8]
    )
    ranked = people.filter(reduce(or_, alike)).annotate(likeness=TrigramWordSimilarity(name, "search_name"))
    return list(ranked.order_by("-likeness", "search_name", "pk")[:limit])
