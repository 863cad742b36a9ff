"""Does everything a rule names exist: codes, offices that are open, limits that can be read, a cover order that ends?"""

from collections.abc import Iterator, Mapping

from routing.checks.finding import About, Finding, Severity
from routing.checks.ground import Ground
from routing.clock import LIMIT
from routing.rules.language import FIELD_OFFICES, PLACES, YES_NO, Condition, Guard, Limits, Rule, Rules

CALLED = {
    "topic": "topic", "group": "subject", "urgency": "urgency", "facility": "facility",
    "facility_type": "kind of facility", "office": "office", "office_of_person": "office", "state": "state",
    "county": "county with a facility", "phase_state": "point of the roll-out", "caller_kind": "kind of caller",
    "language": "language", "vulnerability": "vulnerability",
}  # fmt: skip
BAD_LIMIT = (
    "“{limit}” is not a time limit. Write a number with min or h (day and night), bh (business hours) or bd "
    "(business days), such as 4bh."
)


def check_names(rules: Rules, ground: Ground) -> Iterator[Finding]:
    """Every code, office, sentence, limit and line of the cover order that cannot stand."""
    for rule in rules.rules:
        yield from _rule(rule, ground)
    for guard in rules.guards:
        yield from _conditions(About.GUARD, guard, ground)
        for code in sorted(guard.never_to - {FIELD_OFFICES}):
            yield from _office(
                About.GUARD, guard.key, code, ground, "is told never to receive such a case, and it"
            )
    yield from _cover(rules.cover, ground)


def error(about: About, key: str, code: str, sentence: str, example: str = "") -> Finding:
    """A finding that stops publishing."""
    return Finding(Severity.ERROR, about, key, code, sentence, example)


def warning(about: About, key: str, code: str, sentence: str, example: str = "") -> Finding:
    """A finding to be read."""
    return Finding(Severity.WARNING, about, key, code, sentence, example)


def _rule(rule: Rule, ground: Ground) -> Iterator[Finding]:
    yield from _conditions(About.RULE, rule, ground)
    if rule.to is not None and rule.to not in PLACES:
        yield from _office(About.RULE, rule.key, rule.to, ground, "is where it sends cases, and it")
    for copy in rule.copies:
        if copy.office not in PLACES:
            yield from _office(About.RULE, rule.key, copy.office, ground, "gets a copy, and it")
        if copy.office == rule.to:
            yield warning(
                About.RULE, rule.key, "copy_to_holder",
                "The office that holds the case gets no copy of it. Take this copy out.",
            )  # fmt: skip
    for limit in (rule.limits.respond_within, rule.limits.resolve_within):
        if limit and not LIMIT.match(limit):
            yield error(About.RULE, rule.key, "bad_limit", BAD_LIMIT.format(limit=limit))
    if not (rule.to or rule.copies or rule.raise_to or rule.withhold_identity or rule.leads_only) and (
        rule.limits == Limits()
    ):
        yield error(
            About.RULE, rule.key, "does_nothing",
            "It sends cases nowhere and adds nothing. Say where they go or what it adds.",
        )  # fmt: skip


def _conditions(about: About, one: Rule | Guard, ground: Ground) -> Iterator[Finding]:
    if not one.says.strip():
        yield error(
            about, one.key, "no_sentence", "The sentence is missing. Say in plain words what it does."
        )
    for condition in one.when:
        yield from _values(about, one.key, condition, ground)


def _values(about: About, key: str, condition: Condition, ground: Ground) -> Iterator[Finding]:
    asked = condition.one_of | condition.none_of
    if condition.fact in YES_NO:
        if not all(isinstance(value, bool) for value in asked):
            yield error(about, key, "unknown_code", f"“{condition.fact}” is yes or no: true or false.")
        return
    for value in sorted(map(str, asked - ground.values.get(condition.fact, asked))):
        yield error(about, key, "unknown_code", f"There is no {CALLED[condition.fact]} “{value}”.")


def _office(about: About, key: str, code: str, ground: Ground, says: str) -> Iterator[Finding]:
    name = f"{ground.offices.name(code)} ({code})"
    if code in ground.outside:
        sentence = f"{ground.outside[code]} ({code}) is outside the house and has no queue. Name an office."
        yield error(about, key, "outside_office", sentence)
    elif code not in ground.offices.names:
        yield error(about, key, "unknown_office", f"There is no office “{code}”.")
    elif code in ground.shut:
        yield error(about, key, "closed_office", f"{name} {says} {ground.shut[code]}.")


def _cover(cover: Mapping[str, tuple[str, ...]], ground: Ground) -> Iterator[Finding]:
    for unit, others in cover.items():
        for code in (unit, *others):
            yield from _office(About.COVER, unit, code, ground, "stands in the cover order, and it")
        if field := sorted({unit, *others} & ground.offices.field):
            yield error(
                About.COVER, unit, "cover_in_the_field",
                f"{', '.join(field)}: field offices neither cover nor are covered; only units of headquarters are.",
            )  # fmt: skip
        if unit in others:
            yield error(About.COVER, unit, "covers_itself", "A unit cannot cover for itself.")
        if len(set(others)) < len(others):
            yield error(About.COVER, unit, "covers_twice", "A unit stands in this order twice.")
    yield from _circles(cover)


def _circles(cover: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Units that cover for each other and have nobody else: where one circle cannot receive a case, nobody does."""
    only = {unit: others[0] for unit, others in cover.items() if len(set(others)) == 1}
    told: set[str] = set()
    for unit in only:
        way = [unit]
        while (after := only.get(way[-1])) and after not in way:
            way.append(after)
        circle = way[way.index(after) :] if after else []
        if len(circle) > 1 and not told & set(circle):
            told |= set(circle)
            yield error(
                About.COVER, circle[0], "circle",
                f"The order runs in a circle: {' is covered by '.join([*circle, circle[0]])}, and by nobody else. "
                "Name a second unit for one of them, or take one line out (then headquarters triage takes the case).",
            )  # fmt: skip
