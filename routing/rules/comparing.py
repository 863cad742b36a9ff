"""What changed between two versions of the rules: added, removed, changed, moved. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from routing.rules.language import Guard, Rule, Rules


@dataclass(frozen=True)
class Changed:
    """A rule that stands in both with the same key and says something else."""

    before: Rule
    after: Rule


@dataclass(frozen=True)
class Moved:
    """A deciding rule that is asked earlier or later; places count from 1."""

    rule: Rule
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """Everything that differs among rules and guards; `moved` names the fewest rules that explain the new order."""

    added: tuple[Rule, ...] = ()
    removed: tuple[Rule, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[Moved, ...] = ()
    guards_added: tuple[Guard, ...] = ()
    guards_removed: tuple[Guard, ...] = ()

    @property
    def touched(self) -> frozenset[str]:
        """Keys of the rules of the newer one that are new, changed or moved."""
        keys = [rule.key for rule in self.added] + [change.after.key for change in self.changed]
        return frozenset(keys + [move.rule.key for move in self.moved])


def compare(old: Rules, new: Rules) -> Comparison:
    """How `new` differs from `old`, rule by rule."""
    before, after = ({rule.key: rule for rule in one.rules} for one in (old, new))
    both = [key for key in after if key in before]
    return Comparison(
        added=tuple(rule for key, rule in after.items() if key not in before),
        removed=tuple(rule for key, rule in before.items() if key not in after),
        changed=tuple(Changed(before[key], after[key]) for key in both if before[key] != after[key]),
        moved=_moved(old, new),
        guards_added=tuple(guard for guard in new.guards if guard not in old.guards),
        guards_removed=tuple(guard for guard in old.guards if guard not in new.guards),
    )


def _moved(old: Rules, new: Rules) -> tuple[Moved, ...]:
    """The order matters among rules that decide; adding rules count in whatever order they stand."""
    before, after = (_order(one) for one in (old, new))
    both = set(before) & set(after)
    were, are = ([key for key in order if key in both] for order in (before, after))
    kept: set[str] = set()
    for block in SequenceMatcher(None, were, are, autojunk=False).get_matching_blocks():
        kept |= set(were[block.a : block.a + block.size])
    found = {rule.key: rule for rule in new.rules}
    return tuple(
        Moved(found[key], before.index(key) + 1, after.index(key) + 1) for key in are if key not in kept
    )


def _order(rules: Rules) -> Sequence[str]:
    return [rule.key for rule in rules.rules if rule.to]
