"""Writing changed rules down before they are in force: drafts. Headquarters only.

Every change is made to the `rev` that its writer saw, and `rev` rises with it. A draft that was submitted is not changed:
what the second person reads is what is published. Nothing here touches the rules in force.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing.checks.checking import must_hold_together
from routing.checks.written import faults
from routing.models import DraftState, RuleDraft, RuleSet
from routing.trials import truth as truth_table
from routing.trials.truth_table import stored

NAME_LIMIT, WHY_LIMIT = 80, 2_000
MOST_TRUTH = 5_000
PARTS = ("name", "rules", "guards", "cover", "truth")
CLOSED_TO_CHANGES = {
    DraftState.SUBMITTED: "This draft waits for a second person. Take it back first, then change it.",
    DraftState.PUBLISHED: "This draft was published. Begin a new one.",
    DraftState.WITHDRAWN: "This draft was withdrawn. Begin a new one.",
}
WROTE = ("began_draft", "changed_draft", "submitted_draft")


class BadDraft(Refused):
    """What was written cannot be read; `faults` says each row and why."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(f"Nothing was changed. {' '.join(found[:5])}")
        self.faults = list(found)


def must_be_headquarters(by: User) -> None:
    """Raise `OutOfReach` for everybody else."""
    if by.role != Role.HEADQUARTERS:
        raise OutOfReach("There is no such draft.")


def begin(name: str, base: RuleSet, *, by: User) -> RuleDraft:
    """A draft that holds what `base` holds."""
    must_be_headquarters(by)
    with transaction.atomic():
        draft = RuleDraft.objects.create(
            name=_name(name),
            base=base,
            rules=base.rules,
            guards=base.guards,
            cover=base.cover,
            truth=base.truth,
            begun_by=by,
            changed_by=by,
        )
        journal.record("began_draft", draft, by=by, version=base.version)
    return RuleDraft.objects.select_related("base", "begun_by", "changed_by").get(pk=draft.pk)


def change(
    draft: RuleDraft,
    rev: int,
    *,
    by: User,
    name: str | None = None,
    rules: Sequence[Mapping[str, Any]] | None = None,
    guards: Sequence[Mapping[str, Any]] | None = None,
    cover: Mapping[str, Sequence[str]] | None = None,
    truth: Sequence[Mapping[str, Any]] | None = None,
) -> RuleDraft:
    """Put these parts in place of the draft's; on return `draft` shows them and its new `rev`.

    Raises `Overtaken` unless the draft still stands at `rev`, `BadDraft` for rows that cannot be read.
    """
    must_be_headquarters(by)
    told = zip(PARTS, (name, rules, guards, cover, truth), strict=True)
    parts: dict[str, Any] = {part: value for part, value in told if value is not None}
    if name is not None:
        parts["name"] = _name(name)
    if found := _faults({part: parts.get(part, getattr(draft, part)) for part in PARTS}):
        raise BadDraft(found)
    if truth is not None:
        parts["truth"] = _table(truth)
    with transaction.atomic():
        _move(draft, rev, DraftState.OPEN, by=by, changed_at=Now(), changed_by=by, **parts)
        journal.record("changed_draft", draft, by=by, rev=draft.rev, parts=sorted(parts))
    return draft


def submit(draft: RuleDraft, why: str, *, by: User, rev: int | None = None) -> RuleDraft:
    """Ask a second person to publish it, saying what changes for whom. Refused (`Unsound`) while a check finds errors."""
    must_be_headquarters(by)
    why = _why(why, "Say what these rules change, and for whom.")
    seen = draft.rev if rev is None else rev
    _must_stand(draft, seen, DraftState.OPEN)
    must_hold_together(draft.read(), truth=draft.truth)
    with transaction.atomic():
        _move(
            draft, seen, DraftState.OPEN, by=by,
            state=DraftState.SUBMITTED, why=why, submitted_at=Now(), submitted_by=by,
        )  # fmt: skip
        journal.record("submitted_draft", draft, by=by, rev=draft.rev)
    return draft


def take_back(draft: RuleDraft, *, by: User, rev: int | None = None) -> RuleDraft:
    """A submitted draft is open for changes again."""
    must_be_headquarters(by)
    with transaction.atomic():
        _move(
            draft, draft.rev if rev is None else rev, DraftState.SUBMITTED, by=by,
            state=DraftState.OPEN, submitted_at=None, submitted_by=None,
        )  # fmt: skip
        journal.record("took_back_draft", draft, by=by, rev=draft.rev)
    return draft


def send_back(draft: RuleDraft, why: str, *, by: User, rev: int | None = None) -> RuleDraft:
    """The second person asks for changes first, and says which; the draft is open for them again."""
    must_be_headquarters(by)
    why = _why(why, "Say what should be changed first.")
    with transaction.atomic():
        _move(
            draft, draft.rev if rev is None else rev, DraftState.SUBMITTED, by=by,
            state=DraftState.OPEN, submitted_at=None, submitted_by=None,
        )  # fmt: skip
        journal.record("sent_back_draft", draft, by=by, rev=draft.rev, why=why)
    return draft


def withdraw(draft: RuleDraft, *, by: User, rev: int | None = None) -> RuleDraft:
    """The draft ends without becoming a version."""
    must_be_headquarters(by)
    state = draft.state if draft.state == DraftState.SUBMITTED else DraftState.OPEN
    with transaction.atomic():
        _move(
            draft, draft.rev if rev is None else rev, DraftState(state), by=by,
            state=DraftState.WITHDRAWN, ended_at=Now(), ended_by=by,
        )  # fmt: skip
        journal.record("withdrew_draft", draft, by=by, rev=draft.rev)
    return draft


def authors(draft: RuleDraft) -> set[int]:
    """The ids of all who wrote it: began, changed or submitted it, at any time. None of them publishes it."""
    wrote = Entry.objects.filter(subject_kind="ruledraft", subject_key=str(draft.pk), verb__in=WROTE)
    known = {draft.begun_by_id, draft.changed_by_id, draft.submitted_by_id}
    return {key for key in {*known, *wrote.values_list("by", flat=True)} if key is not None}


def _move(draft: RuleDraft, rev: int, leaves: DraftState, *, by: User, **changes: Any) -> None:
    """One conditional update on what was seen; on return `draft` is as the table has it."""
    rows = RuleDraft.objects.filter(pk=draft.pk, rev=rev, state=leaves)
    if not rows.update(rev=rev + 1, **changes):
        _must_stand(draft, rev, leaves)
        raise Overtaken("Somebody else changed this draft first. Look at it again, then decide.")
    draft.refresh_from_db()


def _must_stand(draft: RuleDraft, rev: int, state: DraftState) -> None:
    """Raise `Overtaken`, naming who was faster, or `Refused`, unless the draft still stands there."""
    now = RuleDraft.objects.select_related("changed_by", "submitted_by", "ended_by").get(pk=draft.pk)
    if now.state != state and now.state in CLOSED_TO_CHANGES:
        raise (Refused if now.rev == rev else Overtaken)(CLOSED_TO_CHANGES[DraftState(now.state)])
    if now.state != state:
        raise Refused("This draft is being written and waits for nobody. Submit it first.")
    if now.rev != rev:
        raise Overtaken(
            f"{now.changed_by.called} changed this draft after you opened it. Look at what they changed, "
            "then make your change again. What you wrote is still here."
        )


def _faults(parts: Mapping[str, Any]) -> list[str]:
    truth = parts["truth"]
    if not isinstance(truth, list | tuple) or not all(isinstance(row, Mapping) for row in truth):
        return ["The truth table is a list of rows."]
    if len(truth) > MOST_TRUTH:
        return [f"The truth table has {len(truth)} rows; {MOST_TRUTH} are the most there can be."]
    return faults(parts["rules"], parts["guards"], parts["cover"])


def _table(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The rows as the truth table writes them; `BadDraft` names each row and the reason."""
    table = truth_table.reread(rows)
    if table.problems and rows:
        raise BadDraft([str(problem) for problem in table.problems])
    return stored(table.rows)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise Refused(f"Give the draft a name of at most {NAME_LIMIT} characters.")
    return name


def _why(why: str, ask: str) -> str:
    why = why.strip()
    if not why:
        raise Refused(ask)
    if len(why) > WHY_LIMIT:
        raise Refused(f"Shorten the reason to {WHY_LIMIT} characters.")
    return why
