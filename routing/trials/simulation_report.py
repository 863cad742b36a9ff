"""The result of a simulation as people read it: what would move, from where to where, with examples."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from facilities.models import Office
from helpline.accounts.models import User
from routing.models import Simulation, SimulationState
from routing.trials.simulation import is_behind, share_done
from routing.trials.tally import CARE, COPIES, LIMITS, OFFICE, URGENCY, Example

CARE_IN_WORDS = {
    ("withhold_identity", "more"): "The caller's identity is withheld",
    ("withhold_identity", "fewer"): "The caller's identity is no longer withheld",
    ("leads_only", "more"): "Only the leads of the office see it",
    ("leads_only", "fewer"): "No longer for the leads only",
}
COPIES_IN_WORDS = {
    "more": "gets a copy",
    "fewer": "gets no copy any more",
    "otherwise": "gets another kind of copy",
}
OTHERWISE = {URGENCY: "urgency", COPIES: "copies", LIMITS: "limits", CARE: "care"}


@dataclass(frozen=True)
class Move:
    """Cases that would go from one office to another; `anchor` names the place of their examples on the page."""

    before: str
    after: str
    cases: int
    anchor: str


@dataclass(frozen=True)
class Group:
    """Examples of one kind."""

    title: str
    anchor: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class RuleCount:
    """How many cases a rule decides, or adds to: in force and in the draft."""

    key: str
    before: int
    after: int


@dataclass(frozen=True)
class Report:
    """A simulation in words. Names of offices stand with their codes; examples are those the reader may see."""

    simulation: Simulation
    against: int | None
    share: int
    behind: bool
    cases: int
    moved: int
    changed: int
    moves: tuple[Move, ...]
    matrix: tuple[tuple[str, tuple[Move | None, ...]], ...]
    columns: tuple[str, ...]
    others: tuple[tuple[str, int], ...]
    rules: tuple[RuleCount, ...]
    groups: tuple[Group, ...]

    @property
    def done(self) -> bool:
        """Every case was looked at."""
        return self.simulation.state == SimulationState.DONE

    @property
    def failed(self) -> bool:
        """It was given up."""
        return self.simulation.state == SimulationState.FAILED

    @property
    def only_otherwise(self) -> int:
        """Cases that stay where they are and change in something else."""
        return self.changed - self.moved


def report(simulation: Simulation, reader: User) -> Report:
    """What the page and the API tell of it; `simulation.draft` is loaded. Two queries."""
    tally = simulation.result["tally"]
    names = {code: f"{name} ({code})" for code, name in Office.objects.values_list("code", "name")}
    moves = tuple(
        Move(names.get(before, before), names.get(after, after), count, _anchor((before, after)))
        for before, after, count in tally["moves"]
    )
    columns = tuple(sorted({move.after for move in moves}))
    cells = {(move.before, move.after): move for move in moves}
    rows = sorted({move.before for move in moves})
    return Report(
        simulation=simulation,
        against=simulation.result["against"].get("version"),
        share=share_done(simulation),
        behind=is_behind(simulation),
        cases=tally["cases"],
        moved=tally["moved"],
        changed=tally["changed"],
        moves=moves,
        matrix=tuple((row, tuple(cells.get((row, column)) for column in columns)) for row in rows),
        columns=columns,
        others=tuple(_others(tally, names)),
        rules=tuple(_rules(tally)),
        groups=tuple(_groups(_visible(tally["examples"], reader), names)),
    )


def _visible(kept: Sequence[Mapping[str, Any]], reader: User) -> list[Example]:
    """The examples whose cases this reader may see."""
    numbers = [row["number"] for row in kept]
    seen = set(Case.objects.visible_to(reader).filter(number__in=numbers).values_list("number", flat=True))
    return [
        Example(**{**row, "what": tuple(row["what"]), "said": tuple(row["said"])})
        for row in kept
        if row["number"] in seen
    ]


def _others(tally: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, int]]:
    """What changes beside the office, in sentences with how many cases."""
    said = [(f"Urgency {was} becomes {will}", count) for was, will, count in tally["urgencies"]]
    said += [
        (f"{names.get(office, office)} {COPIES_IN_WORDS[how]}", count)
        for office, how, count in tally["copies"]
    ]
    said += [(f"Limits: {was}, then {will}", count) for was, will, count in tally["limits"]]
    return said + [(CARE_IN_WORDS[what, how], count) for what, how, count in tally["care"]]


def _rules(tally: Mapping[str, Any]) -> list[RuleCount]:
    """Rules that decide or add to another number of cases, the greatest change first."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"before": 0, "after": 0})
    for key, which, count in [*tally["deciding"], *tally["adding"]]:
        counts[key][which] += count
    rules = [RuleCount(key, count["before"], count["after"]) for key, count in counts.items()]
    differing = (rule for rule in rules if rule.before != rule.after)
    return sorted(differing, key=lambda rule: (-abs(rule.after - rule.before), rule.key))


def _groups(examples: Sequence[Example], names: Mapping[str, str]) -> list[Group]:
    by_kind: dict[tuple[str, ...], list[Example]] = defaultdict(list)
    for example in examples:
        by_kind[example.kind].append(example)
    return [Group(_title(some, names), _anchor(kind), tuple(some)) for kind, some in by_kind.items()]


def _title(examples: Sequence[Example], names: Mapping[str, str]) -> str:
    first = examples[0]
    if OFFICE in first.what:
        return f"From {names.get(first.before, first.before)} to {names.get(first.after, first.after)}"
    return f"Same office, other {' and '.join(OTHERWISE[part] for part in first.what)}"


def _anchor(kind: Sequence[str]) -> str:
    return "-".join(("examples", *kind)).lower()
