"""A person is found by A-number or by any likeness of the name, among those the searcher may see."""

from datetime import date

import pytest

from cases.matching import Description, find
from cases.models import Detainee
from tests.builders import a_case
from tests.cases.people import a_person
from tests.cast import Cast


@pytest.fixture
def jose(cast: Cast) -> Detainee:
    return a_person(
        by=cast.hq,
        a_number="A000000042",
        given_names="José Luis",
        family_names="Pérez Gómez",
        date_of_birth=date(1985, 3, 4),
        country_of_birth="Guatemala",
    )


@pytest.mark.parametrize(
    "names", ["jose perez", "PEREZ, José", "Joze Perrez", "gomez", "Pérez Gómez José Luis"]
)
def test_any_likeness_of_the_name_finds(cast: Cast, jose: Detainee, names: str) -> None:
    a_person(by=cast.hq, given_names="Wei", family_names="Zhang")
    assert find(Description(names=names), by=cast.operator) == [jose]


def test_names_in_any_script_find(cast: Cast) -> None:
    arabic = a_person(by=cast.hq, given_names="محمد", family_names="الأحمد")
    assert find(Description(names="محمد"), by=cast.operator) == [arabic]


def test_the_a_number_finds_that_person_alone(cast: Cast, jose: Detainee) -> None:
    a_person(by=cast.hq, given_names="José", family_names="Pérez")
    assert find(Description(a_number="A000000042", names="Somebody Else"), by=cast.operator) == [jose]


def test_an_unknown_a_number_falls_back_to_the_name(cast: Cast, jose: Detainee) -> None:
    assert find(Description(a_number="A000000043", names="jose perez"), by=cast.operator) == [jose]


def test_birth_and_country_narrow_but_an_empty_record_still_fits(cast: Cast, jose: Detainee) -> None:
    other = a_person(by=cast.hq, given_names="José", family_names="Pérez", country_of_birth="Honduras")
    unknown = a_person(by=cast.hq, given_names="José", family_names="Peres")
    born = Description(names="jose perez", born=date(1985, 3, 4), country="guatemala")
    found = find(born, by=cast.operator)
    assert other not in found
    assert {jose.pk, unknown.pk} == {person.pk for person in found}


def test_a_birth_date_alone_finds_only_those_born_then(cast: Cast, jose: Detainee) -> None:
    a_person(by=cast.hq)
    assert find(Description(born=date(1985, 3, 4)), by=cast.operator) == [jose]


def test_nothing_told_finds_nobody(cast: Cast, jose: Detainee) -> None:
    assert find(Description(names=" ., "), by=cast.hq) == []


def test_at_most_eight_are_offered(cast: Cast) -> None:
    for number in range(12):
        a_person(by=cast.hq, given_names="María", family_names=f"López {number}")
    assert len(find(Description(names="maria lopez"), by=cast.operator)) == 8


def test_a_protected_person_is_found_by_headquarters_only(cast: Cast) -> None:
    person = a_person(by=cast.hq, a_number="A000000077", protected=True)
    seen = {
        user.username: find(Description(a_number="A000000077", names="Ana Cruz"), by=user)
        for user in cast.everybody()
    }
    assert {name for name, found in seen.items() if found} == {"hq"}
    assert seen["hq"] == [person]


def test_an_office_finds_only_the_people_of_its_cases(cast: Cast, jose: Detainee) -> None:
    case = a_case(by=cast.operator, routed=False)
    case.__class__.objects.filter(pk=case.pk).update(detainee=jose)
    assert find(Description(names="jose perez"), by=cast.officer_atl) == []
