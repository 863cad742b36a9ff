"""Page, order of the queue, API, escalation and the counts of late cases read the same instant."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from helpline.face.templatetags.face import when
from routing import desk
from routing.deadlines import ladder
from routing.models import Escalation, QueueItem
from tests.builders import a_case, item_of, violations
from tests.cast import Cast
from tests.routing.laddered import begun

LONG = timedelta(days=40)


def test_everybody_reads_one_instant(cast: Cast, signed_in: Any) -> None:
    late, early = a_case("CON", by=cast.operator), a_case("CON", by=cast.operator)
    item = begun(late, LONG)
    client = signed_in(cast.lead_atl)
    page = client.get(reverse("routing:case", args=[late.number])).content.decode()
    queue = client.get(reverse("routing:queue"))
    told = client.get(reverse("api:case", args=[late.number])).json()
    clock = client.get(reverse("api:clock", args=[late.number])).json()
    instant = f"{item.due_at:%Y-%m-%dT%H:%M:%S}"
    assert f'datetime="{when(item.due_at)["machine"]}"' in page
    assert told["due_at"].startswith(instant)
    assert clock["due_at"].startswith(instant)
    assert {step.due_at for step in Escalation.objects.filter(case=late)} == {item.due_at}
    assert [row.number for row in queue.context["page"].rows] == [late.number, early.number]
    assert [tab.count for tab in queue.context["page"].tabs if tab.view == "late"] == [1]
    assert clock["steps"][-1].startswith("Due ")


def test_the_invariants_find_a_due_time_nobody_counted(cast: Cast) -> None:
    case = a_case("CON", by=cast.operator)
    desk.claim(item_of(case), by=cast.officer_atl)
    ladder.climb_all()
    assert violations() == []
    QueueItem.objects.filter(case=case).update(due_at=item_of(case).due_at + timedelta(minutes=1))
    assert violations() == [f"Case {case.number} is due at another time than the clock says."]
