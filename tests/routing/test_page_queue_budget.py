"""A queue costs the same for one row and for fifty."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.routing.pages import BUDGET, many_cases, queries_of


@pytest.mark.parametrize("who", ["officer_atl", "hq"])
def test_the_queue_costs_the_same_for_one_three_and_fifty_rows(cast: Cast, signed_in: Any, who: str) -> None:
    client, url = signed_in(getattr(cast, who)), reverse("routing:queue")
    seen = []
    for more in (1, 2, 47):
        many_cases(more, by=cast.operator)
        seen.append(queries_of(client, url))
    assert len(set(seen)) == 1
    assert seen[0] <= BUDGET
