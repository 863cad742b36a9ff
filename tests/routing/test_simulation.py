"""A draft tried on cases that were: what the router says of each, and nothing written but the result."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, connection
from django.db.models.functions import Now

from cases.models import Case, Exclusion
from helpline.accounts.models import Role
from helpline.refusals import OutOfReach
from routing.models import Decision, RuleDraft, Simulation, SimulationState
from routing.router import decide
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.rules.language import Facts
from routing.trials import replay, simulation
from routing.trials.replay import read_offices
from routing.trials.simulation import BadWish, Wish
from routing.trials.simulation_report import report
from tests.builders import KROME, STEWART, a_call, a_case, concern
from tests.cast import Cast, person
from tests.house.walking import tables

WEEK = Wish(days=7)
TOPICS = ("MED", "CON", "TEL", "FOR", "SUI", "REM", "OTH", "USC")


def a_draft(cast: Cast) -> RuleDraft:
    """Medical care goes elsewhere, phones are raised and copied, thanks are for leads."""
    current = rules_in_force()
    assert current
    draft = drafts.begin("Another way", current, by=cast.hq)
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    more: list[dict[str, Any]] = [
        {"key": "phones", "says": "Phones", "when": {"topic": ["TEL"]}, "raise_to": "P1", "respond_within": "1h",
         "copies": [{"office": "PRIV"}]},
        {"key": "quiet", "says": "Quiet", "when": {"topic": ["OTH"]}, "leads_only": True, "withhold_identity": True},
    ]  # fmt: skip
    return drafts.change(draft, draft.rev, rules=[*rules, *more], by=cast.hq)


def some_cases(cast: Cast) -> None:
    """Two calls about everything, routed."""
    from routing import dispatch

    for place in (STEWART, KROME):
        a_call(*[concern(topic) for topic in TOPICS], by=cast.operator, facility=place)
    dispatch.drain()


def tally_of(made: Simulation) -> dict[str, Any]:
    """What a simulation counted."""
    made.refresh_from_db()
    found: dict[str, Any] = made.result["tally"]
    return found


def by_hand(draft: RuleDraft) -> tuple[Counter[tuple[str, str]], int]:
    """The same by brute force: moves, and cases that differ in anything."""
    current, offices = rules_in_force(), read_offices()
    assert current
    moves, changed = Counter[tuple[str, str]](), 0
    for kept in Decision.objects.values_list("facts", flat=True):
        facts = Facts.from_json(kept)
        before, after = decide(facts, current.read(), offices), decide(facts, draft.read(), offices)
        differs = before.as_json() | {"also": []} != after.as_json() | {"also": []}
        changed += before.office != after.office or differs
        if before.office != after.office:
            moves[before.office, after.office] += 1
    return moves, changed


def test_it_says_what_the_router_says_of_every_case(cast: Cast) -> None:
    some_cases(cast)
    draft = a_draft(cast)
    made = simulation.ask(draft, WEEK, by=cast.hq)
    assert (made.state, made.cases) == (SimulationState.DONE, 2 * len(TOPICS))
    tally = tally_of(made)
    moves, changed = by_hand(draft)
    assert {(before, after): n for before, after, n in tally["moves"]} == moves == {("IHSC", "CMD"): 2}
    assert (made.moved, tally["changed"]) == (2, changed)
    assert tally["limits"] == [["the topic's own", "respond 1h", 2]]
    assert ["PRIV", "more", 2] in tally["copies"]
    assert ["leads_only", "more", 2] in tally["care"]
    told = report(made, cast.hq)
    assert {(rule.key, rule.before, rule.after) for rule in told.rules} >= {("phones", 0, 2), ("quiet", 0, 2)}
    [moved] = [group for group in told.groups if "Custody" in group.title]
    assert {one.number for one in moved.examples} == set(
        Case.objects.filter(topic="MED").values_list("number", flat=True)
    )
    assert all(one.why_before and one.why_after for group in told.groups for one in group.examples)


def test_nothing_is_written_but_the_result(cast: Cast) -> None:
    some_cases(cast)
    draft = a_draft(cast)
    before = tables()
    simulation.ask(draft, WEEK, by=cast.hq)
    after = tables()
    assert {table for table in after if after[table] != before[table]} == {"routing_simulation"}


def test_a_replay_cannot_write(cast: Cast) -> None:
    case = a_case(by=cast.operator)
    with pytest.raises(InternalError, match="read-only"), replay.reading_only():
        Case.objects.filter(pk=case.pk).update(summary="x")


def test_facts_are_those_of_the_day_also_where_the_case_changed_since(cast: Cast) -> None:
    case = a_case("MED", by=cast.operator)
    Case.objects.filter(pk=case.pk).update(topic="CON", urgency="P3")
    a_case("MED", by=cast.operator, routed=False)
    made = simulation.ask(a_draft(cast), WEEK, by=cast.hq)
    assert tally_of(made)["moves"] == [["IHSC", "CMD", 2]]


@pytest.mark.parametrize(
    ("wish", "cases"),
    [
        (Wish(days=7, topic="MED"), 2),
        (Wish(days=7, facility=KROME), len(TOPICS)),
        (Wish(days=7, topic="MED", facility=KROME), 1),
    ],
)
def test_a_set_may_be_chosen(cast: Cast, wish: Wish, cases: int) -> None:
    some_cases(cast)
    Case.objects.filter(topic="USC").update(opened_at=Now() - timedelta(days=8))
    made = simulation.ask(a_draft(cast), wish, by=cast.hq)
    assert made.cases == cases - (wish.facility == KROME and not wish.topic)


def test_cases_may_be_named_and_strangers_are_not_told(cast: Cast) -> None:
    some_cases(cast)
    numbers = list(Case.objects.filter(topic="MED").values_list("number", flat=True))
    draft = a_draft(cast)
    made = simulation.ask(draft, Wish(numbers=numbers), by=cast.hq)
    assert (made.cases, made.moved) == (2, 2)
    with pytest.raises(BadWish, match="There is no case 2222-2222-2"):
        simulation.ask(draft, Wish(numbers=["2222-2222-2"]), by=cast.hq)
    with pytest.raises(OutOfReach):
        simulation.ask(draft, WEEK, by=cast.lead_atl)
    accused = person("hq.accused", Role.HEADQUARTERS)
    case = Case.objects.get(number=numbers[0])
    Exclusion.objects.create(case=case, person=accused, why="Named in it.", made_by=cast.hq)
    assert simulation.seen_by(accused, made.pk) is None
    assert simulation.seen_by(cast.hq, made.pk) == made
    shown = report(simulation.ask(draft, WEEK, by=cast.hq), accused)
    assert numbers[0] not in {one.number for group in shown.groups for one in group.examples}
    with pytest.raises(BadWish):
        simulation.ask(draft, Wish(numbers=numbers), by=accused)
    assert simulation.ask(draft, WEEK, by=accused).cases == 2 * len(TOPICS) - 1


def left_to_a_worker(draft: RuleDraft, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Simulation:
    """A simulation that began and has two of its cases looked at; the rest waits."""
    monkeypatch.setattr(replay, "PIECE", 2)
    monkeypatch.setattr(simulation, "AT_ONCE", 1)
    made = simulation.ask(draft, WEEK, by=cast.hq)
    assert made.state == SimulationState.RUNNING
    assert 0 < made.cases < Case.objects.count()
    return made


def test_a_worker_that_dies_loses_only_its_turn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    some_cases(cast)
    draft = a_draft(cast)
    made = left_to_a_worker(draft, cast, monkeypatch)
    begun = made.cases

    def die(*_: object, **__: object) -> int:
        raise SystemExit

    monkeypatch.setattr(simulation, "replay_piece", die)
    with pytest.raises(SystemExit):
        simulation.advance()
    made.refresh_from_db()
    assert (made.state, made.cases, made.attempts) == (SimulationState.RUNNING, begun, 1)
    assert simulation.advance() is False  # it is claimed for a while
    monkeypatch.setattr(simulation, "replay_piece", replay.replay_piece)
    Simulation.objects.update(next_attempt_at=Now() - timedelta(seconds=1))
    simulation.drain()
    made.refresh_from_db()
    assert (made.state, made.cases) == (SimulationState.DONE, Case.objects.count())
    assert {(before, after): n for before, after, n in tally_of(made)["moves"]} == by_hand(draft)[0]


def test_a_worker_that_slept_through_its_claim_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(cast)
    made = left_to_a_worker(a_draft(cast), cast, monkeypatch)

    def sleep(*_: object, **__: object) -> int:
        monkeypatch.setattr(simulation, "replay_piece", replay.replay_piece)
        Simulation.objects.update(next_attempt_at=Now() - timedelta(seconds=1))
        simulation.drain()
        return 0

    monkeypatch.setattr(simulation, "replay_piece", sleep)
    assert simulation.advance()
    made.refresh_from_db()
    assert (made.state, made.cases) == (SimulationState.DONE, Case.objects.count())


def test_one_that_always_fails_is_given_up_with_the_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(cast)
    made = left_to_a_worker(a_draft(cast), cast, monkeypatch)

    def fail(*_: object, **__: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(simulation, "replay_piece", fail)
    for _ in range(simulation.ATTEMPTS):
        assert simulation.advance()
        Simulation.objects.filter(state="running").update(next_attempt_at=Now())
    made.refresh_from_db()
    assert (made.state, made.last_error_code) == (SimulationState.FAILED, "RuntimeError")
    assert simulation.advance() is False


def test_it_tries_the_draft_as_it_was_asked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    some_cases(cast)
    draft = a_draft(cast)
    wanted = by_hand(draft)[0]
    made = left_to_a_worker(draft, cast, monkeypatch)
    drafts.change(draft, draft.rev, rules=draft.base.rules, by=cast.hq)
    simulation.drain()
    assert {(before, after): n for before, after, n in tally_of(made)["moves"]} == wanted
    found = Simulation.objects.select_related("draft").get(pk=made.pk)
    assert simulation.is_behind(found)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_end_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    some_cases(cast)
    draft = a_draft(cast)
    made = left_to_a_worker(draft, cast, monkeypatch)
    monkeypatch.setattr(simulation, "TURN_SECONDS", 0)

    def work() -> None:
        try:
            while Simulation.objects.filter(state="running").exists():
                simulation.drain()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    made.refresh_from_db()
    assert (made.state, made.cases) == (SimulationState.DONE, Case.objects.count())
    assert {(before, after): n for before, after, n in tally_of(made)["moves"]} == by_hand(draft)[0]
