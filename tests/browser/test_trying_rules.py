"""Every page where a draft is tried, in every state: empty forms, refusals, running, results."""

import pytest

from routing.models import Simulation, SimulationState
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.trials import simulation
from tests.browser.conftest import StartWalk
from tests.browser.scene import Scene
from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_pages_that_try_a_draft(walk: StartWalk, people: Cast, scene: Scene) -> None:
    current = rules_in_force()
    assert current
    draft = drafts.begin("Medical care goes to the managers of custody", current, by=people.hq)
    here = f"/rules/drafts/{draft.pk}"
    rules = [
        {**rule, "to": "CMD", "raise_to": "P0"} if rule["key"] == "health" else rule for rule in draft.rules
    ]
    headquarters = walk(people.hq)
    headquarters.look(f"{here}/simulation/", "trial-none-yet")
    draft = drafts.change(draft, draft.rev, rules=rules, by=people.hq)
    done = simulation.ask(draft, simulation.Wish(days=7), by=people.hq)
    running = simulation.ask(draft, simulation.Wish(days=7), by=people.hq)
    Simulation.objects.filter(pk=running.pk).update(state=SimulationState.RUNNING)
    headquarters.look(f"{here}/truth/", "truth-table")
    headquarters.look(f"{here}/truth/?show=broken", "truth-table-broken")
    headquarters.look(f"{here}/simulation/", "trials")
    headquarters.look(f"/rules/simulations/{done.pk}/", "trial-done")
    headquarters.look(f"/rules/simulations/{running.pk}/", "trial-running")
    headquarters.look(f"{here}/try/", "try-one")
    headquarters.look(f"{here}/try/?topic=MED&facility=Stewart", "try-one-decided")
    headquarters.look(f"{here}/try/?topic=MED&facility=County", "try-one-refused", status=422)
