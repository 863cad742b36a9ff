"""Which office answers for a facility, from a day on: moving it, ending it, calling a planned move off.

Only days to come are changed, today included: cases were decided by what held before, and stay reproducible. Every
change says why, goes to the journal, and is made only to what the person saw; whoever comes second gets `Overtaken`.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone

from facilities import access
from facilities.models import Assignment, Facility, Office, OfficeKind
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused

A_DAY = timedelta(days=1)
PLANNED_AHEAD = timedelta(days=730)
OVERTAKEN = "Somebody else has just changed who answers for this facility. Look again."


def today_at(facility: Facility) -> date:
    """Today where the facility is; where its zone is not known, where the reader is."""
    return timezone.localdate(timezone=_zone(facility))


def _zone(facility: Facility) -> ZoneInfo | None:
    return ZoneInfo(facility.timezone) if facility.timezone else None


def latest(facility: Facility) -> Assignment | None:
    """The assignment that begins last: the one that holds, or a planned one."""
    return facility.assignments.select_related("office").order_by("-valid_from").first()


def planned(facility: Facility) -> Assignment | None:
    """The move that is planned for a day to come; None where none is."""
    last = latest(facility)
    return last if last and last.valid_from > today_at(facility) else None


def offices_before(facility: Facility) -> set[str]:
    """The codes of the offices that answered for the facility before the one that does today.

    Of a move that was put right on the same day no assignment is left; the journal still knows of it.
    """
    today = today_at(facility)
    rows = facility.assignments.filter(valid_from__lte=today).values_list("office__code", "valid_to")
    answered = {code for code, until in rows if until and until < today}
    moves = Entry.objects.filter(subject_kind="facility", subject_key=str(facility.pk), verb="moved")
    for details, at in moves.values_list("details", "at"):
        if details.get("from") and details["day"] == timezone.localdate(at, _zone(facility)).isoformat():
            answered.add(str(details["from"]))
    return answered - {code for code, until in rows if until is None or until >= today}


def move_facility(
    facility: Facility, to: Office, from_day: date, basis: str, *, by: User, seen: str | None = None
) -> Assignment:
    """From `from_day` on `to` answers for the facility, without an end; the office before it until the day before.

    A move that was entered wrongly is put right by another one of the same day. `seen` is the code of the office
    the person saw answering last. Raises `Refused` for a day that is past or too far away, a closed office, a
    headquarters unit, the same office, or while another move is planned.
    """
    access.must_move_facilities(by)
    basis = _said(basis)
    _must_answer(to, from_day, facility)
    try:
        with transaction.atomic():
            last = _held(facility, seen)
            if last and last.valid_from > from_day:
                raise Refused(
                    f"A move to {last.office.name} is planned from {_day(last.valid_from)}. Call it off first."
                )
            if last and last.office_id == to.pk and last.holds_on(from_day):
                raise Refused(f"{to.name} answers for {facility.shown_name} on that day already.")
            told = {"from": last.office.code if last else "", "to": to.code}
            made = _begin(facility, last, to, from_day, basis)
            journal.record("moved", facility, by=by, day=from_day.isoformat(), why=basis, **told)
    except IntegrityError as clash:
        raise Overtaken(OVERTAKEN) from clash
    return made


def end_assignment(
    facility: Facility, last_day: date, why: str, *, by: User, seen: str | None = None
) -> Assignment:
    """After `last_day` no office answers for the facility; its cases then go where the rules send them."""
    access.must_move_facilities(by)
    why = _said(why)
    _must_come(last_day, facility)
    with transaction.atomic():
        last = _held(facility, seen)
        if last is None or not last.holds_on(last_day):
            raise Refused("No office answers for this facility on that day.")
        last.valid_to = last_day
        last.save(update_fields=["valid_to"])
        told = {"from": last.office.code, "day": last_day.isoformat()}
        journal.record("ended_assignment", facility, by=by, why=why, **told)
    return last


def call_off_move(facility: Facility, why: str, *, by: User, seen: str | None = None) -> None:
    """The planned move does not happen: the office before it goes on answering, without an end."""
    access.must_move_facilities(by)
    why = _said(why)
    with transaction.atomic():
        last = _held(facility, seen)
        if last is None or last.valid_from <= today_at(facility):
            raise Refused("No move of this facility is planned.")
        last.delete()
        before = facility.assignments.filter(valid_to=last.valid_from - A_DAY)
        before.update(valid_to=None)
        told = {"to": last.office.code, "day": last.valid_from.isoformat()}
        journal.record("called_off_move", facility, by=by, why=why, **told)


def _held(facility: Facility, seen: str | None) -> Assignment | None:
    """The last assignment, with the facility held for the rest of the transaction so that movers take turns."""
    Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)
    last = latest(facility)
    if seen is not None and seen != (last.office.code if last else ""):
        raise Overtaken(OVERTAKEN)
    return last


def _begin(facility: Facility, last: Assignment | None, to: Office, from_day: date, basis: str) -> Assignment:
    if last and last.valid_from == from_day:
        last.office, last.basis, last.valid_to = to, basis, None
        last.save(update_fields=["office", "basis", "valid_to"])
        return last
    if last and (last.valid_to is None or last.valid_to >= from_day):
        last.valid_to = from_day - A_DAY
        last.save(update_fields=["valid_to"])
    return Assignment.objects.create(facility=facility, office=to, valid_from=from_day, basis=basis)


def _must_answer(to: Office, from_day: date, facility: Facility) -> None:
    _must_come(from_day, facility)
    if to.kind != OfficeKind.FIELD:
        raise Refused("Only a field office answers for a facility. Choose one.")
    if not to.is_open(from_day):
        raise Refused(f"{to.name} is closed on that day. Choose another office.")


def _must_come(day: date, facility: Facility) -> None:
    today = today_at(facility)
    if day < today:
        raise Refused("That day is past: cases were decided by what held then. Choose today or a later day.")
    if day > today + PLANNED_AHEAD:
        raise Refused("That day is more than two years away. Check the year.")


def _said(why: str) -> str:
    if not why.strip():
        raise Refused("Say why, so that others can follow the decision.")
    return why.strip()


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
