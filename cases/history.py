"""What lies behind a person's record: merges into it, protection, and the record that stands in for a protected one."""

from dataclasses import dataclass

from cases.merging import MERGERS
from cases.models import Detainee, DetaineeMerge, Protection
from helpline.accounts.models import Role, User


@dataclass(frozen=True)
class Behind:
    """What only headquarters knows of a record; empty for everybody else.

    `records` stand in for this one while it is protected: what call-takers wrote down about its A-number. `stands_in`
    is the protected record this one stands in for.
    """

    records: tuple[Detainee, ...] = ()
    stands_in: Detainee | None = None
    protections: tuple[Protection, ...] = ()


def behind(person: Detainee, *, by: User) -> Behind:
    """What lies behind the record, as far as `by` may know."""
    if by.role != Role.HEADQUARTERS:
        return Behind()
    return Behind(
        records=tuple(Detainee.objects.current().filter(stands_in_for=person)),
        stands_in=Detainee.objects.filter(pk=person.stands_in_for_id).first()
        if person.stands_in_for_id
        else None,
        protections=tuple(
            Protection.objects.filter(detainee=person).select_related("by", "lifted_by").order_by("-at")
        ),
    )


def merges_of(person: Detainee, *, by: User) -> list[DetaineeMerge]:
    """The records merged into this one that `by` may take back, newest first. Who does not merge sees none."""
    if by.role not in MERGERS:
        return []
    merges = DetaineeMerge.objects.filter(kept=person, undone_at__isnull=True)
    seen = merges.filter(merged__in=Detainee.objects.visible_to(by))
    return list(seen.select_related("merged", "by").order_by("-at"))


def merge_into(person: Detainee, number: str, *, by: User) -> DetaineeMerge | None:
    """The merge of this number into the record; without a number, the latest one. None where there is no such one."""
    merges = merges_of(person, by=by)
    if number:
        merges = [merge for merge in merges if str(merge.pk) == number.strip()]
    return merges[0] if merges else None
