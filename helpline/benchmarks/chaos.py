"""A working day in which everything breaks: calls come in and officers work while processes die, hang and come back.

The whole product runs under its own supervisor, with servers of its own in a folder of its own. What is counted at the
end: calls that were acknowledged and are not on record, cases without a route, anything that is there twice.
"""

import time
from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.utils import timezone

from facilities.models import Facility
from helpline.accounts.models import Role
from helpline.benchmarks.faults import people, plan, verdict
from helpline.benchmarks.faults.callers import Callers
from helpline.benchmarks.faults.desk import Desk, Seat
from helpline.benchmarks.faults.injuries import Injuries
from helpline.benchmarks.faults.rules import Publishers
from helpline.benchmarks.faults.site import Site, looked_at, standing
from helpline.benchmarks.figures import AtLeast, AtMost, Figure, p50, percentile
from helpline.benchmarks.invented import people as invented
from helpline.benchmarks.stage import Bench, Stage
from routing.invariants import check

MINUTE = 60.0
GRACE = 30.0
FAULTS_A_MINUTE = 25
PLANNED_A_MINUTE = 26  # a few find nobody to hit
SHORTEST_RUN_WITH_A_GOAL = 60.0
PERSONS = 300
LOOKS_WITHOUT_A_CASE = 6


def measure(stage: Stage) -> Iterator[Figure]:
    """The counts of one run."""
    minutes, seed = stage.sizes["minutes"], stage.sizes["seed"]
    events = plan.drawn(minutes * MINUTE, minutes * PLANNED_A_MINUTE, seed)
    yield from run(stage, events, minutes * MINUTE)


def run(stage: Stage, events: list[plan.Event], seconds: float) -> Iterator[Figure]:
    """Carry out these faults within so many seconds while calls come in; give the figures."""
    stage.say(f"Plan of seed {stage.sizes['seed']}: {len(events)} faults in {seconds:g} s.")
    for event in events:
        stage.say(f"  at {event.at:6.2f} s {event.fault}")
    with standing() as site, looked_at(site):
        callers, desk, publishers = _crew(site, stage.sizes["seed"])
        connection.close()
        injuries = Injuries(site, stage.say)
        callers.start(stage.sizes["calls_per_second"], timezone.now().isoformat())
        desk.start()
        publishers.start()
        try:
            injuries.carry_out(events, seconds)
        finally:
            injuries.heal()
            ended = time.monotonic()
            publishers.end()
            desk.end()
            callers.end(patience=GRACE)
        last = _wait(ended)
        yield from _figures(stage, callers, injuries, seconds)
        stage.say(f"The last case that was seen waiting waited {last:.1f} s from the end.")
        _tell(stage, callers, desk, publishers)


def _crew(site: Site, seed: int) -> tuple[Callers, Desk, Publishers]:
    """Everybody who works, appointed while all is well."""
    everywhere = list(Facility.objects.order_by("key").values_list("key", flat=True)[:120])
    callers = Callers(
        site.port,
        [people.token_of(each) for each in people.operators()],
        everywhere,
        list(islice(invented(PERSONS, seed), PERSONS)),
        seed,
    )
    hq, hq2 = (people.token_of(people.appointed(name, Role.HEADQUARTERS)) for name in ("hq", "hq2"))
    seats = [
        Seat(
            people.token_of(people.appointed(f"officer.{code.lower()}", Role.OFFICER, code)),
            "state=routed",
            to,
        )
        for code, to in (("ATL", "OPA"), ("MIA", "ATL"), ("IHSC", "OPA"), ("CMD", "OPA"))
    ]
    seats.append(Seat(hq, "state=routed", "CMD", leads=True))
    return callers, Desk(site.port, seats, seed), Publishers(site.port, hq, hq2)


def _wait(ended: float) -> float:
    """Until nothing waits any more, half a minute from the end at most; answer when something last did."""
    last, quiet = 0.0, 0
    while quiet < LOOKS_WITHOUT_A_CASE:
        passed = time.monotonic() - ended
        waits = bool(verdict.unrouted())
        last, quiet = (passed, 0) if waits else (last, quiet + 1)
        if passed > GRACE:
            break
        time.sleep(0.5)
    return last


def _figures(stage: Stage, callers: Callers, injuries: Injuries, seconds: float) -> Iterator[Figure]:
    lost, waiting, twice = verdict.lost(callers.acknowledged), verdict.unrouted(), verdict.duplicates()
    violations = check().violations
    latency = verdict.seconds_to_route()
    for line in [*map(str, lost[:10]), *map(str, waiting[:10]), *violations[:20]]:
        stage.say(f"WRONG: {line}")
    stage.say(f"There twice: {twice}")
    yield stage.figure("lost", len(lost), "calls", goal=AtMost(0))
    yield stage.figure("unrouted", len(waiting), "cases", goal=AtMost(0))
    yield stage.figure("duplicates", sum(twice.values()) + len(callers.mistaken), "rows", goal=AtMost(0))
    yield stage.figure("violations", len(violations), "rows", goal=AtMost(0))
    yield stage.figure("refused", len(callers.refused), "calls", goal=AtMost(0))
    yield stage.figure("acknowledged", len(callers.acknowledged), "calls")
    wanted = AtLeast(FAULTS_A_MINUTE * seconds / MINUTE) if seconds >= SHORTEST_RUN_WITH_A_GOAL else None
    yield stage.figure("faults", injuries.done.total(), "faults", goal=wanted)
    yield stage.figure("cases_routed", len(latency), "cases")
    yield stage.figure("route_p50_s", p50(latency), "s")
    yield stage.figure("route_p99_s", percentile(latency, 0.99), "s")
    yield stage.figure("route_max_s", max(latency), "s")
    for fault, times in sorted(injuries.done.items()):
        stage.say(
            f"{times:5} x {fault}" + (f" ({missed} missed)" if (missed := injuries.missed[fault]) else "")
        )


def _tell(stage: Stage, callers: Callers, desk: Desk, publishers: Publishers) -> None:
    """What everybody met, for whoever looks into a run."""
    tallies = {
        "Calls were answered": callers.answers,
        "Calls met errors": callers.improper,
        "The desk moved": desk.moves,
        "The desk met errors": desk.improper,
        "Rules were": publishers.moves,
        "Rules met errors": publishers.improper,
    }
    for what, tally in tallies.items():
        stage.say(f"{what}: {dict(tally.counts.most_common())}")
    for said in callers.refused[:5]:
        stage.say(f"A call was refused with {said.status}.")


BENCH = Bench(
    "chaos",
    "Calls while everything breaks",
    measure,
    sizes={"minutes": 12, "seed": 1, "calls_per_second": 10},
    own_stack=True,
)
