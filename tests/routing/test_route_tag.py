"""`{% route_of case %}` tells any page where a case is; a list of cases costs one query."""

from typing import Any

import pytest
from django.template import Context, Template

from cases.models import Case
from tests.builders import a_case
from tests.cast import Cast

ONE = "{% load routing %}{% route_of case %}"
MANY = "{% load routing %}{% routes_of cases as routes %}{% for case in cases %}{% route_of case routes %}{% endfor %}"


def words(template: str, **context: Any) -> str:
    """The rendered text on one line."""
    return " ".join(Template(template).render(Context(context)).split())


def test_it_says_where_by_when_and_why(cast: Cast) -> None:
    shown = words(ONE, case=a_case("CON", by=cast.operator))
    assert shown.startswith("<strong>Atlanta</strong>, <time")
    assert "A concern at a facility goes to the field office that answers for the facility" in shown


def test_before_the_router_it_is_on_its_way(cast: Cast) -> None:
    assert words(ONE, case=a_case("CON", by=cast.operator, routed=False)) == "On its way to an office"


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_one_query(cast: Cast, django_assert_num_queries: Any, number: int) -> None:
    cases = [Case.objects.get(pk=a_case("CON", by=cast.operator).pk) for _ in range(number)]
    with django_assert_num_queries(1):
        assert words(MANY, cases=cases).count("Atlanta</strong>") == number
