"""What would change, added up case by case: two verdicts over the same facts. Pure: no Django, no database, no clock."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from routing.router import Verdict
from routing.rules.language import Limits

MOST_EXAMPLES = 200
EXAMPLES_A_KIND = 20
OFFICE, URGENCY, COPIES, LIMITS, CARE = "office", "urgency", "copies", "limits", "care"
Pair = tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A case for which the versions differ: by its number, with both sentences. `what` names the parts that differ."""

    number: str
    before: str
    after: str
    why_before: str
    why_after: str
    what: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def kind(self) -> tuple[str, ...]:
        """What it is an example of: a way between two offices, or what else changes."""
        return (self.before, self.after) if OFFICE in self.what else self.what


@dataclass
class Tally:
    """Counts over all cases so far, and up to twenty examples of each kind, two hundred in all.

    `moves`, `urgencies` and `limits` count by (before, after); `deciding` and `adding` count by (rule, "before" or
    "after"); `copies` by (office, "more", "fewer" or "otherwise"); `care` by (what, "more" or "fewer").
    """

    cases: int = 0
    changed: int = 0
    moves: Counter[Pair] = field(default_factory=Counter)
    urgencies: Counter[Pair] = field(default_factory=Counter)
    limits: Counter[Pair] = field(default_factory=Counter)
    copies: Counter[Pair] = field(default_factory=Counter)
    care: Counter[Pair] = field(default_factory=Counter)
    deciding: Counter[Pair] = field(default_factory=Counter)
    adding: Counter[Pair] = field(default_factory=Counter)
    examples: dict[tuple[str, ...], list[Example]] = field(default_factory=dict)

    @property
    def moved(self) -> int:
        """Cases that would go to another office."""
        return self.moves.total()

    def add(self, number: str, before: Verdict, after: Verdict) -> None:
        """One more case."""
        self.cases += 1
        for verdict, which in ((before, "before"), (after, "after")):
            self.deciding[verdict.rule or "", which] += 1
            self.adding.update((rule, which) for rule in verdict.also)
        differences = list(_differences(before, after))
        if not differences:
            return
        self.changed += 1
        for counter, pair, _ in differences:
            getattr(self, counter)[pair] += 1
        self._keep(_example(number, before, after, differences))

    def _keep(self, example: Example) -> None:
        kept = self.examples.setdefault(example.kind, [])
        if len(kept) < self._room:
            kept.append(example)

    @property
    def _room(self) -> int:
        """How many examples of each kind, so that every kind has some."""
        return max(1, min(EXAMPLES_A_KIND, MOST_EXAMPLES // max(1, len(self.examples))))

    def shown(self) -> list[Example]:
        """The examples to keep: moves before the rest, the frequent ones first."""
        kinds = sorted(self.examples, key=lambda kind: (-self.moves.get(kind, 0), kind))
        return [one for kind in kinds for one in self.examples[kind][: self._room]][:MOST_EXAMPLES]

    def as_json(self) -> dict[str, Any]:
        """What a simulation keeps."""
        return {
            "cases": self.cases,
            "changed": self.changed,
            "moved": self.moved,
            **{name: _rows(getattr(self, name)) for name in COUNTERS},
            "examples": [vars(example) for example in self.shown()],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """A tally to go on with."""
        tally = cls(cases=kept["cases"], changed=kept["changed"])
        for name in COUNTERS:
            setattr(tally, name, Counter({(first, second): n for first, second, n in kept[name]}))
        for row in kept["examples"]:
            example = Example(**{**row, "what": tuple(row["what"]), "said": tuple(row["said"])})
            tally.examples.setdefault(example.kind, []).append(example)
        return tally


COUNTERS = ("moves", "urgencies", "limits", "copies", "care", "deciding", "adding")
Difference = tuple[str, Pair, str]  # the counter, what it counts, and the same in words


def _differences(before: Verdict, after: Verdict) -> Iterator[Difference]:
    """Everything in which two verdicts differ."""
    if before.office != after.office:
        yield "moves", (before.office, after.office), ""
    if before.urgency != after.urgency:
        yield (
            "urgencies",
            (before.urgency, after.urgency),
            f"urgency {before.urgency} becomes {after.urgency}",
        )
    if before.limits != after.limits:
        was, will = in_words(before.limits), in_words(after.limits)
        yield "limits", (was, will), f"limits: {was}, then {will}"
    yield from _copies(before, after)
    for name, words in (("withhold_identity", "the identity is withheld"), ("leads_only", "for leads only")):
        if getattr(before, name) != getattr(after, name):
            more = bool(getattr(after, name))
            yield "care", (name, "more" if more else "fewer"), words if more else f"no longer: {words}"


def _copies(before: Verdict, after: Verdict) -> Iterator[Difference]:
    had, has = ({copy.office: copy for copy in verdict.copies} for verdict in (before, after))
    for office in sorted(had.keys() | has.keys()):
        if office not in had:
            yield "copies", (office, "more"), f"a copy for {office}"
        elif office not in has:
            yield "copies", (office, "fewer"), f"no copy for {office} any more"
        elif had[office] != has[office]:
            yield "copies", (office, "otherwise"), f"another kind of copy for {office}"


def in_words(limits: Iterable[Limits]) -> str:
    """Limits that rules set: `respond 2h, resolve 24h`; `the topic's own` where they set none."""
    parts = [
        f"{word} {value}"
        for one in limits
        for word, value in (("respond", one.respond_within), ("resolve", one.resolve_within))
        if value
    ]
    return ", ".join(parts) or "the topic's own"


WHAT = {"moves": OFFICE, "urgencies": URGENCY, "limits": LIMITS, "copies": COPIES, "care": CARE}


def _example(number: str, before: Verdict, after: Verdict, differences: Sequence[Difference]) -> Example:
    return Example(
        number=number,
        before=before.office,
        after=after.office,
        why_before=before.why,
        why_after=after.why,
        what=tuple(dict.fromkeys(WHAT[counter] for counter, _, _ in differences)),
        said=tuple(words for _, _, words in differences if words),
    )


def _rows(counter: Counter[Pair]) -> list[list[str | int]]:
    """Counts, the greatest first."""
    return [
        [first, second, n] for (first, second), n in sorted(counter.items(), key=lambda it: (-it[1], it[0]))
    ]
