"""`manage.py bench chaos`: its plan is the same for the same seed, and a short run of it loses nothing."""

from collections import Counter
from uuid import uuid4

import pytest

from cases.models import Call
from helpline.benchmarks import chaos
from helpline.benchmarks.faults import plan, verdict
from helpline.benchmarks.faults.callers import Acknowledged
from helpline.benchmarks.faults.plan import Event, Fault, How, Part
from helpline.benchmarks.stage import Stage
from tests.builders import a_call, concern
from tests.cast import Cast

COUNTS = ("lost", "unrouted", "duplicates", "violations", "refused")


def test_a_plan_is_drawn_from_its_seed() -> None:
    events = plan.drawn(720, 312, 1)
    assert events == plan.drawn(720, 312, 1)
    assert events != plan.drawn(720, 312, 2)
    assert events == sorted(events, key=lambda event: event.at)
    assert len(events) == 312
    assert set(Counter(event.fault for event in events)) == set(plan.WEIGHTS)


def test_every_part_of_the_installation_is_killed_and_hung() -> None:
    hit = {(fault.part, fault.how) for fault in plan.WEIGHTS}
    assert {part for part, how in hit if how is How.KILLED} == set(Part)
    assert {part for part, how in hit if how is How.HUNG} == set(Part)


def test_what_was_promised_and_is_not_there_is_lost(cast: Cast) -> None:
    call = a_call(concern("TEL"), concern("CON"), by=cast.operator)
    kept = Acknowledged(call.submission_key, call.reference, 2)
    lacks_a_case = Acknowledged(call.submission_key, call.reference, 3)
    never_saved = Acknowledged(uuid4(), "C-000000-XXXX", 1)
    assert Call.objects.count() == 1
    assert verdict.lost([kept]) == []
    assert verdict.lost([kept, lacks_a_case, never_saved]) == [call.reference, "C-000000-XXXX"]
    assert len(verdict.unrouted()) == 2
    assert set(verdict.duplicates().values()) == {0}


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
def test_a_short_run_loses_nothing() -> None:
    said: list[str] = []
    stage = Stage("chaos", "", {"seed": 1, "calls_per_second": 4}, said.append)
    events = [
        Event(1.0, Fault(Part.WORKER_PROCESS, How.KILLED), 1, 0.0),
        Event(2.0, Fault(Part.SESSION, How.KILLED), 1, 0.0),
        Event(3.0, Fault(Part.REDIS, How.FLUSHED), 1, 0.0),
    ]
    figures = {figure.figure: figure.value for figure in chaos.run(stage, events, 6.0)}
    assert {name: figures[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0), "\n".join(said)
    assert figures["acknowledged"] >= 4
    assert figures["cases_routed"] >= figures["acknowledged"]
