"""Rules in plain sentences: what must hold, what then happens, what never does."""

from collections.abc import Sequence

from routing import clock
from routing.rules.language import (
    FIELD_OFFICES,
    NUMBERS,
    SEVERAL,
    YES_NO,
    Condition,
    CopyTo,
    Guard,
    Rule,
    Rules,
)
from routing.rules.vocabulary import Vocabulary

YES_OR_NO = {
    ("accuses_staff", True): "it accuses staff",
    ("accuses_staff", False): "it accuses nobody on staff",
    ("vulnerable", True): "a special vulnerability is known",
    ("vulnerable", False): "no special vulnerability is known",
    ("facility_known", True): "the facility is known",
    ("facility_known", False): "the facility is not known",
    ("protected", True): "the person's record is protected by law",
    ("protected", False): "the person's record is not protected by law",
    ("person_elsewhere", True): "the person is now at another place than where it happened",
    ("person_elsewhere", False): "the person is where it happened, or nobody knows of another place",
}
SUBJECTS = {
    "topic": "the topic",
    "group": "the subject",
    "urgency": "the urgency",
    "caller_kind": "the caller",
    "facility": "the facility",
    "facility_type": "the kind of facility",
    "state": "the state of the facility",
    "county": "the county of the facility",
    "phase_state": "the helpline at the facility",
    "office": "the office of the facility",
    "office_of_person": "the office of the place where the person is now",
    "language": "the language of the call",
}
COUNTED = {
    "days_in_segregation": ("the person has been in segregation for", "on the day of the call"),
    "days_to_hearing": ("the next hearing is", "after the call"),
    "days_to_removal": ("the removal is", "after the call"),
}
SHOWN = {
    "all": "with everything the office that holds it sees",
    "no_identity": "without who called and what points to them",
    "facts_only": "with topic, place, dates and urgency only",
}


def conditions(one: Rule | Guard, names: Vocabulary) -> list[str]:
    """What must hold, one phrase for each condition; `always` where nothing must."""
    return [condition_in_words(condition, names) for condition in one.when] or ["always"]


def condition_in_words(condition: Condition, names: Vocabulary) -> str:
    """`the topic is Medical care (MED) or Mental health (MNH)`."""
    fact = condition.fact
    if fact in NUMBERS:
        return _number(condition)
    if fact in YES_NO:
        asked = condition.one_of or {True, False} - condition.none_of
        return " or ".join(YES_OR_NO[fact, bool(value)] for value in sorted(asked))
    values = sorted(names.value(fact, value) for value in condition.one_of or condition.none_of)
    if fact in SEVERAL:
        return _several(condition, values)
    if condition.one_of:
        return f"{SUBJECTS[fact]} is {any_of(values)}"
    return f"{SUBJECTS[fact]} is {none_of(values)}"


def effects(rule: Rule, names: Vocabulary) -> list[str]:
    """What the rule does beside sending the case somewhere, one phrase each."""
    said = [copy_in_words(copy, names) for copy in rule.copies]
    if rule.raise_to:
        said.append(f"it becomes {names.value('urgency', rule.raise_to)} if it was less urgent")
    if rule.limits.respond_within:
        said.append(f"somebody takes it up {within(rule.limits.respond_within)}")
    if rule.limits.resolve_within:
        said.append(f"it is resolved {within(rule.limits.resolve_within)}")
    if rule.withhold_identity:
        said.append("who called is withheld")
    if rule.leads_only:
        said.append("only the leads of the office see it")
    return said


def within(limit: str) -> str:
    """`within 4 business hours`, or `at once`."""
    found = clock.LIMIT.match(limit)
    return "at once" if found and int(found["amount"]) == 0 else f"within {clock.in_words(limit)}"


def copy_in_words(copy: CopyTo, names: Vocabulary) -> str:
    """`a copy to know goes to Atlanta (ATL), without who called …`."""
    purpose = "a copy to act on" if copy.purpose == "act" else "a copy to know"
    return f"{purpose} goes to {names.destination(copy.office)}, {SHOWN[copy.shows]}"


def outcome(rule: Rule, names: Vocabulary) -> list[str]:
    """Everything the rule does: where the case goes first, then the rest."""
    goes = [f"it goes to {names.destination(rule.to)}"] if rule.to else []
    return goes + effects(rule, names)


def never_to(guard: Guard, names: Vocabulary) -> str:
    """Where it never goes: `any field office or Houston (HOU)`."""
    offices = sorted(names.office(code) for code in guard.never_to - {FIELD_OFFICES})
    return any_of(
        [*(["any field office"] if FIELD_OFFICES in guard.never_to else []), *offices] or ["nowhere"]
    )


def cover_in_words(rules: Rules, names: Vocabulary) -> dict[str, str]:
    """Each unit by code with who covers for it, in order."""
    return {
        unit: ", then ".join(names.office(other) for other in others)
        for unit, others in rules.cover.items()
        if others
    }


def cover_lines(rules: Rules, names: Vocabulary) -> list[tuple[str, str]]:
    """Each unit by name with who covers for it, in order."""
    return sorted((names.office(unit), others) for unit, others in cover_in_words(rules, names).items())


def sentence(one: Rule, names: Vocabulary) -> str:
    """The whole rule as one sentence: `If …, and …: it goes to …; …`."""
    when = ", and ".join(condition_in_words(condition, names) for condition in one.when)
    does = "; ".join(outcome(one, names)) or "nothing happens"
    return f"If {when}: {does}." if when else f"Always: {does}."


def any_of(words: Sequence[str]) -> str:
    """`A, B or C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def none_of(words: Sequence[str]) -> str:
    """`not A`, `neither A nor B`, `none of A, B and C`."""
    if len(words) == 1:
        return f"not {words[0]}"
    if len(words) == 2:
        return f"neither {words[0]} nor {words[1]}"
    return f"none of {', '.join(words[:-1])} and {words[-1]}"


def _several(condition: Condition, values: Sequence[str]) -> str:
    if condition.one_of:
        return f"this vulnerability is known: {any_of(values)}"
    return f"no such vulnerability is known: {any_of(values)}"


def _number(condition: Condition) -> str:
    opening, closing = COUNTED[condition.fact]
    least, most = condition.at_least, condition.at_most
    if least is not None and most is not None:
        return f"{opening} {least} to {days(most)} {closing}"
    if least is not None:
        return f"{opening} {days(least)} or more {closing}"
    return f"{opening} {days(most or 0)} or less {closing}"


def days(number: int) -> str:
    """`1 day`, `3 days`."""
    return f"{number} day{'' if number == 1 else 's'}"
