"""Reading the notices that did not go out, or may not have."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpline.accounts.models import User
from routing.models import Notification

PAGE = 50


@dataclass(frozen=True)
class Failures:
    """One page of notices that failed, the newest first; `older` is where the next page begins, 0 at the end."""

    rows: Sequence[Notification]
    failed: int
    waiting: int
    older: int


def read_failed(user: User, before: int | None = None) -> Failures:
    """What this person can send again, and how many notices they may know of wait. Three queries."""
    seen = Notification.objects.visible_to(user)
    failed = seen.failed().select_related("office", "person").order_by("-pk")
    rows = list((failed.filter(pk__lt=before) if before else failed)[: PAGE + 1])
    older = rows[PAGE - 1].pk if len(rows) > PAGE else 0
    return Failures(rows[:PAGE], seen.failed().count(), seen.waiting().count(), older)
