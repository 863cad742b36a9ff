"""Putting right what a wrong version of the rules did: the cases it sent elsewhere go back to the router, together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from facilities.models import Office
from helpline.accounts.models import Role, User
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing import dispatch
from routing.models import DecisionKind, QueueItem, RuleSet
from routing.router import Offices, decide
from routing.rules.in_force import rules_in_force
from routing.rules.language import Facts


@dataclass
class Tally:
    """How many unclaimed cases would go, or went, from which office to which; how many stay, and how many are held."""

    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    stay: int = 0
    held: int = 0
    overtaken: int = 0


def reroute_version(version: int, why: str, *, by: User, for_certain: bool) -> Tally:
    """Send back open cases that this version placed and the rules in force would place elsewhere, on the same facts.

    Cases somebody holds stay with them and are counted. Without `for_certain` nothing is changed. Each case is a
    step of its own, so it may be run again. Headquarters only.
    """
    if by.role != Role.HEADQUARTERS:
        raise OutOfReach("There is no such version.")
    ruleset = rules_in_force()
    if ruleset is None or ruleset.version == version:
        raise Refused("This version is in force. Roll back or publish another one first.")
    if not RuleSet.objects.filter(version=version).exists():
        raise Refused(f"There is no version {version} of the rules.")
    if not why.strip():
        raise Refused("Say why the cases go back to the router.")
    tally, rules, book = Tally(), ruleset.read(), _book()
    for stay in _placed_by(version, by):
        to = decide(Facts.from_json(stay.decision.facts), rules, book).office
        if to == stay.office.code:
            tally.stay += 1
        elif stay.claimed_by_id is not None:
            tally.held += 1
        else:
            tally.moves[stay.office.code, to] += 1
            tally.overtaken += for_certain and not _sent_back(stay, why, by)
    return tally


def _sent_back(stay: QueueItem, why: str, by: User) -> bool:
    try:
        dispatch.reroute(stay.case, why, by=by)
    except (Overtaken, OutOfReach):
        return False
    return True


def _placed_by(version: int, by: User) -> Iterator[QueueItem]:
    """Open stays that a rule of this version decided, the first due first."""
    stays = QueueItem.objects.visible_to(by).open().most_urgent_first()
    decided = stays.filter(decision__kind=DecisionKind.AUTOMATIC, decision__ruleset__version=version)
    rows = decided.select_related("case", "office", "decision").defer("case__search", "case__summary")
    return rows.iterator(chunk_size=500)


def _book() -> Offices:
    offices = list(Office.objects.all())
    names = {office.code: office.name for office in offices}
    return Offices(names, frozenset(office.code for office in offices if office.kind == "field"))
