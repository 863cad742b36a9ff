"""What headquarters has in the world of the authorization matrix: a draft of the rules, and a trial of it."""

from datetime import timedelta

from django.utils import timezone

from helpline.accounts.models import Role, User
from routing.rules import drafts, publishing
from routing.rules.in_force import rules_in_force
from routing.trials import simulation
from tests.cast import person
from tests.house.supervising import Targets


def make(people: dict[str, User]) -> dict[str, Targets]:
    """After the cases: a draft that sends medical care elsewhere, tried on all of them."""
    hq, current = people["hq"], rules_in_force()
    assert current
    draft = drafts.begin("Medical care", current, by=hq)
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    draft = drafts.change(draft, draft.rev, rules=rules, by=hq)
    tried = simulation.ask(draft, simulation.Wish(days=7), by=hq)
    ready = drafts.begin("Says the same", current, by=hq)
    found: dict[str, object] = {
        "ruledraft": draft.pk,
        "ready_draft": ready.pk,
        "simulation": tried.pk,
        **_second_person(hq),
    }
    found |= {
        "sound_draft": drafts.begin("As it is", current, by=hq).pk,
        "draft_rule": {"key": draft.pk, "rule": "health"},
        "draft_guard": {"key": draft.pk, "guard": draft.guards[0]["key"]},
        "draft_cover": {"key": draft.pk, "unit": "OPR"},
    }
    return {kind: [("draft", value, None)] for kind, value in found.items()}


def _second_person(hq: User) -> dict[str, object]:
    """A version that takes effect tomorrow, and a draft by somebody else that waits for headquarters."""
    other, base = person("hq.other", Role.HEADQUARTERS), rules_in_force()
    assert base is not None
    first = drafts.submit(drafts.begin("Takes effect tomorrow", base, by=other), "Nothing.", by=other)
    tomorrow = timezone.now() + timedelta(days=1)
    planned = publishing.publish(first, first.rev, expected=base, effective_at=tomorrow, by=hq)
    waiting = drafts.begin("Waits for headquarters", planned.ruleset, by=other)
    waiting = drafts.submit(waiting, "Nothing.", by=other)
    return {"waiting_draft": waiting.pk, "publication": planned.pk, "version": base.version}


def unknown(kind: str) -> object | None:
    """What leads nowhere, for the kinds with two variable parts; None for every other kind."""
    name = {"draft_rule": "rule", "draft_guard": "guard", "draft_cover": "unit"}.get(kind)
    return {"key": 4712, name: "nowhere"} if name else None
