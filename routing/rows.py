"""One line of the queue: from a row of the database to words, as cheaply as fifty of them want it."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from helpline.accounts.models import User
from helpline.face.templatetags.face import due, span, urgency
from routing.models import Step

COLUMNS = (
    "id",
    "due_at",
    "case_id",
    "case__number",
    "case__version",
    "case__urgency",
    "case__calls_heard",
    "case__accuses_staff",
    "case__topic__name",
    "case__facility__shown_name",
    "office__name",
    "claimed_by_id",
    "claimed_by__first_name",
    "claimed_by__last_name",
    "claimed_by__username",
)


TOLD = {  # that a case is overdue the row says already
    Step.WARN: "nearly due",
    Step.LEAD: "lead told",
    Step.HEADQUARTERS: "HQ told",
}


@cache
def mark_of(code: str) -> str:
    """The mark and the words of an urgency, rendered once per process: the queue prints it fifty times."""
    return render_to_string("_components/urgency.html", urgency(code))


@dataclass(frozen=True)
class Row:
    """One line of the queue, ready to print."""

    case_id: int
    number: str
    version: int
    mark: str
    due: dict[str, Any]
    due_by: str
    summary: str
    topic: str
    facility: str
    office: str
    accuses_staff: bool
    holder: str
    unclaimed: bool
    mine: bool
    calls: int
    called_since: bool
    warned: str
    alarmed: bool


def row_of(r: Mapping[str, Any], user: User, now: datetime, news: Container[int]) -> Row:
    """The line of one queue item, read as `COLUMNS` and `words`, for this reader. `news` are the cases somebody
    called about since this reader last opened them."""
    return Row(
        case_id=r["case_id"],
        number=r["case__number"],
        version=r["case__version"],
        mark=mark_of(r["case__urgency"]),
        due=due(r["due_at"], now),
        due_by=due_by(r["due_at"], now),
        summary=" ".join(r["words"].split()),
        topic=r["case__topic__name"],
        facility=r["case__facility__shown_name"] or "",
        office=r["office__name"],
        accuses_staff=r["case__accuses_staff"],
        holder=_holder(r, user),
        unclaimed=r["claimed_by_id"] is None,
        mine=r["claimed_by_id"] == user.pk,
        calls=r["case__calls_heard"],
        called_since=r["case_id"] in news,
        warned=TOLD.get(r["step"], ""),
        alarmed=bool(r["step"]) and r["step"] != Step.WARN,
    )


def due_by(due_at: datetime, now: datetime) -> str:
    """A due time as short as a row wants it: `2 h late`, `due 17:05`, `due Tue 16:00`, `due 7 Dec`."""
    if due_at <= now:
        return f"{span(now - due_at)} late"
    local, today = timezone.localtime(due_at), timezone.localdate(now)
    days = (local.date() - today).days
    if days == 0:
        return f"due {local:%H:%M}"
    return f"due {local:%a %H:%M}" if days < 7 else f"due {local.day} {local:%b}"


def _holder(r: Mapping[str, Any], user: User) -> str:
    if r["claimed_by_id"] is None:
        return "unclaimed"
    if r["claimed_by_id"] == user.pk:
        return "you"
    name = f"{r['claimed_by__first_name']} {r['claimed_by__last_name']}".strip()
    return name or str(r["claimed_by__username"])
