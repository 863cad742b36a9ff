"""Headquarters tries a draft in the browser: its truth table, cases that were, one situation. Nothing typed is lost."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case
from routing.models import RuleDraft, Simulation
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.trials import replay, simulation, truth_csv
from routing.trials.truth_table import restored
from tests.builders import STEWART, a_case
from tests.cast import Cast


def a_draft(cast: Cast) -> RuleDraft:
    """Medical care goes to the custody managers."""
    current = rules_in_force()
    assert current
    draft = drafts.begin("Medical care", current, by=cast.hq)
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    return drafts.change(draft, draft.rev, rules=rules, by=cast.hq)


def page(client: Client, name: str, draft: RuleDraft, **query: str) -> Any:
    """A page about the draft."""
    return client.get(reverse(f"routing:{name}", args=[draft.pk]), query)


def upload(client: Client, draft: RuleDraft, **said: Any) -> Any:
    """Send a table on the page of the draft's truth table."""
    return client.post(reverse("routing:draft_truth", args=[draft.pk]), {"rev": draft.rev, **said})


def text_of(draft: RuleDraft, *, without: int = 0) -> str:
    """The draft's table as a file, some rows taken out at the end."""
    rows = restored(draft.truth)
    return truth_csv.write(rows[: len(rows) - without])


def test_the_table_says_which_rows_break_and_why(cast: Cast, signed_in: Any) -> None:
    draft, client = a_draft(cast), signed_in(cast.hq)
    every, only = page(client, "draft_truth", draft), page(client, "draft_truth", draft, show="broken")
    assert every.context["rows"] == len(draft.truth)
    assert 0 < every.context["broken"] == len(only.context["lines"]) < every.context["rows"]
    assert "It goes to CMD, not to IHSC" in only.content.decode()
    in_force = client.get(reverse("routing:truth_file"))
    assert in_force["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="truth-table-version-' in in_force["Content-Disposition"]
    assert page(client, "draft_truth_file", draft).content == in_force.content


def test_a_file_is_shown_before_it_is_kept(cast: Cast, signed_in: Any) -> None:
    draft, client = a_draft(cast), signed_in(cast.hq)
    changed = (
        text_of(draft, without=1).replace("No hot water for a week", "Cold water for a week")
        + "New,RET,,,P0"
        + "," * 12
        + ",OPR,,\r\n"
    )
    file = SimpleUploadedFile("table.csv", changed.encode(), "text/csv")
    shown = upload(client, draft, file=file)
    assert shown.status_code == 200
    told = shown.context
    assert [len(told[name]) for name in ("added", "changed", "removed")] == [1, 1, 1]
    assert RuleDraft.objects.get(pk=draft.pk).truth == draft.truth
    kept = upload(client, draft, table=told["table"], keep="on")
    assert kept.status_code == 302
    now = RuleDraft.objects.get(pk=draft.pk)
    assert (now.rev, len(now.truth)) == (draft.rev + 1, len(draft.truth))
    assert now.truth[-1] == {"situation": "New", "topic": "RET", "urgency": "P0", "expected_office": "OPR"}


def test_a_table_that_cannot_be_read_is_refused_by_row_and_stays_on_the_page(
    cast: Cast, signed_in: Any
) -> None:
    draft = a_draft(cast)
    typed = "situation,topic,expected_office\nMy own words,XXX,OPA\n"
    answer = upload(signed_in(cast.hq), draft, table=typed, keep="on")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "There is no topic with the code XXX." in said
    assert "My own words,XXX,OPA" in said
    assert upload(signed_in(cast.hq), draft, table=" ").status_code == 422
    assert (
        upload(signed_in(cast.hq), draft, file=SimpleUploadedFile("t.csv", b"\0" * 200_000)).status_code
        == 422
    )
    assert RuleDraft.objects.get(pk=draft.pk).rev == draft.rev


def test_a_table_made_of_an_older_draft_is_not_kept_in_silence(cast: Cast, signed_in: Any) -> None:
    draft, client = a_draft(cast), signed_in(cast.hq)
    mine = text_of(draft, without=2)
    drafts.change(RuleDraft.objects.get(pk=draft.pk), draft.rev, name="Another name", by=cast.hq)
    stale = upload(client, draft, table=mine, keep="on")
    assert stale.status_code == 409
    assert len(RuleDraft.objects.get(pk=draft.pk).truth) == len(draft.truth)
    assert stale.context["table"] == mine.removeprefix("\ufeff")
    again = client.post(
        reverse("routing:draft_truth", args=[draft.pk]),
        {"rev": stale.context["rev"], "table": stale.context["table"], "keep": "on"},
    )
    assert again.status_code == 302
    assert len(RuleDraft.objects.get(pk=draft.pk).truth) == len(draft.truth) - 2


def test_past_cases_are_tried_and_the_result_can_be_read(cast: Cast, signed_in: Any) -> None:
    case = a_case("MED", by=cast.operator)
    a_case("CON", by=cast.operator)
    draft, client = a_draft(cast), signed_in(cast.hq)
    address = reverse("routing:draft_simulation", args=[draft.pk])
    done = client.post(address, {"days": "30"}, follow=True)
    said = done.content.decode()
    assert "1 of 2 cases would move" in " ".join(said.split())
    assert f">{case.number}</a>" in said
    assert "The draft has changed since" not in said
    drafts.change(draft, draft.rev, name="Another name", by=cast.hq)
    assert "The draft has changed since" in client.get(done.redirect_chain[-1][0]).content.decode()
    for bad in (
        {"numbers": "2222-2222-2"},
        {"numbers": "nonsense"},
        {"days": "30", "facility": "Nowhere at all"},
    ):
        refused = client.post(address, bad)
        assert refused.status_code == 422
        assert next(iter(bad.values())) in refused.content.decode()
    named = client.post(address, {"numbers": f"{case.number.lower()} {case.number}"}, follow=True)
    assert "1 of 1 case would move" in " ".join(named.content.decode().split())


def test_one_that_goes_on_is_asked_about_until_it_is_done(
    cast: Cast, signed_in: Any, monkeypatch: Any
) -> None:
    for topic in ("MED", "CON", "TEL"):
        a_case(topic, by=cast.operator)
    monkeypatch.setattr(replay, "PIECE", 1)
    monkeypatch.setattr(simulation, "AT_ONCE", 1)
    draft, client = a_draft(cast), signed_in(cast.hq)
    client.post(reverse("routing:draft_simulation", args=[draft.pk]), {"days": "7"})
    address = reverse("routing:simulation", args=[Simulation.objects.get().pk])
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" in part
    simulation.drain()
    assert "1 of 3 cases would move" in " ".join(client.get(address).content.decode().split())
    assert Case.objects.filter(route_generation=1).count() == 3


def test_one_situation_says_what_decides_it_and_why(cast: Cast, signed_in: Any) -> None:
    draft, client = a_draft(cast), signed_in(cast.hq)
    tried = page(client, "draft_try", draft, topic="MED", facility=STEWART)
    assert tried.status_code == 200
    assert tried.context["outcome"].draft.verdict.office == "CMD"
    assert tried.context["outcome"].now.verdict.office == "IHSC"
    same = page(client, "draft_try", draft, topic="CON", facility="Stewart", accuses_staff="on")
    assert same.context["outcome"].same
    for bad in (
        {"topic": "CON", "facility": "County"},
        {"topic": ""},
        {"topic": "CON", "days_to_hearing": "soon"},
    ):
        assert page(client, "draft_try", draft, **bad).status_code == 422


def test_pages_cost_the_same_however_much_there_is(cast: Cast, signed_in: Any) -> None:
    from tests.routing.pages import queries_of

    draft, client = a_draft(cast), signed_in(cast.hq)
    costs = set()
    for more in (1, 2):
        for _ in range(more):
            a_case("MED", by=cast.operator)
        made = simulation.ask(draft, simulation.Wish(days=7), by=cast.hq)
        names = ("draft_truth", "draft_simulation")
        costs.add(
            (
                queries_of(client, reverse("routing:simulation", args=[made.pk])),
                *(queries_of(client, reverse(f"routing:{name}", args=[draft.pk])) for name in names),
            )
        )
        drafts.change(draft, draft.rev, truth=draft.truth[: 3 * more], by=cast.hq)
    assert len(costs) == 1, costs
