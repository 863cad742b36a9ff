"""Stays whose clock started earlier: `counted_from` is moved back, everything else is counted by the product."""

from datetime import timedelta

from django.db.models import F

from cases.models import Case
from routing.deadlines import ladder
from routing.models import Escalation, QueueItem
from tests.builders import item_of


def begun(case: Case, ago: timedelta) -> QueueItem:
    """The stay of this case as if its clock had started so long ago; the ladder has looked at it."""
    item = item_of(case)
    QueueItem.objects.filter(pk=item.pk).update(counted_from=F("counted_from") - ago)
    Escalation.objects.filter(case=case).update(counted_from=F("counted_from") - ago)
    look_again(item)
    return item_of(case)


def look_again(item: QueueItem) -> None:
    """The ladder looks at this stay now, whatever its appointment was."""
    QueueItem.objects.filter(pk=item.pk).update(next_step_at=F("entered_at"))
    ladder.climb_all()


def steps(case: Case) -> list[tuple[str, str]]:
    """The steps taken for this case, in order: promise and step."""
    return list(Escalation.objects.filter(case=case).order_by("id").values_list("promise", "step"))
