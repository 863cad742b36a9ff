"""Where a person is held, as we are told. The open cases about the person then know it too; none goes anywhere by it.

Handing over the cases that follow the person is a step of its own (`routing.moves.handing_over`).
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases import history, turns
from cases.models import Case, Custody, Detainee
from facilities.models import Facility
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused

WHO_HEARS_OF_IT = frozenset(
    {Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS}
)
SOURCE_LIMIT = 120
NO_SUCH = "There is no such person."


def note_custody(
    person: Detainee, facility: Facility | None, since: date, source: str, *, by: User
) -> Custody:
    """From `since` on the person is at `facility`; None: released or removed. The stay before it ends that day.

    Open cases about them learn where the person is; of somebody released they keep the last place. What is on record
    already changes nothing. Raises `Refused` for a day to come, without a source, or where something later is known;
    `OutOfReach` for a person `by` may not see.
    """
    source = _checked(since, source)
    with transaction.atomic():
        turns.keep_still()
        kept = (
            Detainee.objects.visible_to(by).held().kept_of(person.pk) if by.role in WHO_HEARS_OF_IT else None
        )
        if kept is None:
            raise OutOfReach(NO_SUCH)
        last = _last(kept)
        if last and last.since > since:
            raise Refused("Something later is on record for this person. Ask headquarters to look at it.")
        if last and last.until is None and last.facility_id == (facility.pk if facility else None):
            return last
        Custody.objects.filter(detainee=kept, until__isnull=True).update(until=since)
        told = Custody.objects.create(
            detainee=kept, facility=facility, since=since, source=source, told_by=by
        )
        if facility is not None:
            _tell_cases([kept, *history.behind(kept, by=by).records], facility, by)
        journal.record("noted_custody", kept, by=by)
    return told


def present(person: Detainee) -> Custody | None:
    """Where the person is now as far as we were told; None where nobody said. For those who may know of it."""
    return Custody.objects.filter(detainee=person, until__isnull=True).select_related("facility").first()


def _checked(since: date, source: str) -> str:
    if since > timezone.localdate():
        raise Refused("That day has not come yet. Give the day on which the person was moved.")
    if not source.strip():
        raise Refused("Say how this is known.")
    if len(source.strip()) > SOURCE_LIMIT:
        raise Refused(f"Shorten how this is known to {SOURCE_LIMIT} characters.")
    return source.strip()


def _last(person: Detainee) -> Custody | None:
    return Custody.objects.filter(detainee=person).order_by("-since", "-id").first()


def _tell_cases(people: list[Detainee], facility: Facility, by: User) -> None:
    """Each open case knows where the person is, where that is not where it happened."""
    rows = Case.objects.select_for_update(no_key=True).filter(detainee__in=people).open().defer("search")
    moved = [case for case in rows.order_by("pk") if (case.held_at_id or case.facility_id) != facility.pk]
    elsewhere = [case.pk for case in moved if case.facility_id != facility.pk]
    back = [case.pk for case in moved if case.facility_id == facility.pk]
    Case.objects.filter(pk__in=elsewhere).update(held_at=facility, version=F("version") + 1)
    Case.objects.filter(pk__in=back).update(held_at=None, version=F("version") + 1)
    journal.record_many([("relocated", case, {}) for case in moved], by=by)
