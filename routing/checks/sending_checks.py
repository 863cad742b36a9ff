"""Does what rules do make sense: nothing forbidden is sent, places are known, copies arrive, raising raises."""

from collections.abc import Iterator, Sequence

from routing.checks.coverage import Box, meeting, without
from routing.checks.finding import About, Finding
from routing.checks.naming_checks import error, warning
from routing.checks.reach_checks import BAN, NOWHERE, OFFICE_FACTS, Reach, Survey, fact_end
from routing.rules.language import FIELD_OFFICES, PLACES, URGENCIES, Condition, Guard

FACT_OF = {fact_end(fact): fact for fact in OFFICE_FACTS}


def check_sending(survey: Survey) -> Iterator[Finding]:
    """Every rule of the survey: where it sends cases and copies, and what it raises."""
    for reach in survey.deciding:
        yield from _forbidden(reach, survey)
        yield from _accused(reach, survey)
        yield from _nowhere(reach, survey)
        yield from _officeless(reach, survey)
    for reach in (*survey.deciding, *survey.adding):
        yield from _copies(reach, survey)
        yield from _raises(reach, survey)


def barred_boxes(to: str, guard: Guard, survey: Survey) -> list[Box]:
    """The situations in which the guard keeps a case from this destination."""
    field, fact = survey.ground.offices.field, FACT_OF.get(to)
    asked: list[Sequence[Condition]] = []
    if fact is None:
        if to in guard.never_to or (to in field and FIELD_OFFICES in guard.never_to):
            asked = [()]
    elif FIELD_OFFICES in guard.never_to:
        asked = [(Condition(fact, none_of=frozenset({None})),)]
    else:
        asked = [(Condition(fact, frozenset({code})),) for code in sorted(guard.never_to & field)]
    found = (survey.space.box([*guard.when, *more]) for more in asked)
    return [box for box in found if box is not None]


def _met(takes: Sequence[Box], boxes: Sequence[Box]) -> list[Box]:
    return [both for box in boxes for both in meeting(takes, box)]


def _forbidden(reach: Reach, survey: Survey) -> Iterator[Finding]:
    for guard in survey.rules.guards:
        if met := _met(reach.takes, barred_boxes(reach.rule.to or "", guard, survey)):
            yield error(
                About.RULE, reach.rule.key, "forbidden",
                f"It sends cases where the guard “{guard.key}” never lets them go: {guard.says}.",
                survey.example(met[0]),
            )  # fmt: skip


def _accused(reach: Reach, survey: Survey) -> Iterator[Finding]:
    if met := _met(reach.takes, barred_boxes(reach.rule.to or "", BAN, survey)):
        count = len(survey.topics(met))
        yield warning(
            About.RULE, reach.rule.key, "accuses_staff",
            f"Concerns that accuse staff reach it ({count} topic{'' if count == 1 else 's'}). No field office may "
            "receive them, so they would go to headquarters triage. Put a rule for them before it.",
            survey.example(met[0]),
        )  # fmt: skip


def _nowhere(reach: Reach, survey: Survey) -> Iterator[Finding]:
    """Cases without a facility that reach a rule which sends them to the office of a place."""
    fact = FACT_OF.get(reach.rule.to or "")
    box = fact and survey.space.box([NOWHERE, Condition(fact, frozenset({None}))])
    met = meeting(reach.takes, box) if box else []
    if not met:
        return
    left = met
    for other in survey.deciding:
        if other.rule.to not in PLACES and other.asks:
            left = without(left, other.asks)
    if left:
        yield error(
            About.RULE, reach.rule.key, "no_facility",
            "Cases whose facility is not known reach it, it cannot place them, and no other rule takes them. "
            "Add a rule for cases whose facility is not known.", survey.example(left[0]),
        )  # fmt: skip
    else:
        yield warning(
            About.RULE, reach.rule.key, "no_facility",
            "Cases whose facility is not known reach it and would go to headquarters triage. A rule further down "
            "would take them: move it up.", survey.example(met[0]),
        )  # fmt: skip


def _officeless(reach: Reach, survey: Survey) -> Iterator[Finding]:
    """Facilities whose office is missing or shut on the day."""
    fact, nowhere = FACT_OF.get(reach.rule.to or ""), survey.space.box([NOWHERE])
    if fact is None:
        return
    for code in (None, *sorted(survey.ground.shut)):
        box = survey.space.box([Condition(fact, frozenset({code}))])
        met = meeting(reach.takes, box) if box else []
        if code is None and nowhere:
            met = without(met, nowhere)
        if met:
            count = len(survey.space.values(met, "place", "facility"))
            reason = f"{code} {survey.ground.shut[code]}" if code else "no office answers for them that day"
            yield warning(
                About.RULE, reach.rule.key, "no_office",
                f"{count} facilit{'y' if count == 1 else 'ies'} cannot be placed: {reason}. "
                "Their cases would go to headquarters triage.", survey.example(met[0]),
            )  # fmt: skip


def _copies(reach: Reach, survey: Survey) -> Iterator[Finding]:
    """A copy that no case ever gives."""
    for copy in reach.rule.copies if reach.takes else ():
        left = list(reach.takes)
        fact = FACT_OF.get(copy.office)
        nowhere = survey.space.box([Condition(fact, frozenset({None}))]) if fact else None
        barred = [
            box for guard in (BAN, *survey.rules.guards) for box in barred_boxes(copy.office, guard, survey)
        ]
        for box in (*barred, *([nowhere] if nowhere else [])):
            left = without(left, box)
        if not left:
            yield error(
                About.RULE, reach.rule.key, "copy_never_given",
                f"Its copy to {copy.office} is never given: no case it holds for may be copied there.",
                survey.example(reach.takes[0]),
            )  # fmt: skip


def _raises(reach: Reach, survey: Survey) -> Iterator[Finding]:
    """Raising to an urgency that every case it holds for has already."""
    rule = reach.rule
    if not rule.raise_to or not reach.takes:
        return
    topics = survey.topics(list(reach.takes))
    of_topics = {one.urgency for one in survey.ground.domain.subjects if one.code in topics}
    asked = [condition for condition in rule.when if condition.fact == "urgency"]
    possible = {
        urgency for urgency in URGENCIES for worst in of_topics
        if urgency <= worst and all(_asks(condition, urgency) for condition in asked)
    }  # fmt: skip
    if not any(urgency > rule.raise_to for urgency in possible):
        yield warning(
            About.RULE, rule.key, "raises_nothing",
            f"It raises to {rule.raise_to}, and every case it holds for is as urgent as that already.",
        )  # fmt: skip


def _asks(condition: Condition, urgency: str) -> bool:
    return urgency in condition.one_of if condition.one_of else urgency not in condition.none_of
