"""The API tries a draft: its truth table as CSV under its ETag, cases that were at once or later, one situation."""

from typing import Any

from routing.models import RuleDraft
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.trials import replay, simulation, truth_csv
from routing.trials.truth_table import restored
from tests.api.conftest import ROOT, Api
from tests.builders import STEWART, a_case
from tests.cast import Cast


def a_draft(cast: Cast) -> RuleDraft:
    """Medical care goes to the custody managers."""
    current = rules_in_force()
    assert current
    draft = drafts.begin("Medical care", current, by=cast.hq)
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    return drafts.change(draft, draft.rev, rules=rules, by=cast.hq)


def put(
    api: Api, draft: RuleDraft, table: str | bytes, tag: str = "", query: str = "", kind: str = "text/csv"
) -> Any:
    """PUT of a table."""
    raw = table.encode() if isinstance(table, str) else table
    headers = {"If-Match": tag} if tag else {}
    path = f"{ROOT}rules/drafts/{draft.pk}/truth/{query}"
    return api.client.put(path, data=raw, content_type=kind, headers=headers)


def test_a_table_goes_out_and_comes_back(cast: Cast) -> None:
    draft, api = a_draft(cast), Api(cast.hq)
    read = api.get(f"rules/drafts/{draft.pk}/truth/", Accept="application/json")
    assert (read.status_code, read["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert read.content == api.get("rules/truth/").content
    same = put(api, draft, read.content, read["ETag"])
    assert same.status_code == 200
    assert {name: same.json()[name] for name in ("added", "changed", "removed")} == {
        "added": [], "changed": [], "removed": [],
    }  # fmt: skip
    broken = same.json()["broken"]
    assert broken
    assert all("It goes to CMD, not to" in row["reason"] or "Copies go to" in row["reason"] for row in broken)


def test_a_table_may_be_tried_dry_and_only_the_draft_as_seen_takes_it(cast: Cast) -> None:
    draft, api = a_draft(cast), Api(cast.hq)
    tag = api.get(f"rules/drafts/{draft.pk}/truth/")["ETag"]
    less = truth_csv.write(restored(draft.truth[:-1]))
    dry = put(api, draft, less, tag, "?dry_run=true")
    assert (dry.status_code, len(dry.json()["removed"]), dry["ETag"]) == (200, 1, tag)
    assert put(api, draft, less).status_code == 428
    assert put(api, draft, less, '"draft-0-0"').status_code == 412
    assert put(api, draft, less, tag, kind="text/plain").status_code == 415
    assert put(api, draft, b"x" * 600_000, tag).status_code == 413
    wrong = put(api, draft, "situation,topic,expected_office\nx,XXX,OPA", tag)
    assert wrong.status_code == 422
    assert wrong.json()["errors"] == [
        {"pointer": "#/rows/2/topic", "field": "rows[2].topic",
         "detail": "Row 2, topic: There is no topic with the code XXX."},
    ]  # fmt: skip
    assert RuleDraft.objects.get(pk=draft.pk).truth == draft.truth
    kept = put(api, draft, less, tag)
    assert kept.status_code == 200
    assert kept["ETag"] != tag
    assert RuleDraft.objects.get(pk=draft.pk).truth == draft.truth[:-1]


def test_a_small_set_is_answered_at_once(cast: Cast) -> None:
    case = a_case("MED", by=cast.operator)
    draft, api = a_draft(cast), Api(cast.hq)
    done = api.post(f"rules/drafts/{draft.pk}/simulation/", {"numbers": [case.number.lower()]})
    assert done.status_code == 200
    told = done.json()
    assert (told["state"], told["cases"], told["moved"]) == ("done", 1, 1)
    assert told["moves"] == [{"before": "IHSC", "after": "CMD", "cases": 1}]
    assert told["examples"][0]["case"] == case.number
    for body in (
        {},
        {"days": 0},
        {"numbers": ["x"]},
        {"days": 7, "topic": "XXX"},
        {"days": 7, "facility": "XXX"},
    ):
        assert api.post(f"rules/drafts/{draft.pk}/simulation/", body).status_code == 422


def test_a_larger_one_is_read_until_it_is_done(cast: Cast, monkeypatch: Any) -> None:
    for topic in ("MED", "CON", "TEL"):
        a_case(topic, by=cast.operator)
    monkeypatch.setattr(replay, "PIECE", 1)
    monkeypatch.setattr(simulation, "AT_ONCE", 1)
    draft, api = a_draft(cast), Api(cast.hq)
    begun = api.post(f"rules/drafts/{draft.pk}/simulation/", {"days": 7})
    assert (begun.status_code, begun.json()["state"]) == (202, "running")
    simulation.drain()
    told = api.client.get(begun["Location"]).json()
    assert (told["state"], told["percent"], told["cases"], told["moved"]) == ("done", 100, 3, 1)


def test_one_situation(cast: Cast) -> None:
    draft, api = a_draft(cast), Api(cast.hq)
    told = api.post(f"rules/drafts/{draft.pk}/try/", {"topic": "MED", "facility": STEWART}).json()
    assert (told["same"], told["draft"]["office"], told["in_force"]["office"]) == (False, "CMD", "IHSC")
    wrong = api.post(f"rules/drafts/{draft.pk}/try/", {"topic": "CON", "days_to_hearing": "soon"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/days_to_hearing")
