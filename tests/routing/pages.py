"""What the tests of the desk's pages share: many cases at once, and posting a form as the page would."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from helpline.accounts.models import User
from routing import desk, dispatch
from routing.models import QueueItem
from tests.builders import STEWART, a_call, concern, item_of

BUDGET = 12


def many_cases(number: int, *, by: User, facility: str = STEWART, topic: str = "CON") -> list[Case]:
    """That many routed cases, at most twelve to a call, due one minute after another."""
    left = number
    while left:
        some = min(12, left)
        a_call(
            *[concern(topic, f"Concern number {left - n}.") for n in range(some)], by=by, facility=facility
        )
        left -= some
    dispatch.drain()
    items = list(QueueItem.objects.open().filter(case__topic=topic).order_by("id"))
    for minute, item in enumerate(items):
        QueueItem.objects.filter(pk=item.pk).update(due_at=timezone.now() + timedelta(days=1, minutes=minute))
    return [item.case for item in items]


def due_in(case: Case, **length: float) -> None:
    """Move the due time of a waiting case: `due_in(case, hours=-2)` makes it two hours late."""
    QueueItem.objects.open().filter(case=case).update(due_at=timezone.now() + timedelta(**length))


def claimed(case: Case, *, by: User) -> Case:
    """The case, held by this person."""
    desk.claim(item_of(case), by=by)
    return fresh(case)


def fresh(case: Case) -> Case:
    """The case as it stands now."""
    return Case.objects.select_related("topic", "office", "call").get(pk=case.pk)


def queue_of(client: Client, **asked: str) -> Any:
    """The queue page as this person sees it."""
    query = f"?{urlencode(asked)}" if asked else ""
    return client.get(reverse("routing:queue") + query)


def numbers_on(response: Any) -> list[str]:
    """The numbers of the rows, from the top."""
    return [row.number for row in response.context["page"].rows]


def send(client: Client, noun: str, case: Case, **said: Any) -> Any:
    """Send a form of the case's page; `version` is the one shown unless another is given."""
    said.setdefault("version", fresh(case).version)
    return client.post(reverse(f"routing:{noun}", args=[case.number]), said)


def page_of(client: Client, case: Case) -> Any:
    """The case's page as this person sees it."""
    return client.get(reverse("routing:case", args=[case.number]))


def queries_of(client: Client, url: str) -> int:
    """How many queries one request takes once the session is warm."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(url)
    assert response.status_code == 200
    return len(seen)
