"""The list of cases by keyset, newest first. A cursor tells its holder nothing and opens for nobody else."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Prefetch

from cases.models import Case
from helpline import cursors
from helpline.accounts.models import User
from helpline.problems import invalid
from routing.models import QueueItem

PAGE = 50
LIST = "cases of the api"


@dataclass(frozen=True)
class Page:
    """Some cases, each with the stay that lasts, and the cursor of what follows."""

    rows: list[tuple[Case, QueueItem | None]]
    next: str | None

    @property
    def cases(self) -> list[Case]:
        """The cases alone."""
        return [case for case, _ in self.rows]


def read_page(user: User, wish: dict[str, Any], after: int | None) -> Page:
    """The cases this person may see, narrowed by `wish` and older than `after`; two queries however many rows."""
    seen = Case.objects.visible_to(user)
    if "office" in wish:
        seen = seen.filter(office=wish["office"])
    if "state" in wish:
        seen = seen.filter(state=wish["state"])
    if "topic" in wish:
        seen = seen.filter(topic_id=wish["topic"])
    if "q" in wish:
        seen = seen.filter(search=SearchQuery(wish["q"], config="english", search_type="websearch"))
    if after is not None:
        seen = seen.filter(pk__lt=after)
    lasting = QueueItem.objects.open().select_related("claimed_by")
    found = list(
        seen.newest_first()
        .select_related("office", "facility")
        .prefetch_related(Prefetch("stays", queryset=lasting, to_attr="lasting"))
        .defer("search", "summary", "facility__search")[: PAGE + 1]
    )
    rows = [(case, next(iter(getattr(case, "lasting", [])), None)) for case in found[:PAGE]]
    return Page(rows, write_cursor(found[PAGE - 1], user) if len(found) > PAGE else None)


def write_cursor(case: Case, user: User) -> str:
    """A text that names the last row of a page to this person alone."""
    return cursors.write([case.pk], of=LIST, reader=user.pk)


def read_cursor(cursor: str, user: User) -> int:
    """The id of the last row before the page; 422 for a cursor that was not given to this person."""
    match cursors.read(cursor, of=LIST, reader=user.pk):
        case [int(last)]:
            return last
    raise invalid(("cursor",), "This cursor is not one of yours. Begin again without one.")
