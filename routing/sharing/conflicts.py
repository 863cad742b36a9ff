"""Conflict of interest: who is shut out of a case for good, and which headquarters unit takes it instead."""

from dataclasses import replace

from django.db.models import F

from cases.models import Case, Exclusion
from facilities.models import Office
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Refused
from routing.facts import facts_of, read_atlas
from routing.router import keeper
from routing.rules.in_force import rules_in_force
from routing.rules.language import Rules
from routing.sharing import copies

NOBODY_LEFT = "No headquarters unit could take this case then. Name a person instead of the office."
OVER = "Shut out for a conflict of interest"


def keeper_of(case: Case, *, without: Office | None = None) -> Office:
    """The headquarters unit that takes the case by hand: who covers for the unit `without`, else triage, else who
    covers for triage. Never `without`, nor who is closed or shut out. Raises `Refused` where no unit is left."""
    whole = Case.objects.select_related("topic", "facility", "held_at", "call", "detainee").get(pk=case.pk)
    atlas = read_atlas([whole])
    facts = facts_of(whole, atlas)
    if without is not None:
        facts = replace(facts, excluded=tuple(sorted({*facts.excluded, without.code})))
    ruleset = rules_in_force()
    code = keeper(
        facts,
        ruleset.read() if ruleset else Rules(),
        atlas.book,
        instead_of=without.code if without else None,
    )
    if code is None:
        raise Refused(NOBODY_LEFT)
    return atlas.offices[code]


def is_shut_out(case: Case, office: Office) -> bool:
    """The office never receives this case nor a copy of it."""
    return Exclusion.objects.filter(case=case, office=office).exists()


def must_admit(case: Case, office: Office) -> None:
    """Raise unless the office may receive the case or a copy of it as far as conflicts of interest go."""
    if is_shut_out(case, office):
        raise Refused(
            f"{office.name} is shut out of this case for a conflict of interest. Choose another office."
        )


def shut_out(
    case: Case, *, office: Office | None = None, person: User | None = None, why: str, by: User
) -> Exclusion:
    """Write that the office or the person is shut out, and end the office's copy. In the caller's transaction, once
    the office no longer holds the case: the database refuses it before."""
    if office is not None:
        copies.end_copies(case, OVER, office=office)
    exclusion = Exclusion.objects.create(case=case, office=office, person=person, why=why, made_by=by)
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    case.version += 1
    journal.record("shut_out", case, by=by, office=office.code if office else "", exclusion=exclusion.pk)
    return exclusion
