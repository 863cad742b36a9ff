"""References on paper: handed out ahead of an outage, used by the call keyed in later, or struck out.

A reference is used once. Whoever keys it in second is told, and keeps every word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Call, PaperReference, ReferenceBlock
from cases.numbering import next_references
from cases.references import canonical_call_reference
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused

MOST = 200
WHY_LIMIT = 200
OPEN_TOO_LONG = timedelta(days=3)
NOT_ON_A_LIST = "This reference is not on any list we printed. Check every sign, or leave it empty."
STRUCK = "This reference was struck out: it was not to be used. Leave it empty, and write it into the note."
USED = "This reference was used for another call. Check every sign, or leave it empty."


def issue_block(how_many: int, why: str, *, by: User) -> ReferenceBlock:
    """A block of fresh references to print, 1 to `MOST`, and why. Nobody else is ever given one of them."""
    if not 1 <= how_many <= MOST:
        raise Refused(f"Hand out 1 to {MOST} references at a time.")
    if not why.strip():
        raise Refused("Say what the references are for.")
    with transaction.atomic():
        block = ReferenceBlock.objects.create(why=why.strip()[:WHY_LIMIT], issued_by=by)
        fresh = next_references(timezone.localdate(), how_many)
        PaperReference.objects.bulk_create(PaperReference(reference=r, block=block) for r in fresh)
        journal.record("handed_out", block, by=by, references=how_many)
    return block


def strike_out(block: ReferenceBlock, references: Iterable[str], why: str, *, by: User) -> int:
    """Strike out those of these references that are still open; give back how many. They are never used again."""
    if not why.strip():
        raise Refused("Say why they are struck out.")
    with transaction.atomic():
        open_ = open_ones(PaperReference.objects.filter(block=block, reference__in=list(references)))
        struck = open_.update(struck_at=Now(), struck_by=by, struck_why=why.strip()[:WHY_LIMIT])
        if not struck:
            raise Refused("None of these references is open any more. Look at the list again.")
        journal.record("struck_out", block, by=by, references=struck)
    return struck


def why_not(text: str, submission_key: UUID | None) -> str:
    """Why this reference cannot be used, or the empty text. The call of `submission_key` may have it already."""
    found = PaperReference.objects.filter(reference=canonical_call_reference(text) or "")
    row = found.select_related("call").first()
    if row is None:
        return NOT_ON_A_LIST
    if row.struck_at:
        return STRUCK
    return USED if row.call and row.call.submission_key != submission_key else ""


def take(reference: str) -> str:
    """Hold an open reference until this transaction ends; `Refused` where somebody was faster."""
    row = open_ones(PaperReference.objects.select_for_update()).filter(reference=reference).first()
    if row is None:
        raise Refused(why_not(reference, None) or USED)
    return row.reference


def use(reference: str, call: Call, *, by: User) -> None:
    """Note that `call` has the reference that `take` held. Runs in the transaction of the call."""
    PaperReference.objects.filter(reference=reference).update(call=call)
    journal.record("used_reference", call, by=by)


def open_ones(rows: QuerySet[PaperReference]) -> QuerySet[PaperReference]:
    """Neither used nor struck out."""
    return rows.filter(call__isnull=True, struck_at__isnull=True)


def open_too_long(at: datetime) -> QuerySet[PaperReference]:
    """Open for longer than `OPEN_TOO_LONG`: a call may lie on paper somewhere."""
    return open_ones(PaperReference.objects.filter(block__issued_at__lt=at - OPEN_TOO_LONG))


@dataclass(frozen=True)
class Block:
    """A block with its counts."""

    row: ReferenceBlock
    used: int
    struck: int
    open: int
    open_too_long: bool

    @property
    def total(self) -> int:
        """How many references were handed out."""
        return self.used + self.struck + self.open


def blocks(at: datetime) -> list[Block]:
    """Every block, those with open references first, then the newest. One query."""
    waiting = open_ones(PaperReference.objects.filter(block=OuterRef("pk")))
    rows = (
        ReferenceBlock.objects.select_related("issued_by")
        .annotate(
            used=Count("references", filter=Q(references__call__isnull=False)),
            struck=Count("references", filter=Q(references__struck_at__isnull=False)),
            total=Count("references"),
            waits=Exists(waiting),
        )
        .order_by("-waits", "-issued_at")
    )
    return [_counted(row, at) for row in rows]


def block(row: ReferenceBlock, references: Iterable[PaperReference], at: datetime) -> Block:
    """The counts of one block whose references were read."""
    known = list(references)
    used, struck = sum(r.call_id is not None for r in known), sum(r.struck_at is not None for r in known)
    left = len(known) - used - struck
    return Block(row, used, struck, left, bool(left) and row.issued_at < at - OPEN_TOO_LONG)


def _counted(row: ReferenceBlock, at: datetime) -> Block:
    used, struck, total = (getattr(row, name) for name in ("used", "struck", "total"))
    left = total - used - struck
    return Block(row, used, struck, left, bool(left) and row.issued_at < at - OPEN_TOO_LONG)
