"""Reading the page of escalations: the cases whose time runs out and whom nobody has answered yet, and who took what on.

One line a case and promise, its highest step. Reads only, in a fixed number of queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from helpline.accounts.models import User
from routing import access
from routing.deadlines import escalations
from routing.models import Escalation, QueueItem, Step
from routing.models.clock import EscalationQuerySet

SHOWN = 50
ANSWERED_SHOWN = 20
WITH = ("case__topic", "case__facility", "stay", "acknowledged_by")


@dataclass(frozen=True)
class Line:
    """One step with the stay its case is in now. `may_answer`: it is this reader's to take on."""

    step: Escalation
    item: QueueItem
    may_answer: bool


@dataclass(frozen=True)
class EscalationPage:
    """What the page says. `total` counts every line that waits, `waiting` are those shown."""

    total: int
    waiting: list[Line]
    answered: list[Line]

    @property
    def heading(self) -> str:
        """The fact the page states."""
        if not self.total:
            return "Nobody waits for an answer about a due time"
        if self.total == 1:
            return "1 warning waits for somebody to take it on"
        return f"{self.total:,} warnings wait for somebody to take them on"

    @property
    def records(self) -> list[Escalation]:
        """The steps on the page."""
        return [line.step for line in (*self.waiting, *self.answered)]


def read_page(user: User) -> EscalationPage:
    """The unanswered ones, the highest step first, and what was taken on last. At most five queries."""
    seen = Escalation.objects.visible_to(user)
    waiting = highest(seen.waiting())
    total = waiting.count()
    shown = list(waiting.select_related(*WITH).highest_first()[:SHOWN]) if total else []
    answered = highest(seen.filter(acknowledged_at__isnull=False)).select_related(*WITH)
    taken_on = list(answered.order_by("-acknowledged_at", "-id")[:ANSWERED_SHOWN])
    items = _items([*shown, *taken_on], user)
    return EscalationPage(total, _lines(shown, items, user), _lines(taken_on, items, user))


def count(user: User) -> int:
    """How many lines wait for this person's answer or somebody else's; one query."""
    return highest(Escalation.objects.visible_to(user).waiting()).count()


def highest(steps: EscalationQuerySet) -> EscalationQuerySet:
    """Of each case and promise the last step that was taken: steps are taken in order."""
    later = Escalation.objects.filter(
        case=OuterRef("case"),
        counted_from=OuterRef("counted_from"),
        promise=OuterRef("promise"),
        pk__gt=OuterRef("pk"),
    )
    return steps.filter(~Exists(later))


def _items(steps: Sequence[Escalation], user: User) -> dict[int, QueueItem]:
    """The stays these cases are in now, by case."""
    items = QueueItem.objects.visible_to(user).open().filter(case__in=[step.case_id for step in steps])
    return {item.case_id: item for item in items.select_related("office", "claimed_by")}


def _lines(steps: Sequence[Escalation], items: dict[int, QueueItem], user: User) -> list[Line]:
    return [
        Line(
            step, item, user.role in access.DESK_ROLES and escalations.may_answer(user, Step(step.step), item)
        )
        for step in steps
        if (item := items.get(step.case_id)) is not None
    ]
