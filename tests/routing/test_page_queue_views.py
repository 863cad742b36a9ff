"""The views of a queue and the filters leave what they say, and count it."""

from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case
from tests.builders import KROME, a_case
from tests.cast import Cast
from tests.routing.pages import claimed, due_in, numbers_on, queue_of

FOLKSTON = "FOLKSTON"


@pytest.fixture
def queue(cast: Cast) -> dict[str, Case]:
    """Three cases in Atlanta's queue: one held by the officer, one late, one due next week."""
    mine, late, next_week = (a_case(topic, by=cast.operator) for topic in ("TEL", "CON", "LEG"))
    claimed(mine, by=cast.officer_atl)
    minutes_of_today = (
        timezone.localtime().replace(hour=23, minute=59) - timezone.localtime()
    ).total_seconds() / 60
    due_in(mine, minutes=minutes_of_today)
    due_in(late, days=-2)
    due_in(next_week, days=7)
    return {"mine": mine, "late": late, "next week": next_week}


@pytest.mark.parametrize(
    ("view", "leaves"),
    [
        ("all", ["late", "mine", "next week"]),
        ("mine", ["mine"]),
        ("unclaimed", ["late", "next week"]),
        ("today", ["mine"]),
        ("late", ["late"]),
        ("no such view", ["late", "mine", "next week"]),
    ],
)
def test_a_view_leaves_what_it_says(
    cast: Cast, signed_in: Any, queue: dict[str, Case], view: str, leaves: list[str]
) -> None:
    assert numbers_on(queue_of(signed_in(cast.officer_atl), view=view)) == [
        queue[name].number for name in leaves
    ]


def test_every_view_says_how_many_it_holds(cast: Cast, signed_in: Any, queue: dict[str, Case]) -> None:
    tabs = queue_of(signed_in(cast.officer_atl)).context["page"].tabs
    assert [(tab.view.value, tab.count) for tab in tabs] == [
        ("all", 3),
        ("mine", 1),
        ("unclaimed", 2),
        ("today", 1),
        ("late", 1),
        ("again", 0),
    ]


def test_a_topic_and_an_urgency_narrow_the_queue(cast: Cast, signed_in: Any, queue: dict[str, Case]) -> None:
    client = signed_in(cast.officer_atl)
    assert numbers_on(queue_of(client, topic="CON")) == [queue["late"].number]
    assert numbers_on(queue_of(client, urgency=queue["late"].urgency)) == [queue["late"].number]
    assert len(numbers_on(queue_of(client, topic="XYZ", urgency="P9"))) == 3


def test_a_facility_is_found_by_a_part_of_its_name(
    cast: Cast, signed_in: Any, queue: dict[str, Case]
) -> None:
    krome = a_case("CON", by=cast.operator, facility=KROME)
    client = signed_in(cast.hq)
    assert numbers_on(queue_of(client, facility="krome")) == [krome.number]
    assert len(numbers_on(queue_of(client, facility="Stewart Detention"))) == 3


def test_an_unknown_facility_is_said_beside_the_field(
    cast: Cast, signed_in: Any, queue: dict[str, Case]
) -> None:
    page = queue_of(signed_in(cast.officer_atl), facility="Qqqqxzw")
    assert page.status_code == 200
    assert "No facility goes by this name." in page.content.decode()
    assert 'value="Qqqqxzw"' in page.content.decode()
    assert len(numbers_on(page)) == 3
