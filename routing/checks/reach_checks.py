"""Which cases does each rule take: every case finds a home, no rule is dead, no two tie, order never decides unseen."""

from collections.abc import Iterator
from dataclasses import dataclass

from routing.checks import examples
from routing.checks.coverage import Box, Space, holds_in, meeting, without
from routing.checks.finding import About, Finding, Severity
from routing.checks.ground import Ground
from routing.checks.naming_checks import error, warning
from routing.checks.situations import ordinary_facts
from routing.rules.language import FIELD_OFFICES, Condition, Guard, Rule, Rules

ACCUSES = Condition("accuses_staff", frozenset({True}))
NOWHERE = Condition("facility_known", frozenset({False}))
OFFICE_FACTS = ("office", "office_of_person")
BAN = Guard(
    "", "no field office receives a concern that accuses staff", frozenset({FIELD_OFFICES}), (ACCUSES,)
)


@dataclass(frozen=True)
class Reach:
    """A rule with the situations it asks for and those that reach it: that no rule before it decided."""

    rule: Rule
    asks: Box | None
    takes: tuple[Box, ...]


class Survey:
    """What each rule of a version takes on this ground, worked out once. Raises `TooIntricate`."""

    def __init__(self, rules: Rules, ground: Ground) -> None:
        self.rules, self.ground = rules, ground
        self.space = Space(ground.domain, _cuts(rules, ground))
        self.left = [self.space.everything]
        self.deciding = [self._next(rule) for rule in rules.rules if rule.to]
        self.adding = [
            Reach(rule, asks, (asks,) if asks else ())
            for rule in rules.rules
            if not rule.to
            for asks in [self.space.box(rule.when)]
        ]

    def _next(self, rule: Rule) -> Reach:
        asks = self.space.box(rule.when)
        takes = tuple(meeting(self.left, asks)) if asks else ()
        if asks and takes:
            self.left = without(self.left, asks)
        return Reach(rule, asks, takes)

    def example(self, box: Box) -> str:
        """A situation of the box in words."""
        ordinary = ordinary_facts(self.ground.domain)
        return examples.in_words(self.space.example(box), ordinary, self.ground.names)

    def topics(self, boxes: list[Box]) -> set[str]:
        """The topics in these boxes."""
        return self.space.values(boxes, "topic", "topic")


def _cuts(rules: Rules, ground: Ground) -> Iterator[Condition]:
    """Every condition there is, and what the checks themselves ask."""
    for one in rules.rules:
        yield from one.when
    for guard in rules.guards:
        yield from guard.when
    yield from (ACCUSES, NOWHERE)
    named = {code for guard in rules.guards for code in guard.never_to & ground.offices.field}
    for fact in places_asked(rules):
        yield Condition(fact, frozenset({None}))
        yield Condition(fact, none_of=frozenset({None}))
        yield from (Condition(fact, frozenset({code})) for code in sorted({*named, *ground.shut}))


def places_asked(rules: Rules) -> list[str]:
    """Which facts name the offices that these rules send cases or copies to."""
    ends = {rule.to for rule in rules.rules} | {copy.office for rule in rules.rules for copy in rule.copies}
    return [fact for fact in OFFICE_FACTS if fact_end(fact) in ends]


def fact_end(fact: str) -> str:
    """The destination that this fact names the office of."""
    return "office_of_facility" if fact == "office" else "office_of_person"


def check_reach(survey: Survey) -> Iterator[Finding]:
    """Gaps, dead rules, ties, and where only the order decides."""
    yield from _gaps(survey)
    for number, reach in enumerate(survey.deciding):
        yield from _dead(reach, survey.deciding[:number])
        yield from _order_decides(reach, survey.deciding[number + 1 :], survey)
    for reach in survey.adding:
        if reach.asks is None:
            yield error(About.RULE, reach.rule.key, "never_holds", NEVER)
    for guard in survey.rules.guards:
        if survey.space.box(guard.when) is None:
            yield warning(About.GUARD, guard.key, "never_holds", NEVER)


NEVER = "It can never hold: what it asks for does not exist, or its conditions contradict each other."


def _gaps(survey: Survey) -> Iterator[Finding]:
    if survey.left:
        topics = survey.topics(survey.left)
        yield error(
            About.RULES, "", "no_home",
            f"No rule decides where some cases go ({_counted(len(topics), 'topic')}: {_some(topics)}). "
            "Add a rule for them, or one at the end that takes what is left.",
            survey.example(survey.left[0]),
        )  # fmt: skip


def _dead(reach: Reach, earlier: list[Reach]) -> Iterator[Finding]:
    if reach.asks is None:
        yield error(About.RULE, reach.rule.key, "never_holds", NEVER)
        return
    tied = [one.rule.key for one in earlier if one.asks == reach.asks]
    if tied:
        yield error(
            About.RULE, reach.rule.key, "tie",
            f"It asks for exactly the same cases as “{tied[0]}”, which stands before it. Take one of them out.",
        )  # fmt: skip
    elif not reach.takes:
        taking = [one.rule.key for one in earlier if one.asks and meeting([one.asks], reach.asks)]
        yield error(
            About.RULE, reach.rule.key, "dead",
            f"No case ever reaches it: {_quoted(taking)} before it {'takes' if len(taking) == 1 else 'take'} "
            "every case it asks for. Move it up or take it out.",
        )  # fmt: skip


def _order_decides(reach: Reach, later: list[Reach], survey: Survey) -> Iterator[Finding]:
    """Rules further down that share cases with this one and send them elsewhere, neither being the special case."""
    found: list[tuple[str, Box]] = []
    for other in later:
        if other.asks is None or not other.takes or other.rule.to == reach.rule.to or reach.asks is None:
            continue
        shared = meeting(reach.takes, other.asks)
        if shared and not holds_in(other.asks, reach.asks):
            found.append((other.rule.key, shared[0]))
    if found:
        yield Finding(
            Severity.NOTE, About.RULE, reach.rule.key, "order_decides",
            f"Some of its cases would also suit {_quoted([key for key, _ in found])}. It stands first, so it decides.",
            survey.example(found[0][1]),
        )  # fmt: skip


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _some(codes: set[str]) -> str:
    shown = sorted(codes)[:6]
    return ", ".join(shown) + (" …" if len(codes) > len(shown) else "")


def _quoted(keys: list[str]) -> str:
    shown = [f"“{key}”" for key in keys[:4]] + ([f"{len(keys) - 4} more"] if len(keys) > 4 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
