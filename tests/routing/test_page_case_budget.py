"""A case costs the same with one moment and with fifty, alone and with many siblings."""

from typing import Any

import pytest
from django.urls import reverse

from cases.intake import ToldCaller, ToldDetainee
from cases.models import ActionKind, CallerKind, Case
from routing import desk, dispatch
from tests.builders import a_call, a_case, concern, item_of
from tests.cast import Cast
from tests.routing.pages import BUDGET, claimed, queries_of

PERSON = ToldDetainee(given_names="Ana", family_names="Pérez")
SISTER = ToldCaller(kind=CallerKind.FAMILY, name="Sister")
READERS = ["operator", "supervisor", "officer_atl", "lead_atl", "hq"]


@pytest.mark.parametrize("who", READERS)
def test_a_case_costs_the_same_with_one_step_and_with_fifty(cast: Cast, signed_in: Any, who: str) -> None:
    case = claimed(a_case("CON", by=cast.operator, told=PERSON, caller=SISTER), by=cast.officer_atl)
    client, url = signed_in(getattr(cast, who)), reverse("routing:case", args=[case.number])
    seen = []
    for more in (1, 49):
        for _ in range(more):
            desk.act(item_of(case), ActionKind.NOTED, "One more step.", by=cast.officer_atl)
        seen.append(queries_of(client, url))
    assert len(set(seen)) == 1
    assert seen[0] <= BUDGET


@pytest.mark.parametrize("who", READERS)
def test_a_case_costs_the_same_alone_and_with_fifty_siblings(cast: Cast, signed_in: Any, who: str) -> None:
    client, seen = signed_in(getattr(cast, who)), []
    for concerns in (2, 51):
        call = a_call(
            *[concern("CON") for _ in range(concerns)], by=cast.operator, told=PERSON, caller=SISTER
        )
        dispatch.drain()
        case = Case.objects.filter(call=call).order_by("id")[0]
        seen.append(queries_of(client, reverse("routing:case", args=[case.number])))
    assert len(set(seen)) == 1
    assert seen[0] <= BUDGET
