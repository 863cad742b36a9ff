"""Reading the list of copies: what an office got beside its own queue. Reads only, in a fixed number of queries.

A row holds no word of a summary and nothing about persons, whatever its copy shows.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Count, IntegerField, Q, Value, When

from helpline import cursors
from helpline.accounts.models import User
from routing.models import CaseCopy
from routing.models.copy import CaseCopyQuerySet

PAGE = 50
LIST = "copies"


class View(models.TextChoices):
    """The saved views of the list."""

    OPEN = "open", "Not answered"
    ACT = "act", "To act"
    KNOW = "know", "To know"
    NOTED = "noted", "Answered"


CONDITIONS = {
    View.OPEN: Q(noted_at__isnull=True),
    View.ACT: Q(purpose="act"),
    View.KNOW: Q(purpose="know"),
    View.NOTED: Q(noted_at__isnull=False),
}


@dataclass(frozen=True)
class Tab:
    """One saved view with how many rows it holds."""

    view: View
    count: int
    chosen: bool


@dataclass(frozen=True)
class CopyPage:
    """Some copies, those to act on first, of each kind the newest first. `next` continues, empty at the end."""

    rows: list[CaseCopy]
    tabs: list[Tab]
    waiting: int
    next: str

    @property
    def heading(self) -> str:
        """The fact the page states."""
        if not self.waiting:
            return "Every copy is answered"
        return f"{self.waiting:,} cop{'y waits' if self.waiting == 1 else 'ies wait'} for an answer"


def read_page(user: User, view: View, office: str, after: str) -> CopyPage:
    """The copies that last and that this person may see; two queries however many."""
    seen = CaseCopy.objects.visible_to(user).lasting()
    if office:
        seen = seen.filter(office__code=office)
    counts = seen.aggregate(
        **{view.value: Count("pk", filter=condition) for view, condition in CONDITIONS.items()}
    )
    rows = _after(_ranked(seen.filter(CONDITIONS[view])), after, user)
    found = list(
        rows.select_related("office", "case__topic", "case__facility", "noted_by").defer(
            "case__search", "case__summary", "case__points", "case__facility__search"
        )[: PAGE + 1]
    )
    return CopyPage(
        rows=found[:PAGE],
        tabs=[Tab(one, counts[one.value], one == view) for one in View],
        waiting=counts[View.OPEN.value],
        next=_cursor(found[PAGE - 1], user) if len(found) > PAGE else "",
    )


def waiting_for(user: User) -> int:
    """How many copies wait for an answer of this person's offices; one query."""
    return CaseCopy.objects.visible_to(user).lasting().filter(noted_at__isnull=True).count()


def _ranked(copies: CaseCopyQuerySet) -> CaseCopyQuerySet:
    """Not answered before answered, to act before to know, then the newest."""
    rank = Case(
        When(noted_at__isnull=False, then=Value(2)),
        When(purpose="act", then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return copies.annotate(rank=rank).order_by("rank", "-pk")


def _after(copies: CaseCopyQuerySet, cursor: str, user: User) -> CaseCopyQuerySet:
    match cursors.read(cursor, of=LIST, reader=user.pk):
        case [int(rank), int(key)]:
            return copies.filter(Q(rank__gt=rank) | Q(rank=rank, pk__lt=key))
    return copies


def _cursor(last: CaseCopy, user: User) -> str:
    return cursors.write([last.rank, last.pk], of=LIST, reader=user.pk)  # type: ignore[attr-defined]
