"""Trying changed rules on a hundred thousand cases that were."""

import resource
import time
from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from cases.models import Case
from helpline.accounts.models import Role, User
from helpline.benchmarks.backlog import Backlog
from helpline.benchmarks.figures import AtMost, Figure
from helpline.benchmarks.stage import Bench, Stage
from routing import dispatch
from routing.models import Decision, RuleDraft, Simulation, SimulationState
from routing.router import decide
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.rules.language import Facts
from routing.trials import simulation
from routing.trials.replay import read_offices

FULL = 100_000
SAMPLE = 2_000


def measure(stage: Stage) -> Iterator[Figure]:
    """The figures of a replay in one process, as a worker does it; the floor is reading the same facts and no more."""
    stage.load_reference()
    count = stage.sizes["cases"]
    Backlog(stage).add(count)
    dispatch.drain()
    total = Case.objects.count()
    stage.say(f"{total:,} cases are routed.")
    draft = _draft()
    seconds, done = _replayed(draft, total)
    per_full = FULL / total
    floor = _read_facts() * per_full
    yield stage.figure("replay_100k_s", seconds * per_full, "s", floor=floor, goal=AtMost(60))
    yield stage.figure("moved_share", done.moved / done.cases, "share")
    yield stage.figure("at_once_ms", _sampled(draft) * 1000, "ms")
    yield stage.figure("most_memory_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


def _draft() -> RuleDraft:
    """Rules that send some cases elsewhere, raise some and copy some."""
    hq = User.objects.create(username="bench.hq", role=Role.HEADQUARTERS)
    current = rules_in_force()
    if current is None:
        raise AssertionError("No rules are in force.")
    draft = drafts.begin("Bench", current, by=hq)
    added = {
        "key": "bench-elderly", "says": "Conditions and phones are copied and raised", "to": None,
        "when": {"topic": ["CON", "TEL"]}, "raise_to": "P1",
        "copies": [{"office": "CMD", "purpose": "know", "shows": "no_identity"}],
    }  # fmt: skip
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    return drafts.change(draft, draft.rev, rules=[*rules, added], by=hq)


def _replayed(draft: RuleDraft, total: int) -> tuple[float, Simulation]:
    """The seconds from asking to the end, turn after turn, and what came of it: every case, as `decide` has it."""
    began = time.perf_counter()
    asked = simulation.ask(draft, simulation.Wish(days=7), by=draft.begun_by)
    simulation.drain()
    seconds = time.perf_counter() - began
    done = Simulation.objects.get(pk=asked.pk)
    if done.state != SimulationState.DONE or done.cases != total:
        raise AssertionError(f"The replay is {done.state} after {done.cases} of {total} cases.")
    return seconds, done


def _sampled(draft: RuleDraft) -> float:
    """Seconds for a set of cases that is answered at once; its matrix is checked case by case against `decide`."""
    numbers = list(Case.objects.order_by("?").values_list("number", flat=True)[:SAMPLE])
    began = time.perf_counter()
    asked = simulation.ask(draft, simulation.Wish(numbers=numbers), by=draft.begun_by)
    seconds = time.perf_counter() - began
    simulation.drain()
    told = Simulation.objects.get(pk=asked.pk).result["tally"]["moves"]
    current, offices = rules_in_force(), read_offices()
    wanted: Counter[tuple[str, str]] = Counter()
    kept = Decision.objects.filter(case__number__in=numbers).values_list("facts", flat=True)
    for facts in map(Facts.from_json, kept):
        now = decide(facts, current.read(), offices) if current else None
        then = decide(facts, draft.read(), offices)
        if now and now.office != then.office:
            wanted[now.office, then.office] += 1
    if {(before, after): n for before, after, n in told} != dict(wanted) or not wanted:
        raise AssertionError("The replay and the router say different things.")
    return seconds


def _read_facts() -> float:
    """Seconds to read the facts of every decision, two thousand at a time."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DECLARE floor NO SCROLL CURSOR FOR SELECT facts FROM routing_decision")
        cursor.execute("FETCH 2000 FROM floor")
        while cursor.fetchall():
            cursor.execute("FETCH 2000 FROM floor")
    return time.perf_counter() - began


BENCH = Bench("simulation", "Trying changed rules on past cases", measure, sizes={"cases": FULL})
