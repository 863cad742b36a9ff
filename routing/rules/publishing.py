"""Putting rules in force: a second person publishes, at a time; what was in force once may come back. Headquarters only.

`CurrentRules` names the newest version published and is changed only on the version its changer saw, so of two people who
publish at once one is told to look again. Versions come into force in the order they were published. Times are the
database's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import Overtaken, Refused
from routing.checks.checking import must_hold_together
from routing.models import (
    CurrentRules,
    DraftState,
    Publication,
    PublicationKind,
    RuleDraft,
    RuleSet,
)
from routing.rules import drafts
from routing.rules.in_force import rules_in_force

FARTHEST = timedelta(days=366)
SAME_HAND = "You wrote or submitted this draft. A second person publishes it."
SCHEDULED = "Version {version} waits for its time. Call it off first, or choose a later time than that."
OTHERS_FIRST = (
    "Version {version} was published after you opened this page, by {who}. Compare with it, then decide."
)


def publish(
    draft: RuleDraft, rev: int, *, expected: RuleSet, effective_at: datetime | None = None, by: User
) -> Publication:
    """Make a submitted draft the next version, in force from `effective_at` (None: now).

    Refused to whoever wrote any of it, and (`Unsound`) where a check against the map of today or of that day finds an
    error. Raises `Overtaken` unless the draft stands at `rev` and `expected` is the newest version published.
    """
    drafts.must_be_headquarters(by)
    found = RuleDraft.objects.get(pk=draft.pk)
    if found.rev != rev or found.state != DraftState.SUBMITTED:
        raise _not_as_seen(found, rev)
    if by.pk in drafts.authors(found):
        raise Refused(SAME_HAND)
    now = database_time()
    _must_be_to_come(effective_at, now)
    days = {timezone.localdate(now), timezone.localdate(effective_at or now)}
    must_hold_together(found.read(), truth=found.truth, on=days)
    with transaction.atomic():
        _hold(expected)
        _must_come_last(effective_at)
        version = _version_of(found, by)
        _end(found, rev, version, by)
        _point(expected, version)
        publication = _publication(version, PublicationKind.PUBLISHED, effective_at, found.why, by)
        journal.record(
            "published", version, by=by, version=version.version, draft=found.pk, **_when(publication)
        )
    draft.refresh_from_db()
    return publication


def call_off(publication: Publication, why: str, *, by: User) -> Publication:
    """A version whose time has not come does not come into force; what is in force stays. Says why."""
    drafts.must_be_headquarters(by)
    if not why.strip():
        raise Refused("Say why it is called off.")
    with transaction.atomic():
        _hold(None)
        if not _call_off(Publication.objects.filter(pk=publication.pk), why.strip(), by=by):
            raise Refused("This version is in force or was called off already. To undo it, roll back.")
        newest = _standing().order_by("-effective_at", "-id").first()
        if newest:
            CurrentRules.objects.filter(pk=1).update(ruleset=newest.ruleset_id)
    publication.refresh_from_db()
    return publication


def roll_back(to: RuleSet, why: str, *, by: User, expected: RuleSet | None = None) -> Publication:
    """A version that was in force once is in force again, at once; what waited for its time is called off.

    Two people approved it then, so one person is enough now. Raises `Overtaken` where `expected` is told and is not
    the newest version any more.
    """
    drafts.must_be_headquarters(by)
    why = why.strip()
    if not why:
        raise Refused("Say why the rules are rolled back.")
    with transaction.atomic():
        head = _hold(expected)
        if not _standing().filter(ruleset=to, effective_at__lte=Now()).exists():
            raise Refused(f"Version {to.version} was never in force, so nobody can roll back to it.")
        now_in_force = rules_in_force()
        waiting = _standing().filter(effective_at__gt=Now())
        if now_in_force and now_in_force.pk == to.pk and not waiting.exists():
            raise Refused(f"Version {to.version} is in force now. There is nothing to roll back.")
        _call_off(waiting, why, by=by)
        _point(head, to)
        publication = _publication(to, PublicationKind.ROLLED_BACK, None, why, by)
        was = now_in_force.version if now_in_force else ""
        journal.record("rolled_back", to, by=by, version=to.version, was=was, publication=publication.pk)
    return publication


def scheduled() -> list[Publication]:
    """Versions that wait for their time, the next one first."""
    return list(
        _standing()
        .filter(effective_at__gt=Now())
        .select_related("ruleset", "made_by")
        .order_by("effective_at")
    )


def newest() -> RuleSet | None:
    """The newest version published, in force or waiting for its time: what a publisher names as `expected`."""
    head = CurrentRules.objects.select_related("ruleset").first()
    return head.ruleset if head else None


def database_time() -> datetime:
    """The time by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _standing() -> Any:
    return Publication.objects.filter(called_off_at__isnull=True)


def _hold(expected: RuleSet | None) -> RuleSet:
    """The newest version, held for this transaction; `Overtaken` unless it is the expected one."""
    # Locked without a join: a joined row that is newer than the statement would make the locked one vanish.
    head = CurrentRules.objects.select_for_update().get(pk=1)
    if expected is not None and head.ruleset_id != expected.pk:
        who = head.ruleset.published_by
        raise Overtaken(
            OTHERS_FIRST.format(version=head.ruleset.version, who=who.called if who else "the product itself")
        )
    return head.ruleset


def _point(expected: RuleSet, to: RuleSet) -> None:
    if not CurrentRules.objects.filter(pk=1, ruleset=expected).update(ruleset=to):
        raise Overtaken("Somebody else published rules first. Look at them, then decide.")


def _must_be_to_come(effective_at: datetime | None, now: datetime) -> None:
    if effective_at is None:
        return
    if effective_at <= now:
        raise Refused("This time has passed. Choose a time to come, or none to publish now.")
    if effective_at > now + FARTHEST:
        raise Refused("This is more than a year ahead. Check the year.")


def _must_come_last(effective_at: datetime | None) -> None:
    last = (
        _standing().filter(effective_at__gt=Now()).select_related("ruleset").order_by("-effective_at").first()
    )
    if last and (effective_at is None or effective_at <= last.effective_at):
        raise Refused(SCHEDULED.format(version=last.ruleset.version))


def _version_of(draft: RuleDraft, by: User) -> RuleSet:
    highest = RuleSet.objects.aggregate(found=Max("version"))["found"] or 0
    made = RuleSet.objects.create(
        version=highest + 1,
        rules=draft.rules,
        guards=draft.guards,
        cover=draft.cover,
        truth=draft.truth,
        note=draft.name,
        published_at=Now(),
        published_by=by,
        proposed_by=draft.submitted_by,
    )
    return RuleSet.objects.get(pk=made.pk)


def _end(draft: RuleDraft, rev: int, version: RuleSet, by: User) -> None:
    rows = RuleDraft.objects.filter(pk=draft.pk, rev=rev, state=DraftState.SUBMITTED)
    ended = rows.update(state=DraftState.PUBLISHED, became=version, ended_at=Now(), ended_by=by, rev=rev + 1)
    if not ended:
        raise _not_as_seen(RuleDraft.objects.get(pk=draft.pk), rev)


def _publication(
    version: RuleSet, kind: PublicationKind, effective_at: datetime | None, why: str, by: User
) -> Publication:
    made = Publication.objects.create(
        ruleset=version, kind=kind, effective_at=effective_at or Now(), why=why, made_by=by
    )
    return Publication.objects.select_related("ruleset", "made_by").get(pk=made.pk)


def _call_off(rows: Iterable[Publication], why: str, *, by: User) -> int:
    """Call off those of these whose time has not come, each with its line in the journal; how many these were."""
    called_off = 0
    for row in rows:
        waiting = _standing().filter(pk=row.pk, effective_at__gt=Now())
        if waiting.update(called_off_at=Now(), called_off_by=by):
            journal.record("called_off", row, by=by, version=row.ruleset.version, why=why)
            called_off += 1
    return called_off


def _not_as_seen(draft: RuleDraft, rev: int) -> Refused:
    if draft.state == DraftState.PUBLISHED:
        return Overtaken("Somebody else published this draft first.")
    if draft.rev != rev:
        return Overtaken("This draft changed after you opened it. Read it again, then decide.")
    return Refused("This draft was not submitted, so it cannot be published yet.")


def _when(publication: Publication) -> dict[str, str]:
    return {"effective_at": publication.effective_at.isoformat()}
