"""What headquarters has in the world of the authorization matrix: a draft of the rules, and a trial of it."""

from helpline.accounts.models import User
from routing import drafts, simulation
from routing.in_force import rules_in_force
from tests.house.supervising import Targets


def make(people: dict[str, User]) -> dict[str, Targets]:
    """After the cases: a draft that sends medical care elsewhere, tried on all of them."""
    hq, current = people["hq"], rules_in_force()
    assert current
    draft = drafts.begin("Medical care", current, by=hq)
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    draft = drafts.change(draft, draft.rev, rules=rules, by=hq)
    tried = simulation.ask(draft, simulation.Wish(days=7), by=hq)
    return {"ruledraft": [("draft", draft.pk, None)], "simulation": [("draft", tried.pk, None)]}
