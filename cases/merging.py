"""Two records found to be one person, and taking that back.

The record merged stays, points at the one kept, and is no longer found by name; its A-number finds the kept one. What
changed hands is listed, so that exactly that goes back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from cases import turns
from cases.models import Call, Case, Detainee, DetaineeMerge
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused

MERGERS = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})
SAY_WHY = "Say how it is known that both are the same person."
NO_SUCH = "There is no such person."


@dataclass(frozen=True)
class Difference:
    """One fact on which two records say something."""

    label: str
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        """Whether they say something else."""
        return self.kept != self.merged


def compare(kept: Detainee, merged: Detainee) -> list[Difference]:
    """Two records side by side, as a page shows them."""

    def facts(person: Detainee) -> list[str]:
        born = (
            f"{person.date_of_birth:%B} {person.date_of_birth.day}, {person.date_of_birth.year}"
            if person.date_of_birth
            else str(person.year_of_birth or "")
        )
        return [
            person.given_names,
            person.family_names,
            person.shown_a_number,
            born,
            person.country_of_birth,
        ]

    labels = ["First names", "Last names", "A-number", "Born", "Country of birth"]
    return [Difference(*row) for row in zip(labels, facts(kept), facts(merged), strict=True)]


def merge(kept: Detainee, merged: Detainee, why: str, *, by: User) -> DetaineeMerge:
    """Move the calls and cases of `merged` to `kept`, and let `merged` stand for `kept` from now on.

    Raises `Refused` for a record and itself, one merged already, a protected record where the kept one is not, and
    without a reason; `OutOfReach` where `by` may not see both or does not merge.
    """
    if not why.strip():
        raise Refused(SAY_WHY)
    if kept.pk == merged.pk:
        raise Refused("These two are one record already. Choose another one.")
    with transaction.atomic():
        kept, merged = _held([kept.pk, merged.pk], by)
        if kept.merged_into_id or merged.merged_into_id:
            raise Overtaken("One of these records was merged meanwhile. Search again.")
        _refuse_uncovering(kept, merged)
        moved = _move(merged, kept, by)
        Detainee.objects.filter(pk=merged.pk).update(merged_into=kept)
        done = DetaineeMerge.objects.create(kept=kept, merged=merged, why=why.strip(), moved=moved, by=by)
        journal.record_many([("merged", merged, {}), ("took_in", kept, {})], by=by)
    return done


def undo_merge(merge: DetaineeMerge, *, by: User) -> None:
    """Take a merge back: what it moved and what still is where it was put goes back; what came later stays.

    Raises `Refused` for a merge taken back already or whose kept record was merged on since.
    """
    with transaction.atomic():
        kept, merged = _held([merge.kept_id, merge.merged_id], by)
        taken_back = DetaineeMerge.objects.filter(pk=merge.pk, undone_at__isnull=True)
        if kept.merged_into_id:
            raise Refused("The kept record was merged into another one since. Take that merge back first.")
        if not taken_back.update(undone_at=Now(), undone_by=by):
            raise Overtaken("This merge was taken back already.")
        Detainee.objects.filter(pk=merged.pk).update(merged_into=None)
        _move(kept, merged, by, calls=merge.moved["calls"], cases=merge.moved["cases"])
        journal.record_many([("unmerged", merged, {}), ("gave_back", kept, {})], by=by)


def hides_a_stand_in(person: Detainee) -> bool:
    """Whether a record that stands in for another was merged into this one, at whatever remove."""
    below = Detainee.objects.filter(merged_into=person)
    return any(row.stands_in_for_id or hides_a_stand_in(row) for row in below)


def _held(keys: list[UUID], by: User) -> tuple[Detainee, Detainee]:
    """Both rows, in the order asked for, held in an order of their own so that two merges never wait in a circle.

    People are held before their calls, by every verb; what only points at a person meanwhile does not wait.
    """
    if by.role not in MERGERS:
        raise OutOfReach(NO_SUCH)
    turns.change_alone()
    rows = Detainee.objects.visible_to(by).held().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(keys):
        raise OutOfReach(NO_SUCH)
    return found[keys[0]], found[keys[1]]


def _refuse_uncovering(kept: Detainee, merged: Detainee) -> None:
    """What is hidden stays hidden, and what stands in for it stays in sight."""
    if merged.protected and not kept.protected:
        raise Refused("The record to be merged is protected and the other is not. Keep the protected one.")
    if kept.protected and (merged.stands_in_for_id or hides_a_stand_in(merged)):
        raise Refused(
            "This record stands in for a protected one, so that call-takers see nothing unusual."
            " It is merged by itself when the protection is lifted."
        )


def _move(
    giver: Detainee,
    taker: Detainee,
    by: User,
    calls: Iterable[int] | None = None,
    cases: Iterable[int] | None = None,
) -> dict[str, list[int]]:
    """Hand over calls and cases of one record to another, all or those named; gives back which they were."""
    all_calls = Call.objects.select_for_update().filter(detainee=giver).order_by("pk")
    all_cases = Case.objects.select_for_update().filter(detainee=giver).defer("search").order_by("pk")
    moved_calls = list(all_calls if calls is None else all_calls.filter(pk__in=calls))
    moved_cases = list(all_cases if cases is None else all_cases.filter(pk__in=cases))
    keys = {"calls": [row.pk for row in moved_calls], "cases": [row.pk for row in moved_cases]}
    Call.objects.filter(pk__in=keys["calls"]).update(detainee=taker)
    Case.objects.filter(pk__in=keys["cases"]).update(detainee=taker, version=F("version") + 1)
    journal.record_many([("relinked", case, {}) for case in moved_cases], by=by)
    return keys
