"""Rules are read, changed, checked, published and taken back through the API by the verbs of the pages."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from facilities.models import Office
from helpline.accounts.models import Role, User
from routing.models import RuleDraft, RuleSet
from routing.rules.in_force import rules_in_force
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

BASE = "/api/v1/rules/"
CMD_FIRST = {
    "key": "water",
    "says": "Conditions go to Custody Management",
    "when": {"topic": ["CON"]},
    "to": "CMD",
}


class Hand:
    """One person's program."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, method: str, path: str, body: Any = None, tag: str = "") -> Any:
        """One request; `tag` goes as If-Match."""
        said: dict[str, Any] = {} if body is None else {"data": json.dumps(body)}
        headers = {"If-Match": tag} if tag else {}
        return self.client.generic(
            method, f"{BASE}{path}", said.get("data", ""), content_type="application/json", headers=headers
        )


@pytest.fixture
def hands(cast: Cast, signed_in: Any) -> tuple[Hand, Hand]:
    """Two people of headquarters."""
    second: User = person("hq2", Role.HEADQUARTERS)
    return Hand(signed_in(cast.hq)), Hand(signed_in(second))


def begun(writer: Hand) -> tuple[int, str, list[dict[str, Any]]]:
    """A draft: its id, its tag, its rules."""
    answer = writer.send("POST", "drafts/", {"name": "Water"})
    assert answer.status_code == 201
    return answer.json()["id"], answer["ETag"], answer.json()["rules"]


def submitted(writer: Hand) -> tuple[int, str]:
    """A draft that sends conditions to CMD, waiting for a second person."""
    key, tag, rules = begun(writer)
    body = {"rules": [CMD_FIRST, *[rule for rule in rules if rule["key"] != "copies-standards"]], "truth": []}
    changed = writer.send("PATCH", f"drafts/{key}/", body, tag)
    assert changed.status_code == 200, changed.json()
    answer = writer.send("POST", f"drafts/{key}/submission/", {"why": "Water is theirs."}, changed["ETag"])
    assert answer.status_code == 200, answer.json()
    return key, answer["ETag"]


def test_a_draft_is_written_checked_submitted_published_and_taken_back(hands: tuple[Hand, Hand]) -> None:
    writer, second = hands
    first = writer.send("GET", "").json()
    key, tag = submitted(writer)
    findings = writer.send("GET", f"drafts/{key}/findings/").json()
    assert {one["severity"] for one in findings} == {"note"}
    own = writer.send("POST", f"drafts/{key}/publication/", {"expected": first["version"]}, tag)
    assert (own.status_code, "second person" in own.json()["detail"]) == (409, True)
    made = second.send("POST", f"drafts/{key}/publication/", {"expected": first["version"]}, tag)
    assert (made.status_code, made.json()["version"]) == (201, first["version"] + 1)
    now = writer.send("GET", "").json()
    assert (now["version"], now["rules"][0]["key"], now["proposed_by"]) == (
        first["version"] + 1,
        "water",
        "hq",
    )
    back = writer.send(
        "POST", "rollback/", {"version": first["version"], "why": "Wrong.", "expected": now["newest"]}
    )
    assert back.status_code == 201
    assert writer.send("GET", "").json()["rules"] == first["rules"]


def test_a_draft_that_changed_meanwhile_is_not_overwritten(hands: tuple[Hand, Hand]) -> None:
    writer, second = hands
    key, tag, rules = begun(writer)
    assert second.send("PATCH", f"drafts/{key}/", {"rules": [CMD_FIRST, *rules]}, tag).status_code == 200
    late = writer.send("PATCH", f"drafts/{key}/", {"rules": rules[1:]}, tag)
    assert late.status_code == 412
    assert writer.send("PATCH", f"drafts/{key}/", {"rules": rules[1:]}).status_code == 428
    assert RuleDraft.objects.get(pk=key).rules[0] == CMD_FIRST


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**CMD_FIRST, "raise": "P1"}, "“raise” is not a field"),
        ({**CMD_FIRST, "when": {"weather": ["rain"]}}, "does not know “weather”"),
        ({**CMD_FIRST, "key": "emergency"}, "has the key of an earlier one"),
        ({**CMD_FIRST, "key": "Not a key"}, "the key is missing or not written"),
        ({**CMD_FIRST, "says": " "}, "sentence is missing"),
        ({**CMD_FIRST, "when": {"days_to_hearing": {"at_most": "soon"}}}, "cannot be answered"),
        ({**CMD_FIRST, "copies": [{"office": "CMD", "shows": "names"}]}, "shows what is not defined"),
    ],
)
def test_rows_that_cannot_be_read_are_refused_with_row_and_reason(
    row: dict[str, Any], reason: str, hands: tuple[Hand, Hand]
) -> None:
    key, tag, rules = begun(hands[0])
    answer = hands[0].send("PATCH", f"drafts/{key}/", {"rules": [*rules, row]}, tag)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == f"#/rules/{len(rules)}"
    assert reason in error["detail"]
    draft = RuleDraft.objects.get(pk=key)
    assert (draft.rev, draft.rules) == (1, rules)


def test_rules_with_errors_are_not_submitted_and_each_error_names_its_row(hands: tuple[Hand, Hand]) -> None:
    key, tag, rules = begun(hands[0])
    bad = [{**CMD_FIRST, "to": "OIG"}, *rules, {**CMD_FIRST, "key": "again"}]
    changed = hands[0].send(
        "PATCH", f"drafts/{key}/", {"rules": bad, "cover": {"OPR": ["OPA"], "OPA": ["OPR"]}}, tag
    )
    answer = hands[0].send("POST", f"drafts/{key}/submission/", {"why": "Why not."}, changed["ETag"])
    assert answer.status_code == 422
    told = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert "outside the house" in told["#/rules/0"]
    assert "exactly the same cases" in told[f"#/rules/{len(rules) + 1}"]
    assert any("circle" in detail for detail in told.values())


def test_an_office_that_closed_since_the_submission_stops_the_publication(hands: tuple[Hand, Hand]) -> None:
    writer, second = hands
    key, tag = submitted(writer)
    before = rules_in_force()
    Office.objects.filter(code="CMD").update(closed_on="2020-01-02")
    answer = second.send("POST", f"drafts/{key}/publication/", {}, tag)
    assert answer.status_code == 422
    assert "closed on Jan 2, 2020" in answer.json()["errors"][0]["detail"]
    assert rules_in_force() == before
    assert RuleSet.objects.count() == before.version  # type: ignore[union-attr]


def test_a_version_that_waits_is_shown_and_called_off(hands: tuple[Hand, Hand]) -> None:
    writer, second = hands
    key, tag = submitted(writer)
    past = second.send("POST", f"drafts/{key}/publication/", {"effective_at": "2020-01-02T00:00:00Z"}, tag)
    assert (past.status_code, "has passed" in past.json()["detail"]) == (409, True)
    in_a_week = (timezone.now() + timedelta(days=7)).isoformat()
    made = second.send("POST", f"drafts/{key}/publication/", {"effective_at": in_a_week}, tag)
    assert made.status_code == 201
    (waiting,) = writer.send("GET", "").json()["scheduled"]
    off = writer.send("POST", f"publications/{waiting['id']}/withdrawal/", {"why": "Not yet."})
    assert (off.status_code, writer.send("GET", "").json()["scheduled"]) == (200, [])
    again = writer.send("POST", f"publications/{waiting['id']}/withdrawal/", {"why": "Not yet."})
    assert again.status_code == 409
