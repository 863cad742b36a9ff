"""Moving a facility through the roll-out: schedule, begin testing, activate, suspend.

Each move says who did it and why, goes to the journal, and changes only the state it saw: whoever comes second gets
`Overtaken`. Illegal moves are refused with a sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from facilities import access
from facilities.models import Activation, Facility, Line, LineKind, Phase, RolloutState, line_code
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused

PLANNED, TESTING, LIVE, SUSPENDED = RolloutState


@dataclass(frozen=True)
class Move:
    """One verb: from which states it is legal, where it leads, and the words of the journal and of the history."""

    starts: frozenset[RolloutState]
    ends: RolloutState
    recorded: str
    said: str


BEGIN_TESTING = Move(frozenset({PLANNED, SUSPENDED}), TESTING, "began_testing", "began testing the line")
ACTIVATE = Move(frozenset({PLANNED, TESTING, SUSPENDED}), LIVE, "activated", "made the facility live")
SUSPEND = Move(frozenset({TESTING, LIVE}), SUSPENDED, "suspended", "suspended the line")
SCHEDULED = "scheduled"
MOVES = {"testing": BEGIN_TESTING, "activation": ACTIVATE, "suspension": SUSPEND}


@dataclass(frozen=True)
class Step:
    """One line of a facility's roll-out history. `who` empty means the system."""

    at: datetime
    who: str
    said: str
    why: str

    @property
    def day(self) -> date:
        """The day of the step where the reader is."""
        return timezone.localdate(self.at)


def schedule(facility: Facility, phase: Phase, *, by: User | None, why: str) -> Activation:
    """Plan the facility for a phase, and give it a line if it has none. Only planned facilities change phase."""
    if by is not None:
        access.must_change_rollout(by)
    why = _reason(why)
    try:
        with transaction.atomic():
            activation = _plan(facility, phase, by, why)
            journal.record(SCHEDULED, facility, by=by, phase=phase.number, why=why)
    except IntegrityError as clash:
        raise Overtaken("Somebody else has just planned this facility. Look again.") from clash
    return activation


def begin_testing(
    facility: Facility, *, by: User, why: str, seen: RolloutState | str | None = None
) -> Activation:
    """Test calls may begin. Legal for planned and suspended facilities."""
    return _move(BEGIN_TESTING, facility, by, why, seen)


def activate(facility: Facility, *, by: User, why: str, seen: RolloutState | str | None = None) -> Activation:
    """People held there may call from now on. Legal for planned, tested and suspended facilities."""
    return _move(ACTIVATE, facility, by, why, seen)


def suspend(facility: Facility, *, by: User, why: str, seen: RolloutState | str | None = None) -> Activation:
    """The line is out of service for now. Legal for live facilities and those in testing."""
    return _move(SUSPEND, facility, by, why, seen)


def moves_from(activation: Activation | None) -> dict[str, Move]:
    """The moves that are legal now, by the noun of their address."""
    if activation is None:
        return {}
    return {noun: move for noun, move in MOVES.items() if activation.state in move.starts}


def history(facility: Facility) -> list[Step]:
    """What was done to the facility in the roll-out, newest first, as the journal tells it. One query."""
    said = {move.recorded: move.said for move in MOVES.values()}
    entries = Entry.objects.filter(
        subject_kind="facility", subject_key=str(facility.pk), verb__in=[SCHEDULED, *said]
    ).select_related("by")
    return [
        Step(
            at=entry.at,
            who=entry.by.called if entry.by else "",
            said=said.get(entry.verb) or f"planned the facility for phase {entry.details['phase']}",
            why=str(entry.details.get("why", "")),
        )
        for entry in entries.order_by("-id")
    ]


def _move(move: Move, facility: Facility, by: User, why: str, seen: RolloutState | str | None) -> Activation:
    access.must_change_rollout(by)
    why = _reason(why)
    with transaction.atomic():
        activation = Activation.objects.select_related("phase").filter(facility=facility).first()
        if activation is None:
            raise Refused(f"{facility.shown_name} is in no phase yet. Schedule it first.")
        was = RolloutState(activation.state)
        if seen and seen != was:
            raise Overtaken(f"{facility.shown_name} has changed: it is {was.label.lower()} now. Look again.")
        if was == move.ends:
            raise Refused(f"{facility.shown_name} is already {was.label.lower()}.")
        if was not in move.starts:
            allowed = " or ".join(state.label.lower() for state in RolloutState if state in move.starts)
            raise Refused(
                f"{facility.shown_name} is {was.label.lower()}. It must be {allowed} for this step."
            )
        _change(activation, move.ends, by, why)
        journal.record(move.recorded, facility, by=by, was=was.value, now=move.ends.value, why=why)
    return activation


def _change(activation: Activation, state: RolloutState, by: User, why: str) -> None:
    at = timezone.now()
    live = state == LIVE
    saw = Activation.objects.filter(
        pk=activation.pk, state=activation.state, changed_at=activation.changed_at
    )
    activation.state, activation.why = state, why
    activation.changed_at, activation.changed_by = at, by
    activation.live_since, activation.live_by = (at, by) if live else (None, None)
    changed = saw.update(
        state=state,
        why=why,
        changed_at=at,
        changed_by=by,
        live_since=activation.live_since,
        live_by=activation.live_by,
    )
    if not changed:
        raise Overtaken("Somebody else has just changed this facility. Look again.")


def _plan(facility: Facility, phase: Phase, by: User | None, why: str) -> Activation:
    Line.objects.get_or_create(
        code=line_code(facility),
        defaults={"label": facility.label, "kind": LineKind.FACILITY, "facility": facility},
    )
    present = Activation.objects.filter(facility=facility).first()
    at = timezone.now()
    if present is None:
        return Activation.objects.create(
            facility=facility, phase=phase, state=PLANNED, changed_at=at, changed_by=by, why=why
        )
    if present.state != PLANNED:
        state = RolloutState(present.state).label.lower()
        raise Refused(f"{facility.shown_name} is {state}; only planned facilities change phase.")
    if present.phase_id == phase.pk:
        raise Refused(f"{facility.shown_name} is already planned for {phase.name}.")
    saw = Activation.objects.filter(pk=present.pk, state=PLANNED, changed_at=present.changed_at)
    if not saw.update(phase=phase, changed_at=at, changed_by=by, why=why):
        raise Overtaken("Somebody else has just changed this facility. Look again.")
    present.phase, present.changed_at, present.changed_by, present.why = phase, at, by, why
    return present


def _reason(why: str) -> str:
    why = why.strip()
    if not why:
        raise Refused("Say why, so that others can follow the decision.")
    return why
