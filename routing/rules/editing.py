"""Changing a draft row by row, as the editor does. Each is `drafts.change` of one part, with the `rev` that was seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from helpline.accounts.models import User
from helpline.refusals import Refused
from routing.models import RuleDraft
from routing.rules import drafts

Row = Mapping[str, Any]
NO_RULE = "There is no rule “{key}” in this draft any more. Look at the draft again."
NO_GUARD = "There is no guard “{key}” in this draft any more. Look at the draft again."


def put_rule(
    draft: RuleDraft, rev: int, row: Row, place: int | None = None, *, by: User, was: str | None = None
) -> RuleDraft:
    """Put a rule at `place` (from 1). It takes the place of the rule with the key `was` (as told, its own key).

    Without `place` it stays where the one before it stood, or comes last.
    """
    rows, key = list(draft.rules), was or row.get("key")
    found = _find(rows, key)
    if was and found is None:
        raise Refused(NO_RULE.format(key=was))
    if found is not None:
        del rows[found]
    at = place - 1 if place is not None else found if found is not None else len(rows)
    rows.insert(max(0, min(at, len(rows))), dict(row))
    return drafts.change(draft, rev, rules=rows, by=by)


def move_rule(draft: RuleDraft, rev: int, key: str, place: int, *, by: User) -> RuleDraft:
    """The rule stands at `place` (from 1) of all rules."""
    rows = list(draft.rules)
    found = _must_find(rows, key, NO_RULE)
    return put_rule(draft, rev, rows[found], place, by=by)


def remove_rule(draft: RuleDraft, rev: int, key: str, *, by: User) -> RuleDraft:
    """The rule goes."""
    rows = list(draft.rules)
    del rows[_must_find(rows, key, NO_RULE)]
    return drafts.change(draft, rev, rules=rows, by=by)


def put_guard(draft: RuleDraft, rev: int, row: Row, *, by: User, was: str | None = None) -> RuleDraft:
    """Put a guard in the place of the one with the key `was` (as told, its own key), or last. Their order never matters."""
    rows, found = list(draft.guards), _find(draft.guards, was or row.get("key"))
    if was and found is None:
        raise Refused(NO_GUARD.format(key=was))
    if found is None:
        rows.append(dict(row))
    else:
        rows[found] = dict(row)
    return drafts.change(draft, rev, guards=rows, by=by)


def remove_guard(draft: RuleDraft, rev: int, key: str, *, by: User) -> RuleDraft:
    """The guard goes."""
    rows = list(draft.guards)
    del rows[_must_find(rows, key, NO_GUARD)]
    return drafts.change(draft, rev, guards=rows, by=by)


def put_cover(draft: RuleDraft, rev: int, unit: str, others: Sequence[str], *, by: User) -> RuleDraft:
    """These cover for the unit, in this order; nobody where the list is empty."""
    cover = {**draft.cover, unit: list(others)}
    return drafts.change(draft, rev, cover={code: row for code, row in cover.items() if row}, by=by)


def _find(rows: Sequence[Row], key: object) -> int | None:
    return next((place for place, row in enumerate(rows) if row.get("key") == key), None)


def _must_find(rows: Sequence[Row], key: str, missing: str) -> int:
    found = _find(rows, key)
    if found is None:
        raise Refused(missing.format(key=key))
    return found
