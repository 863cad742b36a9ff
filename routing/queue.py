"""Reading the queue page: whose queue, which rows, how many. Reads only, in a fixed number of queries.

The order is the order of the index (`due_at`, `id`), and a page begins after a cursor, so the fiftieth page
costs what the first one costs. The rows show words about persons; the view writes who read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, FilteredRelation, Q
from django.db.models.functions import Left
from django.utils import timezone

from cases import repeats
from cases.models import RepeatCall, Topic
from cases.models.scope import exclusions_of
from facilities.models import Office
from helpline import cursors
from helpline.accounts.models import Role, User
from routing.models import QueueItem
from routing.models.clock import step_nobody_answered
from routing.models.item import QueueItemQuerySet
from routing.rows import COLUMNS, Row, row_of

PAGE = 50
FIRST_WORDS = 160
LIST = "queue"


class View(models.TextChoices):
    """The saved views of a queue."""

    ALL = "all", "All"
    MINE = "mine", "Mine"
    UNCLAIMED = "unclaimed", "Unclaimed"
    TODAY = "today", "Due today"
    LATE = "late", "Late"
    AGAIN = "again", "Called again"


@dataclass(frozen=True)
class Wish:
    """What the page was asked for, checked: the filters, and after which row it begins."""

    view: View = View.ALL
    topic: str = ""
    urgency: str = ""
    facilities: tuple[int, ...] | None = None
    after: tuple[datetime, int] | None = None

    @property
    def narrows(self) -> bool:
        """Some filter besides the view is on."""
        return bool(self.topic or self.urgency or self.facilities is not None)


@dataclass(frozen=True)
class Tab:
    """One saved view with how many rows it holds."""

    view: View
    count: int
    chosen: bool


@dataclass(frozen=True)
class Desk:
    """One office whose queue this person may open. The counts are there for headquarters only."""

    office: Office
    waiting: int | None
    late: int | None


@dataclass(frozen=True)
class QueuePage:
    """Everything the page says. `total` counts the whole queue, `matching` what the view and the filters leave."""

    office: Office | None
    desks: list[Desk]
    tabs: list[Tab]
    total: int
    matching: int
    rows: list[Row]
    next_cursor: str
    wish: Wish = field(default_factory=Wish)

    @property
    def heading(self) -> str:
        """The fact the page states."""
        if not self.desks:
            return "You are not posted to an office yet"
        place = f"for {self.office.name}" if self.office else "in all queues"
        if not self.total:
            return f"Nothing waits {place}" if self.office else "Nothing waits in any queue"
        return f"{self.total:,} case{'' if self.total == 1 else 's'} wait{'s' if self.total == 1 else ''} {place}"


def open_count(user: User) -> int:
    """How many cases wait in the queues this person may see; one query, none for people without a queue."""
    return QueueItem.objects.visible_to(user).open().count()


def desks_of(user: User, posted: Sequence[Office], now: datetime) -> list[Desk]:
    """The queues this person may open: `posted`; for headquarters every office with its counts, in one query. What
    they are shut out of is not counted."""
    if user.role != Role.HEADQUARTERS:
        return [Desk(office, None, None) for office in posted]
    live = FilteredRelation("queue", condition=Q(queue__left_at__isnull=True))
    counted, late = ~Q(stay__case__in=exclusions_of(user).values("case")), Q(stay__due_at__lt=now)
    offices = (
        Office.objects.alias(stay=live)
        .annotate(waiting=Count("stay", filter=counted), late=Count("stay", filter=counted & late))
        .filter(Q(closed_on__isnull=True) | Q(waiting__gt=0))
    )
    return [
        Desk(office, office.waiting, office.late)  # type: ignore[attr-defined]
        for office in offices.order_by("kind", "name")
    ]


def read_cursor(text: str, user: User) -> tuple[datetime, int] | None:
    """After which row a page begins; None (the first page) for anything not written for this person."""
    match cursors.read(text, of=LIST, reader=user.pk):
        case [str(due_at), int(pk)]:
            return datetime.fromisoformat(due_at), pk
    return None


def write_cursor(due_at: datetime, pk: int, user: User) -> str:
    """The cursor that begins after this row."""
    return cursors.write([due_at.isoformat(), pk], of=LIST, reader=user.pk)


def read_page(
    user: User, desks: Sequence[Desk], office: Office | None, wish: Wish, now: datetime
) -> QueuePage:
    """The queue of `office` (None: all this person sees) as `wish` asks; two queries."""
    queue = QueueItem.objects.visible_to(user).open()
    if office is not None:
        queue = queue.held_by(office)
    conditions = _views(user, now)
    narrowed = conditions[wish.view] & _filters(wish)
    counts = queue.aggregate(
        matching=Count("id", filter=narrowed),
        **{view.value: Count("id", filter=conditions[view]) for view in View},
    )
    rows, next_cursor = _rows(queue.filter(narrowed), user, wish, now)
    return QueuePage(
        office=office,
        desks=list(desks),
        tabs=[Tab(view, counts[view.value], view == wish.view) for view in View],
        total=counts[View.ALL.value],
        matching=counts["matching"],
        rows=rows,
        next_cursor=next_cursor,
        wish=wish,
    )


def _views(user: User, now: datetime) -> dict[View, Q]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = timezone.make_aware(timezone.make_naive(midnight) + timedelta(days=1))
    return {
        View.ALL: Q(id__isnull=False),
        View.MINE: Q(claimed_by=user),
        View.UNCLAIMED: Q(claimed_by__isnull=True),
        View.TODAY: Q(due_at__gte=midnight, due_at__lt=tomorrow),
        View.LATE: Q(due_at__lt=now),
        View.AGAIN: Q(case__in=RepeatCall.objects.values("case")),
    }


def _filters(wish: Wish) -> Q:
    chosen = Q()
    if wish.topic:
        chosen &= Q(case__topic=wish.topic)
    if wish.urgency:
        chosen &= Q(case__urgency=wish.urgency)
    if wish.facilities is not None:
        chosen &= Q(case__facility__in=wish.facilities)
    return chosen


def _rows(queue: QueueItemQuerySet, user: User, wish: Wish, now: datetime) -> tuple[list[Row], str]:
    """Up to a page of rows and the cursor of the next page, empty on the last one."""
    if wish.after:
        due_at, pk = wish.after
        queue = queue.filter(due_at__gte=due_at).filter(Q(due_at__gt=due_at) | Q(id__gt=pk))
    found = list(
        queue.most_urgent_first()
        .annotate(words=Left("case__summary", FIRST_WORDS), step=step_nobody_answered())
        .values("words", "step", *COLUMNS)[: PAGE + 1]
    )
    cursor = write_cursor(found[PAGE - 1]["due_at"], found[PAGE - 1]["id"], user) if len(found) > PAGE else ""
    page = found[:PAGE]
    news = repeats.news_for(user, [r["case_id"] for r in page if r["case__calls_heard"] > 1])
    return [row_of(r, user, now, news) for r in page], cursor


def topics_to_choose() -> list[Topic]:
    """The topics that open cases, by name. One query."""
    return list(Topic.objects.filter(opens_case=True).only("code", "name").order_by("name"))
