"""A situation in words, as the example of a finding. Pure: no Django, no database, no clock."""

from collections.abc import Iterator, Mapping

from routing.rules.language import Facts

Names = Mapping[str, Mapping[str, str]]


def in_words(facts: Facts, ordinary: Facts, names: Names) -> str:
    """`Medical care (MED), urgency P1, at Stewart Detention Center`; what is as ordinary is left out."""
    return ", ".join(_parts(facts, ordinary, names))


def _parts(facts: Facts, ordinary: Facts, names: Names) -> Iterator[str]:
    yield f"{facts.topic_name} ({facts.topic})"
    yield f"urgency {facts.urgency}"
    yield f"at {facts.facility_name}" if facts.facility else "no facility known"
    if facts.held_at:
        yield f"the person is now at {facts.held_at_name}"
    if facts.accuses_staff:
        yield "it accuses staff"
    if facts.caller_kind != ordinary.caller_kind:
        yield f"the caller is {names['caller_kind'].get(facts.caller_kind, facts.caller_kind)}"
    if facts.protected:
        yield "the person's record is protected"
    if facts.vulnerabilities:
        known = (names["vulnerability"].get(code, code) for code in facts.vulnerabilities)
        yield f"known vulnerability: {' and '.join(known)}"
    if facts.language != ordinary.language:
        yield f"the language is {names['language'].get(facts.language, facts.language or 'not known')}"
    if facts.days_in_segregation is not None:
        yield f"{_days(facts.days_in_segregation)} in segregation"
    if facts.days_to_hearing is not None:
        yield f"{_days(facts.days_to_hearing)} to the hearing"
    if facts.days_to_removal is not None:
        yield f"{_days(facts.days_to_removal)} to the removal"


def _days(number: int) -> str:
    return f"{number} day{'' if abs(number) == 1 else 's'}"
