"""Before a call is handed in: where each concern will go, when it will be due, and why.

The same rules over the same facts and the same clock as after it, on cases that are not saved. Reads only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import intake
from cases.models import Call, Case
from cases.submission import Concern
from facilities.models import Office
from helpline.accounts.models import User
from routing.deadlines.calendars import calendars_of
from routing.deadlines.deadline import due_times
from routing.facts import facts_of, read_atlas
from routing.router import Verdict, decide
from routing.rules.in_force import rules_in_force
from routing.rules.language import TRIAGE, Rules

TICKED = "it accuses staff"
BY_TOPIC = "this topic always counts as accusing staff"


@dataclass(frozen=True)
class Destination:
    """Where one concern will go: the office, its due times (aware) and the router's sentence.

    `told` is the urgency as it was written down, `urgency` what the rules make of it. `raised` says what keeps it from
    the field office or makes it more urgent than its topic; empty where nothing does. `copies` names who gets one.
    """

    concern: Concern
    told: str
    urgency: str
    office: Office
    due_at: datetime
    respond_by: datetime | None
    why: str
    raised: str
    copies: Sequence[str] = ()

    @property
    def triage(self) -> bool:
        """It goes to headquarters triage."""
        return self.office.code == TRIAGE

    @property
    def because(self) -> str:
        """The router's sentence as it continues another one."""
        short = self.why[:2].isalpha() and self.why[:2].isupper()
        return self.why if short else f"{self.why[:1].lower()}{self.why[1:]}"


def destinations(call: Call, concerns: Sequence[Concern], *, by: User, at: datetime) -> list[Destination]:
    """What the router would say of these concerns of an unsaved call if they were handed in at `at`.

    At most five queries for all of them together: offices, the facilities' offices and states, the rules in force,
    the offices' calendars.
    """
    if not concerns:
        return []
    cases = [intake.case_of(call, concern, by=by) for concern in concerns]
    atlas, ruleset = read_atlas(cases), rules_in_force()
    rules = ruleset.read() if ruleset else Rules()
    verdicts = [decide(facts_of(case, atlas), rules, atlas.book) for case in cases]
    calendars = calendars_of(atlas.offices[verdict.office] for verdict in verdicts)
    found = []
    for concern, case, verdict in zip(concerns, cases, verdicts, strict=True):
        office = atlas.offices[verdict.office]
        due_at, respond_by = due_times(case.topic, calendars[office.pk], at, verdict.limits)
        found.append(
            Destination(
                concern,
                told=case.urgency,
                urgency=verdict.urgency,
                office=office,
                due_at=due_at,
                respond_by=respond_by,
                why=verdict.why,
                raised=_raised(concern, case, verdict),
                copies=[atlas.offices[copy.office].name for copy in verdict.copies],
            )
        )
    return found


def _raised(concern: Concern, case: Case, verdict: Verdict) -> str:
    """What about this concern is more than its topic says."""
    said = []
    if case.accuses_staff:
        reason = BY_TOPIC if concern.topic.accuses_staff else TICKED
        said.append(f"no field office sees it, because {reason}")
    if case.urgency < concern.topic.urgency:
        said.append(f"you raised it to {case.urgency}")
    if verdict.urgency < case.urgency:
        said.append(f"the rules raise it to {verdict.urgency}")
    return "; ".join(said)
