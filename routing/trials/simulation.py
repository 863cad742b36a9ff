"""Trying changed rules on cases that were: how many would move, from where to where, and why. Headquarters only.

A simulation is a row that waits for a worker like a case waits for its route: it is claimed for half a minute, does two
seconds of work, keeps what it has so far and lets others have a turn. Who finds it claimed leaves it alone; when its worker
dies, the claim runs out and another goes on from where it stood. A small one is done before the asker has an answer.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from cases.models import Case, Topic
from facilities.models import Facility
from helpline.accounts.models import Role, User
from helpline.refusals import OutOfReach, Refused
from routing.models import RuleDraft, Simulation, SimulationState
from routing.rules.in_force import rules_in_force
from routing.rules.language import Rules, read
from routing.rules.publishing import database_time
from routing.trials.replay import Sample, newest_id, replay_piece
from routing.trials.tally import Tally

log = logging.getLogger(__name__)

AT_ONCE = 2_000  # cases that are done before the asker has an answer
AT_ONCE_SECONDS = 1.5
TURN_SECONDS = 2.0
CLAIMED_SECONDS = 30
ATTEMPTS = 5
MOST_DAYS = 366
MOST_CHOSEN = 2_000

CLAIM = """
UPDATE routing_simulation
SET state = 'running', attempts = attempts + 1, next_attempt_at = statement_timestamp() + %s * interval '1 second'
WHERE id IN (SELECT id FROM routing_simulation
             WHERE state IN ('waiting', 'running') AND next_attempt_at <= statement_timestamp()
             ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, attempts
"""


class BadWish(Refused):
    """What was asked for cannot be replayed; `field` names the part to mend."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True)
class Wish:
    """Which cases to try: those of the last `days`, of a topic or about a facility where told; or these numbers."""

    days: int | None = None
    topic: str = ""
    facility: str = ""
    numbers: Sequence[str] = ()


def ask(draft: RuleDraft, wish: Wish, *, by: User) -> Simulation:
    """A simulation of the draft as it stands against the rules in force: done, or left to a worker.

    Only its own row is written. Raises `BadWish` for a set of cases that cannot be.
    """
    if by.role != Role.HEADQUARTERS:
        raise OutOfReach("There is no such draft.")
    chosen = _chosen(wish, by)
    now, top, current = database_time(), newest_id(), rules_in_force()
    simulation = Simulation.objects.create(
        draft=draft,
        rev=draft.rev,
        since=now - timedelta(days=wish.days) if wish.days else None,
        until=None if "cases" in chosen else now,
        chosen=chosen,
        state=SimulationState.RUNNING,
        asked_by=by,
        attempts=1,
        next_attempt_at=Now() + timedelta(seconds=CLAIMED_SECONDS),
        result={
            "against": {"ruleset": current.pk, "version": current.version} if current else {},
            "now": _parts(current),
            "then": _parts(draft),
            "top": top,
            "left": top,
            "tally": Tally().as_json(),
        },
    )
    simulation.refresh_from_db()
    _turn(simulation, AT_ONCE_SECONDS, most=AT_ONCE)
    return simulation


def advance() -> bool:
    """Take up the simulation that waits longest, for two seconds; False where none waits. Safe to run anywhere, at once."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [CLAIMED_SECONDS])
        claimed = cursor.fetchone()
    if claimed is None:
        return False
    simulation = Simulation.objects.select_related("asked_by").get(pk=claimed[0])
    if simulation.attempts > ATTEMPTS:
        _fail(simulation, simulation.last_error_code or "stopped in the middle")
    else:
        _turn(simulation, TURN_SECONDS)
    return True


def drain() -> int:
    """Work until none waits; give back how many turns were taken."""
    turns = 0
    while advance():
        turns += 1
    return turns


def _turn(simulation: Simulation, seconds: float, most: int | None = None) -> None:
    """Work for a while; a failure is noted, and whoever takes it up next goes on from where it stood."""
    try:
        _work(simulation, seconds, most)
    except Exception as error:
        log.warning("Simulation %d failed (%s)", simulation.pk, type(error).__name__)
        _note(simulation, type(error).__name__)


def _work(simulation: Simulation, seconds: float, most: int | None) -> None:
    """Replay for that long (or until it looked at `most` cases), and keep what was found, unless the claim ran out."""
    result = dict(simulation.result)
    tally, left = Tally.from_json(result["tally"]), result["left"]
    sample, now, then = sample_of(simulation), _rules(result["now"]), _rules(result["then"])
    ends = time.monotonic() + seconds
    while left > 0:
        left = replay_piece(tally, sample, left, now, then, by=simulation.asked_by)
        if time.monotonic() >= ends or (most is not None and tally.cases >= most):
            break
    result |= {"left": left, "tally": tally.as_json()}
    done = left <= 0
    state = {"state": SimulationState.DONE, "done_at": Now()} if done else {"state": SimulationState.RUNNING}
    counted = {"cases": tally.cases, "moved": tally.moved, "result": result}
    _claimed(simulation).update(**state, **counted, attempts=0, next_attempt_at=Now(), last_error_code="")
    simulation.refresh_from_db()


def _note(simulation: Simulation, code: str) -> None:
    """A turn failed: what was found before it stands; it is tried again later, or given up after five times."""
    if simulation.attempts >= ATTEMPTS:
        _fail(simulation, code)
        return
    waits = timedelta(seconds=5 * 2**simulation.attempts)
    _claimed(simulation).update(last_error_code=code[:60], next_attempt_at=Now() + waits)


def _fail(simulation: Simulation, code: str) -> None:
    _claimed(simulation).update(state=SimulationState.FAILED, done_at=Now(), last_error_code=code[:60])


def _claimed(simulation: Simulation) -> Any:
    """The row, as long as nobody else has taken it up since."""
    return Simulation.objects.filter(
        pk=simulation.pk, state=SimulationState.RUNNING, next_attempt_at=simulation.next_attempt_at
    )


def seen_by(reader: User, key: int) -> Simulation | None:
    """The simulation of this key with its draft; None unless the reader may see every case that was chosen for it."""
    found = Simulation.objects.select_related("draft", "asked_by").filter(pk=key).first()
    chosen = (found.chosen or {}).get("cases") if found else None
    if chosen and Case.objects.visible_to(reader).filter(pk__in=chosen).count() != len(chosen):
        return None
    return found


def sample_of(simulation: Simulation) -> Sample:
    """The cases it looks at."""
    chosen = simulation.chosen or {}
    return Sample(
        since=simulation.since,
        until=simulation.until,
        topic=chosen.get("topic", ""),
        facility=chosen.get("facility", ""),
        chosen=tuple(chosen["cases"]) if "cases" in chosen else None,
    )


def share_done(simulation: Simulation) -> int:
    """How much of it is done, in percent."""
    top, left = simulation.result.get("top", 0), simulation.result.get("left", 0)
    return 100 if simulation.state == SimulationState.DONE or not top else 100 * (top - left) // top


def is_behind(simulation: Simulation) -> bool:
    """The draft has changed since. `draft` is loaded."""
    return simulation.draft.rev != simulation.rev


def _chosen(wish: Wish, by: User) -> dict[str, Any]:
    """The wish as the row keeps it; raises `BadWish`."""
    if wish.numbers:
        return {"cases": _ids(wish.numbers, by)}
    if wish.days is None or not 1 <= wish.days <= MOST_DAYS:
        raise BadWish("days", f"Choose from 1 to {MOST_DAYS} days.")
    if wish.topic and not Topic.objects.filter(pk=wish.topic).exists():
        raise BadWish("topic", "There is no topic with this code.")
    if wish.facility and not Facility.objects.filter(key=wish.facility).exists():
        raise BadWish("facility", "There is no facility with this code.")
    return {name: value for name, value in (("topic", wish.topic), ("facility", wish.facility)) if value}


def _ids(numbers: Sequence[str], by: User) -> list[int]:
    asked = list(dict.fromkeys(numbers))
    if len(asked) > MOST_CHOSEN:
        raise BadWish("numbers", f"Name at most {MOST_CHOSEN:,} cases.")
    found = dict(Case.objects.visible_to(by).filter(number__in=asked).values_list("number", "pk"))
    if unknown := [number for number in asked if number not in found]:
        raise BadWish("numbers", f"There is no case {unknown[0][:20]}. Check the number.")
    return sorted(found.values(), reverse=True)


def _parts(version: Any) -> dict[str, Any]:
    """What decides, as it stands now: a draft may change while its replay runs."""
    if version is None:
        return {"rules": [], "guards": [], "cover": {}}
    return {"rules": version.rules, "guards": version.guards, "cover": version.cover}


def _rules(parts: dict[str, Any]) -> Rules:
    return read(parts["rules"], parts["guards"], parts["cover"])
