"""What the page of a case says about its clock: how the due time was counted, pauses, and steps of the ladder.

The journal that the page reads anyway says whether there are pauses or steps to read at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import lifecycle
from cases.models import Case
from helpline.accounts.models import User
from helpline.refusals import Refused
from routing import access, clock
from routing.deadlines import counting, deadline, escalations, pauses, reckoning, standstill
from routing.deadlines.reckoning import Reckoning
from routing.models import Decision, DecisionKind, Escalation, Pause, QueueItem
from routing.timeline import Moment

STEPS_OF_THE_LADDER = {"escalated"}
PAUSES = {"paused"}


@dataclass(frozen=True)
class Stop:
    """One pause as the page shows it; `ends` is when the clock runs again, or ran again."""

    pause: Pause
    ends: datetime
    lasts: bool


@dataclass(frozen=True)
class Countdown:
    """The clock of one case for one reader. `cannot_pause` says why where the clock may not stand still."""

    counted_by: str
    steps: list[str]
    stops: list[Stop]
    waiting: Escalation | None
    answered: Escalation | None
    may_pause: bool
    may_resume: bool
    may_answer: bool
    cannot_pause: str

    @property
    def lasting(self) -> Stop | None:
        """The pause in which the clock stands still now."""
        return next((stop for stop in self.stops if stop.lasts), None)


def read(case: Case, stays: Sequence[QueueItem], moments: Sequence[Moment], user: User) -> Countdown | None:
    """The clock of the newest stay; None where nothing is counted. One query in the usual case, three at most."""
    decisions = [stay.decision for stay in stays if stay.decision.kind != DecisionKind.MANUAL]
    if not decisions:
        return None
    stay, verbs = stays[0], {moment.verb for moment in moments}
    known = _known(case, stay, decisions[0], read_pauses=not verbs.isdisjoint(PAUSES))
    now_paused = pauses.lasting(known.pauses, known)
    waits = stay.left_at is None
    works = waits and user.role in access.DESK_ROLES and access.may_finish(user, stay)
    cannot = _cannot_pause(case, known)
    taken = _steps(stay) if waits and not verbs.isdisjoint(STEPS_OF_THE_LADDER) else []
    waiting = next((step for step in taken if step.acknowledged_at is None), None)
    return Countdown(
        counted_by=known.office.name,
        steps=[] if known.hurried else steps_in_words(known),
        stops=[
            Stop(pause, standstill.runs_again_at(pause, known.calendar.zone), pause == now_paused)
            for pause in known.pauses
        ],
        waiting=waiting,
        answered=next((step for step in taken if step.acknowledged_at is not None), None),
        may_pause=works and not cannot and now_paused is None and lifecycle.allows(case, "act"),
        may_resume=works and now_paused is not None,
        may_answer=waiting is not None
        and user.role in access.DESK_ROLES
        and escalations.may_answer(user, waiting.step, stay),
        cannot_pause=cannot,
    )


def steps_in_words(known: Reckoning) -> list[str]:
    """How the due time was counted; of several limits the one that ends first."""
    resolving, _ = deadline.within(known.topic, known.limits)
    first = min(
        resolving, key=lambda limit: clock.after(known.counted_from, limit, known.calendar, known.still)
    )
    return counting.explain(known.counted_from, first, known.calendar, known.still)


def _known(case: Case, stay: QueueItem, decision: Decision, *, read_pauses: bool) -> Reckoning:
    stay.case = case
    return reckoning.reckonings([stay], decided={case.pk: decision}, read_pauses=read_pauses)[stay.pk]


def _cannot_pause(case: Case, known: Reckoning) -> str:
    try:
        pauses.must_pause(case, known)
    except Refused as refusal:
        return str(refusal)
    return ""


def _steps(stay: QueueItem) -> list[Escalation]:
    """The steps taken since the clock of this stay started, the highest first; of what is still owed."""
    taken = Escalation.objects.filter(case=stay.case_id, counted_from=stay.counted_from)
    owed = taken if stay.claimed_by_id is None else taken.filter(promise="resolve")
    return list(owed.select_related("acknowledged_by").highest_first())
