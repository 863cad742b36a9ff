"""The queue is turned page by page, by key; a cursor that is not ours leads to the first page."""

from typing import Any

import pytest

from helpline import cursors
from routing.queue import LIST
from tests.cast import Cast
from tests.routing.pages import many_cases, numbers_on, queue_of


def test_fifty_a_page_and_nothing_twice(cast: Cast, signed_in: Any) -> None:
    cases = many_cases(60, by=cast.operator)
    client = signed_in(cast.officer_atl)
    first = queue_of(client)
    second = queue_of(client, after=first.context["page"].next_cursor)
    assert numbers_on(first) == [case.number for case in cases[:50]]
    assert numbers_on(second) == [case.number for case in cases[50:]]
    assert second.context["page"].next_cursor == ""
    assert second.context["page"].total == 60


@pytest.mark.parametrize(
    "cursor",
    [
        "garbage",
        "\x7f☃",
        "a" * 3000,
        cursors.write(["2026-01-01T00:00:00+00:00", 1], of=LIST, reader=0),
        cursors.write([1, 2, 3], of=LIST, reader=0),
        cursors.write(["2026-01-01T00:00:00+00:00", 1], of="another", reader=0),
    ],
    ids=["garbage", "odd signs", "too long", "of somebody else", "three parts", "of another list"],
)
def test_a_foreign_cursor_leads_to_the_first_page(cast: Cast, signed_in: Any, cursor: str) -> None:
    cases = many_cases(2, by=cast.operator)
    page = queue_of(signed_in(cast.officer_atl), after=cursor)
    assert page.status_code == 200
    assert numbers_on(page) == [case.number for case in cases]
