"""The queue shows what waits for an officer's office, what is due first comes first."""

from typing import Any

import pytest

from tests.builders import a_case
from tests.cast import Cast
from tests.routing.pages import claimed, due_in, numbers_on, queue_of


def test_what_is_due_first_comes_first(cast: Cast, signed_in: Any) -> None:
    later, late, sooner = (a_case("CON", by=cast.operator) for _ in range(3))
    due_in(later, hours=30)
    due_in(late, hours=-2.5)
    due_in(sooner, hours=3.5)
    page = queue_of(signed_in(cast.officer_atl))
    assert numbers_on(page) == [late.number, sooner.number, later.number]
    assert [row.due["state"] for row in page.context["page"].rows] == ["late", "later", "later"]
    assert "2 h late" in page.content.decode()


@pytest.mark.parametrize(
    ("waiting", "says"),
    [(0, "Nothing waits for Atlanta"), (1, "1 case waits for Atlanta"), (2, "2 cases wait for Atlanta")],
)
def test_the_heading_is_a_fact(cast: Cast, signed_in: Any, waiting: int, says: str) -> None:
    for _ in range(waiting):
        a_case("CON", by=cast.operator)
    assert f">{says}</h1>" in queue_of(signed_in(cast.officer_atl)).content.decode()


def test_a_row_says_what_and_where_and_who_holds_it(cast: Cast, signed_in: Any) -> None:
    mine = claimed(a_case("TEL", by=cast.operator, summary="Phones dead\nin unit B."), by=cast.officer_atl)
    due_in(mine, hours=1)
    theirs = claimed(a_case("CON", by=cast.operator), by=cast.lead_atl)
    due_in(theirs, hours=2)
    free = a_case("CON", by=cast.operator)
    due_in(free, hours=3)
    rows = queue_of(signed_in(cast.officer_atl)).context["page"].rows
    assert [(row.number, row.holder) for row in rows] == [
        (mine.number, "you"),
        (theirs.number, "lead.atl"),
        (free.number, "unclaimed"),
    ]
    assert rows[0].summary == "Phones dead in unit B."
    assert rows[0].topic == mine.topic.name
    assert rows[0].facility == "Stewart Detention Center"


def test_an_empty_queue_says_what_to_do_next(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.officer_atl)
    assert "Load the page again to look." in queue_of(client).content.decode()
    a_case("CON", by=cast.operator)
    assert "Claim one: what is due first comes first." in queue_of(client, view="mine").content.decode()
    assert "Nothing is late." in queue_of(client, view="late").content.decode()
    assert "Try fewer filters" in queue_of(client, topic="MED").content.decode()
