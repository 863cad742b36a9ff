"""One draft as its page shows it: every rule in words with what a check found, what changed, and who did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpline.accounts.models import Role, User
from helpline.audit.models import Entry
from routing.checks import checking
from routing.checks.finding import About, Finding, Severity
from routing.models import DraftState, RuleDraft, RuleSet
from routing.rules import drafts, publishing, rulebook, versions, wording
from routing.rules.language import Rules
from routing.rules.rulebook import GuardLine, RuleLine
from routing.rules.versions import Differences
from routing.rules.vocabulary import Vocabulary, read_vocabulary

LATEST_EVENTS = 20
DONE = {
    "began_draft": "began the draft",
    "changed_draft": "changed it",
    "submitted_draft": "asked a second person to publish it",
    "took_back_draft": "took it back to change it",
    "sent_back_draft": "sent it back",
    "withdrew_draft": "withdrew it",
}


@dataclass(frozen=True)
class DraftLine:
    """One rule with its findings. `up` and `down` are the places (from 1, among all rules) it moves to."""

    line: RuleLine
    findings: list[Finding]
    touched: bool
    up: int | None = None
    down: int | None = None


@dataclass(frozen=True)
class DraftGuard:
    """One guard with its findings."""

    line: GuardLine
    findings: list[Finding]


@dataclass(frozen=True)
class CoverLine:
    """A headquarters unit, who covers for it in order (empty: nobody), and what a check found."""

    code: str
    unit: str
    others: str
    findings: list[Finding]


@dataclass(frozen=True)
class Event:
    """One thing that was done to the draft."""

    at: datetime
    who: str
    did: str
    why: str


@dataclass(frozen=True)
class Can:
    """What this person may do now; `why_not_publish` says why they may not."""

    change: bool
    take_back: bool
    decide: bool
    why_not_publish: str


@dataclass(frozen=True)
class DraftFile:
    """Everything about one draft. `written_at` is the `rev` of the last change to its words."""

    draft: RuleDraft
    deciding: list[DraftLine]
    adding: list[DraftLine]
    guards: list[DraftGuard]
    cover: list[CoverLine]
    every: list[Finding]
    general: list[Finding]
    counts: dict[str, int]
    changes: Differences
    newest: RuleSet | None
    events: list[Event]
    written_at: int
    can: Can
    names: Vocabulary

    @property
    def errors(self) -> int:
        """How many findings stop it."""
        return self.counts[Severity.ERROR]

    @property
    def behind(self) -> bool:
        """Newer rules were published than those it began from."""
        return self.newest is not None and self.newest.pk != self.draft.base_id


def read(draft: RuleDraft, reader: User) -> DraftFile:
    """The whole file; its queries do not grow with the rules."""
    rules, base = draft.read(), draft.base.read()
    names = read_vocabulary(rules, base)
    found = checking.findings_of(draft)
    changes = versions.differences(base, rules, names)
    entries = _entries(draft)
    deciding, adding = _lines(rules, names, found, changes.touched)
    known = {rule.key for rule in rules.rules} | {guard.key for guard in rules.guards}
    return DraftFile(
        draft=draft,
        deciding=deciding,
        adding=adding,
        guards=[
            DraftGuard(rulebook.guard_line(guard, names), about(found, About.GUARD, guard.key))
            for guard in rules.guards
        ],
        cover=_cover(rules, names, found),
        every=found,
        general=[one for one in found if one.about not in _BESIDE or not _stands(one, known, names)],
        counts={kind: sum(one.severity is kind for one in found) for kind in Severity},
        changes=changes,
        newest=publishing.newest(),
        events=[_event(entry) for entry in entries[:LATEST_EVENTS]],
        written_at=next((one.details.get("rev", 1) for one in entries if one.verb == "changed_draft"), 1),
        can=_can(draft, reader),
        names=names,
    )


_BESIDE = frozenset({About.RULE, About.GUARD, About.COVER})


def about(found: Sequence[Finding], what: About, key: str) -> list[Finding]:
    """What was found about one row."""
    return [one for one in found if one.about is what and one.key == key]


def _stands(finding: Finding, known: set[str], names: Vocabulary) -> bool:
    """Whether the row it is about is on the page, so that it stands beside it."""
    if finding.about is About.COVER:
        office = names.offices.get(finding.key)
        return office is not None and office.kind == "headquarters"
    return finding.key in known


def _lines(
    rules: Rules, names: Vocabulary, found: Sequence[Finding], touched: frozenset[str]
) -> tuple[list[DraftLine], list[DraftLine]]:
    """Deciding rules with the places their neighbours stand at, then adding ones."""
    places = [place for place, rule in enumerate(rules.rules, start=1) if rule.to]
    deciding: list[DraftLine] = []
    adding: list[DraftLine] = []
    for rule in rules.rules:
        beside, fresh = about(found, About.RULE, rule.key), rule.key in touched
        if not rule.to:
            adding.append(DraftLine(rulebook.line(rule, names), beside, fresh))
            continue
        at = len(deciding)
        up = places[at - 1] if at else None
        down = places[at + 1] if at + 1 < len(places) else None
        deciding.append(DraftLine(rulebook.line(rule, names, at + 1), beside, fresh, up, down))
    return deciding, adding


def _cover(rules: Rules, names: Vocabulary, found: Sequence[Finding]) -> list[CoverLine]:
    units = sorted(
        (office for office in names.offices.values() if office.kind == "headquarters"),
        key=lambda office: office.name,
    )
    said = wording.cover_in_words(rules, names)
    return [
        CoverLine(
            unit.code, names.office(unit.code), said.get(unit.code, ""), about(found, About.COVER, unit.code)
        )
        for unit in units
    ]


def _entries(draft: RuleDraft) -> list[Entry]:
    rows = Entry.objects.filter(subject_kind="ruledraft", subject_key=str(draft.pk), verb__in=DONE)
    return list(rows.select_related("by").order_by("-id"))


def _event(entry: Entry) -> Event:
    who = entry.by.called if entry.by else "The system"
    return Event(entry.at, who, DONE[entry.verb], str(entry.details.get("why", "")))


def _can(draft: RuleDraft, reader: User) -> Can:
    leads, waits = reader.role == Role.HEADQUARTERS, draft.state == DraftState.SUBMITTED
    own = waits and reader.pk in drafts.authors(draft)
    return Can(
        change=leads and draft.state == DraftState.OPEN,
        take_back=leads and waits,
        decide=leads and waits and not own,
        why_not_publish=publishing.SAME_HAND if own else "",
    )
