"""The router: facts in, verdict out. Pure: no Django, no database, no clock.

The first rule with a destination whose conditions all hold decides where a case goes. An office that may not receive
it (closed, shut out for a conflict, barred by a guard) never does: a headquarters unit is covered by the next of its
cover order, everything else goes to headquarters triage, and the verdict says so. Rules without a destination add to
the verdict of every case they match: they raise, copy, shorten and hide; they never lower, lengthen or show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from routing.rules.language import (
    FIELD_OFFICES,
    OFFICE_OF_FACILITY,
    OFFICE_OF_PERSON,
    PURPOSES,
    SHOWS,
    TRIAGE,
    CopyTo,
    Facts,
    Limits,
    Rule,
    Rules,
)


@dataclass(frozen=True)
class Offices:
    """Names of all offices by code, and which of them are field offices."""

    names: Mapping[str, str]
    field: frozenset[str]

    def name(self, code: str) -> str:
        """The name, or the code where there is none."""
        return self.names.get(code, code)


@dataclass(frozen=True)
class Verdict:
    """Where the case goes, by which rule (None: triage as the fallback), the sentence that says why, and what else.

    `urgency` is never less urgent than the facts say. `also` names the rules that added something. `copies` are with
    offices that may have one; `limits` only shorten the topic's own. `covers_for` names the unit that could not.
    """

    office: str
    rule: str | None
    why: str
    urgency: str
    also: tuple[str, ...] = ()
    copies: tuple[CopyTo, ...] = ()
    limits: tuple[Limits, ...] = ()
    withhold_identity: bool = False
    leads_only: bool = False
    covers_for: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What a decision keeps beside office, rule and sentence."""
        return {
            "urgency": self.urgency,
            "also": list(self.also),
            "copies": [{"office": c.office, "purpose": c.purpose, "shows": c.shows} for c in self.copies],
            "limits": [[one.respond_within, one.resolve_within] for one in self.limits],
            "withhold_identity": self.withhold_identity,
            "leads_only": self.leads_only,
            "covers_for": self.covers_for,
        }


@dataclass(frozen=True)
class _Place:
    """A destination with its sentence; `rule` is None for triage as the fallback."""

    office: str
    rule: str | None
    why: str
    covers_for: str | None = None


def decide(facts: Facts, rules: Rules, offices: Offices) -> Verdict:
    """Where this case goes and why. Total: every case finds a home, triage at worst."""
    holding = [rule for rule in rules.about(facts.topic) if rule.matches(facts)]
    deciding = next((rule for rule in holding if rule.to), None)
    adding = [rule for rule in holding if not rule.to]
    if deciding:
        place = _follow(deciding, facts, rules, offices)
        adding.append(deciding)
    else:
        place = _triage(facts, rules, offices, f"no rule covers {facts.topic_name.lower()}")
    return Verdict(
        place.office,
        place.rule,
        place.why,
        urgency=min([facts.urgency, *(rule.raise_to for rule in adding if rule.raise_to)]),
        also=tuple(sorted(rule.key for rule in adding if not rule.to)),
        copies=_copies(adding, place.office, facts, rules, offices),
        limits=tuple(sorted({rule.limits for rule in adding} - {Limits()}, key=str)),
        withhold_identity=any(rule.withhold_identity for rule in adding),
        leads_only=any(rule.leads_only for rule in adding),
        covers_for=place.covers_for,
    )


def barred(code: str, facts: Facts, rules: Rules, offices: Offices) -> str | None:
    """Why this office may not receive the case or a copy of it; None where it may.

    That no field office receives a concern that accuses staff holds whatever the rules say (docs/adr/0005).
    """
    in_the_field = code in offices.field
    if code not in offices.names:
        return "there is no such office"
    if code in facts.closed:
        return f"{offices.name(code)} is closed"
    if code in facts.excluded:
        return f"{offices.name(code)} is shut out of this case for a conflict of interest"
    if facts.accuses_staff and in_the_field:
        return "the concern accuses staff, so no field office may receive it"
    for guard in rules.guards:
        if (code in guard.never_to or (in_the_field and FIELD_OFFICES in guard.never_to)) and guard.matches(
            facts
        ):
            return _lower(guard.says)
    return None


def keeper(facts: Facts, rules: Rules, offices: Offices, instead_of: str | None = None) -> str | None:
    """The headquarters unit that takes a case by hand: who covers for the unit `instead_of`, else triage, else who
    covers for triage, else any; None where no unit may receive it."""
    covers = [*_cover(instead_of, rules, offices)] if instead_of else []
    units = (code for code in sorted(offices.names) if code not in offices.field)
    for code in [*covers, TRIAGE, *_cover(TRIAGE, rules, offices), *units]:
        if barred(code, facts, rules, offices) is None:
            return code
    return None


def place_of(to: str, facts: Facts) -> str | None:
    """The office that `to` means for this case; None where the place or its office is not known."""
    if to == OFFICE_OF_FACILITY:
        return facts.facility_office
    return facts.office_of_person if to == OFFICE_OF_PERSON else to


def _follow(rule: Rule, facts: Facts, rules: Rules, offices: Offices) -> _Place:
    to = rule.to or TRIAGE
    code = place_of(to, facts)
    says = _lower(rule.says)
    if code is None:
        return _triage(facts, rules, offices, f"{says}, but {_unplaced(to, facts)}")
    reason = barred(code, facts, rules, offices)
    if reason is None:
        return _Place(code, rule.key, f"{rule.says}{_belonged(to, code, facts, offices)}.")
    for other in _cover(code, rules, offices):
        if barred(other, facts, rules, offices) is None:
            why = f"{rule.says}; {reason}, so {offices.name(other)} covers for it."
            return _Place(other, rule.key, why, covers_for=code)
    return _triage(facts, rules, offices, f"{says}, but {reason}")


def _cover(code: str, rules: Rules, offices: Offices) -> Iterator[str]:
    """Who covers for a headquarters unit, in order, and who covers for those; nobody covers for a field office."""
    asked, waiting = {code}, list(rules.cover.get(code, ()))
    while waiting and code not in offices.field:
        unit = waiting.pop(0)
        if unit not in asked:
            asked.add(unit)
            waiting += rules.cover.get(unit, ())
            yield unit


def _triage(facts: Facts, rules: Rules, offices: Offices, reason: str) -> _Place:
    """Triage, or who covers for it where it may not receive the case either; any other unit at the very worst."""
    why = f"Headquarters triage decides by hand: {reason}."
    if barred(TRIAGE, facts, rules, offices) in {None, "there is no such office"}:
        return _Place(TRIAGE, None, why)
    others = (code for code in sorted(offices.names) if code not in offices.field)
    for unit in [*_cover(TRIAGE, rules, offices), *others]:
        if barred(unit, facts, rules, offices) is None:
            why = f"{offices.name(unit)} decides by hand for headquarters triage: {reason}."
            return _Place(unit, None, why, covers_for=TRIAGE)
    return _Place(TRIAGE, None, why)


def _copies(
    adding: list[Rule], holder: str, facts: Facts, rules: Rules, offices: Offices
) -> tuple[CopyTo, ...]:
    """One copy for each office: to act before to know, showing the least that any rule says."""
    found: dict[str, CopyTo] = {}
    for asked in (copy for rule in adding for copy in rule.copies):
        code = place_of(asked.office, facts)
        if code is None or code == holder or barred(code, facts, rules, offices):
            continue
        known = found.get(code, CopyTo(code, "know", "all"))
        purpose = max(known.purpose, asked.purpose, key=PURPOSES.index)
        found[code] = CopyTo(code, purpose, max(known.shows, asked.shows, key=SHOWS.index))
    return tuple(found[code] for code in sorted(found))


def _unplaced(to: str, facts: Facts) -> str:
    if to == OFFICE_OF_PERSON and facts.held_at:
        return f"no office answered for {facts.held_at_name} that day"
    if facts.facility is None:
        return "no facility is known"
    return f"no office answered for {facts.facility_name} that day"


def _belonged(to: str, code: str, facts: Facts, offices: Offices) -> str:
    if to == OFFICE_OF_FACILITY or (to == OFFICE_OF_PERSON and not facts.held_at):
        return f"; on {facts.day_in_words} {facts.facility_name} belonged to {offices.name(code)}"
    if to == OFFICE_OF_PERSON:
        return f"; the person is now at {facts.held_at_name}, which belongs to {offices.name(code)}"
    return ""


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
