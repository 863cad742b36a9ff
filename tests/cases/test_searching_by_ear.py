"""A name as heard finds its person: typing errors, sound-alikes, order, missing parts; birth year and country narrow."""

from datetime import date

import pytest
from django.utils import timezone

from cases.matching import Description, find
from cases.models import Detainee
from tests.cases.people import a_person
from tests.cast import Cast


@pytest.fixture
def people(cast: Cast) -> dict[str, Detainee]:
    def on_record(given: str, family: str, year: int, country: str) -> Detainee:
        return a_person(
            by=cast.hq,
            given_names=given,
            family_names=family,
            date_of_birth=date(year, 5, 6),
            country_of_birth=country,
        )

    return {
        "vazquez": on_record("María Guadalupe", "Vázquez Jiménez", 1985, "Mexico"),
        "cruz": on_record("Juan", "de la Cruz Muñoz", 1990, "Guatemala"),
        "garcia": on_record("José Luis", "García López", 1979, "México"),
        "garcia2": on_record("José Luis", "García López", 1991, "Honduras"),
    }


@pytest.mark.parametrize(
    ("names", "who"),
    [
        ("Basques Himenes Maria Wadalupe", "vazquez"),
        ("maria guadalupe vasquez", "vazquez"),
        ("Guadalupe Vazuqez Jimenez", "vazquez"),
        ("Ximenez Vazqez", "vazquez"),
        ("Juan Delacruz", "cruz"),
        ("Huan de la Crus Munyoz", "cruz"),
        ("cruz", "cruz"),
        ("guadal", "vazquez"),
    ],
)
def test_a_name_as_heard_finds(cast: Cast, people: dict[str, Detainee], names: str, who: str) -> None:
    assert find(Description(names=names), by=cast.operator)[:1] == [people[who]]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ({"born_year": 1979}, "garcia"),
        ({"born_year": 1991}, "garcia2"),
        ({"country": "mejico"}, "garcia"),
        ({"country": "HND"}, "garcia2"),
        ({"born": date(1979, 5, 6)}, "garcia"),
    ],
)
def test_birth_year_or_country_tells_namesakes_apart(
    cast: Cast, people: dict[str, Detainee], said: dict[str, object], who: str
) -> None:
    wanted = Description(names="jose luis garsia lopes", **said)  # type: ignore[arg-type]
    assert find(wanted, by=cast.operator) == [people[who]]


def test_it_says_why_somebody_is_offered(cast: Cast, people: dict[str, Detainee]) -> None:
    why = {
        names: find(Description(names=names), by=cast.operator)[0].fits
        for names in ("Juan de la Cruz Muñoz", "Huan Crus Munoz", "Juan Cruz Nuñoz", "Juan Cruz Santos")
    }
    assert list(why.values()) == ["Same name", "Sounds alike", "Similar name", "Part of the name fits"]


def test_a_year_alone_finds_those_born_then(cast: Cast, people: dict[str, Detainee]) -> None:
    assert find(Description(born_year=1990), by=cast.operator) == [people["cruz"]]


def test_a_known_year_without_a_date_counts(cast: Cast) -> None:
    old = Detainee.described(
        a_number="", given_names="Eva", family_names="Paz", date_of_birth=None, country_of_birth="", by=cast.hq,
        year_of_birth=1950,
    )  # fmt: skip
    old.save()
    assert find(Description(names="eva paz", born_year=1950), by=cast.operator) == [old]
    assert find(Description(names="eva paz", born_year=1951), by=cast.operator) == []


def test_the_page_finds_by_year_and_says_what_is_wrong_with_one(
    cast: Cast, signed_in: object, people: dict[str, Detainee]
) -> None:
    client = signed_in(cast.operator)  # type: ignore[operator]
    page = client.post("/detainees/search/", {"name": "garsia", "year_born": "1979"}).content.decode()
    assert (str(people["garcia"].pk) in page, str(people["garcia2"].pk) in page) == (True, False)
    wrong = client.post("/detainees/search/", {"name": "garsia", "year_born": "79"})
    assert (wrong.status_code, "Write the year with four digits" in wrong.content.decode()) == (422, True)
    later = client.post(
        "/detainees/search/", {"name": "garsia", "year_born": str(timezone.localdate().year + 1)}
    )
    assert later.status_code == 422
