"""From a draft to a version and back: two people, findings beside the rules, and lists that cost the same however long."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import Role
from routing.models import DraftState, Publication, RuleDraft, RuleSet
from routing.rules import drafts, publishing
from routing.rules.in_force import rules_in_force
from tests.cast import Cast, person


def base() -> RuleSet:
    """What is in force."""
    found = rules_in_force()
    assert found is not None
    return found


def at(name: str, draft: RuleDraft, **more: str) -> str:
    """A page of the draft."""
    return reverse(f"routing:{name}", kwargs={"key": draft.pk, **more})


def test_one_submits_and_another_publishes(cast: Cast, signed_in: Any) -> None:
    other = person("hq2", Role.HEADQUARTERS)
    mine, theirs = signed_in(cast.hq), signed_in(other)
    before = base()
    mine.post(reverse("routing:drafts"), {"name": "Names of rules"})
    draft = RuleDraft.objects.get()
    empty = mine.post(at("draft_submission", draft), {"rev": 1, "why": " "})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    mine.post(at("draft_submission", draft), {"rev": 1, "why": "Nothing for anybody."})
    own = mine.get(at("draft_publication", draft)).content.decode()
    assert publishing.SAME_HAND in own
    assert "Publish these rules" not in own
    refused = mine.post(at("draft_publication", draft), {"rev": 2, "expected": before.version, "when": "now"})
    assert refused.status_code == HTTPStatus.CONFLICT
    back = theirs.post(at("sending_back", draft), {"rev": 2, "why": "Name the topic."})
    assert back.status_code == HTTPStatus.FOUND
    assert "Name the topic." in mine.get(at("draft", draft)).content.decode()
    mine.post(at("draft_submission", draft), {"rev": 3, "why": "Nothing for anybody."})
    late = theirs.post(
        at("draft_publication", draft), {"rev": 4, "expected": before.version, "when": "later"}
    )
    assert set(late.context["form"].errors) == {"day", "time"}
    done = theirs.post(at("draft_publication", draft), {"rev": 4, "expected": before.version, "when": "now"})
    assert done.status_code == HTTPStatus.FOUND
    assert base().version == before.version + 1
    assert (base().proposed_by, base().published_by) == (cast.hq, other)
    page = theirs.get(reverse("routing:rules")).content.decode()
    assert f"Version {before.version + 1} of the rules decides" in page


def test_a_version_to_come_is_called_off_and_an_earlier_one_comes_back(cast: Cast, signed_in: Any) -> None:
    other, client, first = person("hq2", Role.HEADQUARTERS), signed_in(cast.hq), base()
    draft = drafts.submit(drafts.begin("One", first, by=other), "Nothing.", by=other)
    published = publishing.publish(draft, draft.rev, expected=first, by=cast.hq).ruleset
    draft = drafts.submit(drafts.begin("Two", published, by=other), "Nothing.", by=other)
    tomorrow = timezone.now() + timedelta(days=1)
    planned = publishing.publish(draft, draft.rev, expected=published, effective_at=tomorrow, by=cast.hq)
    assert "takes effect" in client.get(reverse("routing:rules")).content.decode()
    off = reverse("routing:calling_off", args=[planned.pk])
    assert client.post(off, {"why": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert client.post(off, {"why": "Too early."}).status_code == HTTPStatus.FOUND
    assert signed_in(other).post(off, {"why": "Again."}).status_code == HTTPStatus.CONFLICT
    back = reverse("routing:rollback", args=[first.version])
    seen = {"why": "It was wrong.", "seen": published.version}
    assert client.post(back, {"why": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert client.post(back, seen).status_code == HTTPStatus.FOUND
    assert base() == first
    assert Publication.objects.count() == 4
    both = reverse("routing:rules_version", args=[published.version])
    assert client.get(both, {"against": first.version}).context["changes"].any is False


def test_a_rule_moves_and_goes_and_comes_back(cast: Cast, signed_in: Any) -> None:
    client, draft = signed_in(cast.hq), drafts.begin("Order", base(), by=cast.hq)
    rows = client.get(at("draft", draft)).context["file"].deciding
    second = rows[1].line.key
    client.post(at("rule_place", draft, rule=second), {"rev": 1, "place": rows[1].up})
    file = client.get(at("draft", draft)).context["file"]
    assert [row.line.key for row in file.deciding[:2]] == [second, rows[0].line.key]
    assert [(move.key, move.after) for move in file.changes.moved] in ([(second, 1)], [(rows[0].line.key, 2)])
    client.post(at("rule_place", draft, rule=second), {"rev": 2, "place": file.deciding[0].down})
    assert client.get(at("draft", draft)).context["file"].changes.any is False
    stale = client.post(at("rule_removal", draft, rule=second), {"rev": 2})
    assert stale.status_code == HTTPStatus.CONFLICT
    client.post(at("rule_removal", draft, rule=second), {"rev": 3})
    page = client.get(at("draft", draft))
    assert [line.key for line in page.context["file"].changes.removed] == [second]
    assert page.context["removed"]["row"]["key"] == second
    client.post(at("restoration", draft), {"rev": 4})
    assert client.get(at("draft", draft)).context["file"].changes.any is False


def test_guards_and_cover_are_written_too(cast: Cast, signed_in: Any) -> None:
    client, draft = signed_in(cast.hq), drafts.begin("Care", base(), by=cast.hq)
    guard = {
        "rev": 1, "step": "save", "name": "Minors", "says": "Minors never go to a field office", "field_offices": "on",
        "facts": ["topic"], "topic-mode": "one_of", "topic-values": ["JUV"],
    }  # fmt: skip
    assert client.post(at("draft_guards", draft), guard).status_code == HTTPStatus.FOUND
    twice = client.post(at("draft_cover", draft, unit="OPLA"), {"rev": 2, "other-0": "OPA", "other-1": "OPA"})
    assert list(twice.context["form"].errors) == ["other-1"]
    cover = {"rev": 2, "other-0": "OPA", "other-1": "CMD"}
    assert client.post(at("draft_cover", draft, unit="OPLA"), cover).status_code == HTTPStatus.FOUND
    draft.refresh_from_db()
    assert draft.guards[-1] == {
        "key": "minors", "says": "Minors never go to a field office", "never_to": ["field_offices"],
        "when": {"topic": ["JUV"]},
    }  # fmt: skip
    assert draft.cover["OPLA"] == ["OPA", "CMD"]


def cost(client: Client, address: str) -> int:
    """How many statements the page takes, once warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(queries)


def test_pages_cost_the_same_for_1_3_and_50_drafts_and_rules(cast: Cast, signed_in: Any) -> None:
    client, other, costs = signed_in(cast.hq), person("hq2", Role.HEADQUARTERS), []
    long = drafts.begin("Long", base(), by=cast.hq)
    pages = [reverse("routing:rules"), reverse("routing:drafts"), reverse("routing:rules_versions")]
    pages += [at("draft", long), at("draft_publication", long), at("draft_rule", long, rule="health")]
    for more in (1, 2, 47):
        for number in range(more):
            draft = drafts.begin(f"Draft {number}", base(), by=other)
            waits = {"state": DraftState.SUBMITTED, "submitted_at": timezone.now(), "submitted_by": other}
            if number % 2:
                RuleDraft.objects.filter(pk=draft.pk).update(**waits)
            else:
                drafts.withdraw(draft, by=other)
        rules = [
            {
                "key": f"more-{long.rev}-{number}",
                "says": "More",
                "when": {"language": ["quc"]},
                "raise_to": "P1",
            }
            for number in range(more)
        ]
        drafts.change(long, long.rev, rules=[*long.rules, *rules], by=cast.hq)
        costs.append([cost(client, page) for page in pages])
    assert costs[0] == costs[1] == costs[2]
    assert RuleDraft.objects.filter(state=DraftState.WITHDRAWN).count() == 26
