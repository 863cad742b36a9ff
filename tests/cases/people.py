"""Invented people on record."""

from datetime import date

from cases.models import Detainee
from helpline.accounts.models import User


def a_person(
    *,
    by: User,
    a_number: str = "",
    given_names: str = "Ana",
    family_names: str = "Cruz",
    date_of_birth: date | None = None,
    country_of_birth: str = "",
    protected: bool = False,
) -> Detainee:
    """A saved person; `a_number` canonical or empty."""
    person = Detainee.described(
        a_number=a_number,
        given_names=given_names,
        family_names=family_names,
        date_of_birth=date_of_birth,
        country_of_birth=country_of_birth,
        by=by,
    )
    person.protected = protected
    person.save()
    return person
