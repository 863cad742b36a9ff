"""A second person publishes, at a time of the database's clock; rolling back; bad input changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from facilities.models import Office
from helpline.accounts.models import Role, User
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Overtaken, Refused
from routing.checks.checking import Unsound
from routing.models import CurrentRules, DraftState, Publication, RuleDraft, RuleSet
from routing.rules import drafts, editing, publishing
from routing.rules.in_force import rules_in_force
from routing.rules.loading import load_rules
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

WATER = {
    "key": "water",
    "says": "Cold water goes to Custody Management",
    "when": {"topic": ["CON"], "state": ["GA"]},
    "to": "CMD",
}


@pytest.fixture
def second(cast: Cast) -> User:
    """Somebody else at headquarters."""
    return person("hq2", Role.HEADQUARTERS)


def shipped() -> RuleSet:
    """The version every test begins with."""
    found = publishing.newest()
    assert found is not None
    return found


def written(by: User, row: dict[str, Any] = WATER) -> RuleDraft:
    """A draft with one rule more, at the top, and without a truth table."""
    draft = drafts.begin("Water", shipped(), by=by)
    return drafts.change(draft, 1, rules=[row, *draft.rules], truth=[], by=by)


def submitted(by: User, row: dict[str, Any] = WATER) -> RuleDraft:
    """Waiting for a second person."""
    return drafts.submit(written(by, row), "Water is theirs.", by=by)


def nothing_changed(before: RuleSet) -> None:
    """Not a row of what decides was added."""
    assert rules_in_force() == before
    assert CurrentRules.objects.get().ruleset == before
    assert RuleSet.objects.latest("version") == before
    assert Publication.objects.exclude(kind="shipped").count() == 0


def time_comes(publication: Publication) -> None:
    """As if the day had come."""
    Publication.objects.filter(pk=publication.pk).update(effective_at=Now())


def test_a_second_person_publishes_and_the_version_names_both(cast: Cast, second: User) -> None:
    draft, before = submitted(cast.hq), shipped()
    made = publishing.publish(draft, draft.rev, expected=before, by=second)
    now = rules_in_force()
    assert now is not None
    assert (now.version, now.proposed_by, now.published_by) == (before.version + 1, cast.hq, second)
    assert now.rules[0] == WATER
    assert (now.guards, now.cover) == (before.guards, before.cover)
    assert (draft.state, draft.became, made.why) == (DraftState.PUBLISHED, now, "Water is theirs.")
    entry = Entry.objects.filter(verb="published").latest("id")
    assert (entry.by, entry.details["version"]) == (second, now.version)


def test_nobody_who_ever_wrote_a_part_of_it_publishes_it(cast: Cast, second: User) -> None:
    third, before = person("hq3", Role.HEADQUARTERS), shipped()
    draft = drafts.begin("Water", before, by=cast.hq)
    draft = editing.put_rule(draft, 1, WATER, 1, by=second)
    draft = drafts.change(draft, draft.rev, truth=[], by=third)
    draft = drafts.submit(draft, "Water.", by=third)
    for writer in (cast.hq, second, third):
        with pytest.raises(Refused, match="A second person publishes"):
            publishing.publish(draft, draft.rev, expected=before, by=writer)
    nothing_changed(before)


def test_only_headquarters_writes_and_publishes(cast: Cast) -> None:
    draft = submitted(cast.hq)
    for somebody in (cast.lead_atl, cast.supervisor, cast.auditor):
        with pytest.raises(OutOfReach):
            drafts.change(draft, draft.rev, name="Mine", by=somebody)
        with pytest.raises(OutOfReach):
            publishing.publish(draft, draft.rev, expected=shipped(), by=somebody)
        with pytest.raises(OutOfReach):
            publishing.roll_back(shipped(), "Mine.", by=somebody)


def test_what_waits_for_a_second_person_is_not_changed_until_it_is_taken_back(
    cast: Cast, second: User
) -> None:
    draft = submitted(cast.hq)
    with pytest.raises(Refused, match="Take it back first"):
        drafts.change(draft, draft.rev, rules=[], by=second)
    draft = drafts.take_back(draft, by=cast.hq)
    assert editing.remove_rule(draft, draft.rev, "water", by=cast.hq).rules[0]["key"] == "emergency"
    with pytest.raises(Refused, match="was not submitted"):
        publishing.publish(draft, draft.rev, expected=shipped(), by=second)


def test_a_change_to_what_somebody_else_changed_meanwhile_names_them(cast: Cast, second: User) -> None:
    draft = written(cast.hq)
    seen = draft.rev
    editing.move_rule(RuleDraft.objects.get(pk=draft.pk), seen, "water", 3, by=second)
    with pytest.raises(Overtaken, match="hq2 changed this draft"):
        editing.remove_rule(draft, seen, "water", by=cast.hq)
    assert [row["key"] for row in RuleDraft.objects.get(pk=draft.pk).rules][2] == "water"


def test_rules_with_an_error_are_not_submitted(cast: Cast) -> None:
    draft = written(cast.hq, {**WATER, "to": "OIG"})
    with pytest.raises(Unsound, match="outside the house"):
        drafts.submit(draft, "Oversight should know.", by=cast.hq)
    assert RuleDraft.objects.get(pk=draft.pk).state == DraftState.OPEN


@pytest.mark.parametrize("days_ahead", [None, 30])
def test_an_office_that_closes_between_draft_and_effect_stops_it(
    days_ahead: int | None, cast: Cast, second: User
) -> None:
    draft, before, now = submitted(cast.hq), shipped(), publishing.database_time()
    effective_at = now + timedelta(days=days_ahead) if days_ahead else None
    closes = now.date() + timedelta(days=20 if days_ahead else -1)
    Office.objects.filter(code="CMD").update(closed_on=closes)
    with pytest.raises(Unsound, match=r"Rule “water”: Custody Management Division \(CMD\) .* closed on"):
        publishing.publish(draft, draft.rev, expected=before, effective_at=effective_at, by=second)
    nothing_changed(before)
    assert RuleDraft.objects.get(pk=draft.pk).state == DraftState.SUBMITTED


def test_a_row_of_the_truth_table_that_breaks_stops_it(cast: Cast) -> None:
    draft = drafts.begin("Water", shipped(), by=cast.hq)
    draft = drafts.change(draft, 1, rules=[WATER, *draft.rules], by=cast.hq)
    with pytest.raises(Unsound, match="Truth table, “row"):
        drafts.submit(draft, "Water is theirs.", by=cast.hq)


def test_a_version_comes_into_force_at_its_time_and_not_before(cast: Cast, second: User) -> None:
    draft, before = submitted(cast.hq), shipped()
    tomorrow = publishing.database_time() + timedelta(days=1)
    made = publishing.publish(draft, draft.rev, expected=before, effective_at=tomorrow, by=second)
    assert rules_in_force() == before
    assert publishing.scheduled() == [made]
    assert publishing.newest() == made.ruleset
    time_comes(made)
    assert rules_in_force() == made.ruleset


def test_a_time_that_has_passed_or_is_far_away_is_refused(cast: Cast, second: User) -> None:
    draft, before, now = submitted(cast.hq), shipped(), publishing.database_time()
    for when, part in ((now - timedelta(seconds=1), "has passed"), (now + timedelta(days=400), "the year")):
        with pytest.raises(Refused, match=part):
            publishing.publish(draft, draft.rev, expected=before, effective_at=when, by=second)
    nothing_changed(before)


def test_versions_come_into_force_in_the_order_they_were_published(cast: Cast, second: User) -> None:
    first, tomorrow = submitted(cast.hq), publishing.database_time() + timedelta(days=1)
    planned = publishing.publish(first, first.rev, expected=shipped(), effective_at=tomorrow, by=second)
    next_one = drafts.begin("Next", planned.ruleset, by=cast.hq)
    next_one = drafts.submit(drafts.change(next_one, 1, name="Then", by=cast.hq), "Then.", by=cast.hq)
    for too_early in (None, tomorrow):
        with pytest.raises(Refused, match="waits for its time"):
            publishing.publish(
                next_one, next_one.rev, expected=planned.ruleset, effective_at=too_early, by=second
            )
    publishing.call_off(planned, "Not needed.", by=cast.hq)
    with pytest.raises(Overtaken):
        publishing.publish(next_one, next_one.rev, expected=planned.ruleset, by=second)
    made = publishing.publish(next_one, next_one.rev, expected=shipped(), by=second)
    time_comes(planned)
    assert rules_in_force() == made.ruleset


def test_what_is_in_force_is_not_called_off(cast: Cast, second: User) -> None:
    draft = submitted(cast.hq)
    made = publishing.publish(draft, draft.rev, expected=shipped(), by=second)
    with pytest.raises(Refused, match="roll back"):
        publishing.call_off(made, "Wrong.", by=cast.hq)
    assert rules_in_force() == made.ruleset


def test_one_person_rolls_back_and_what_waited_is_called_off(cast: Cast, second: User) -> None:
    before, draft = shipped(), submitted(cast.hq)
    made = publishing.publish(draft, draft.rev, expected=before, by=second)
    after = drafts.submit(drafts.begin("Later", made.ruleset, by=cast.hq), "Later.", by=cast.hq)
    tomorrow = publishing.database_time() + timedelta(days=1)
    planned = publishing.publish(after, after.rev, expected=made.ruleset, effective_at=tomorrow, by=second)
    back = publishing.roll_back(before, "Cases went astray.", by=cast.hq, expected=planned.ruleset)
    assert (rules_in_force(), back.kind, back.why) == (before, "rolled_back", "Cases went astray.")
    planned.refresh_from_db()
    assert planned.called_off_by == cast.hq
    told = list(Entry.objects.order_by("-id").values_list("verb", flat=True)[:2])
    assert told == ["rolled_back", "called_off"]
    assert publishing.newest() == before
    again = publishing.roll_back(made.ruleset, "It was right.", by=second)
    assert rules_in_force() == again.ruleset


def test_nobody_rolls_back_to_what_was_never_in_force_or_is(cast: Cast, second: User) -> None:
    before, draft = shipped(), submitted(cast.hq)
    tomorrow = publishing.database_time() + timedelta(days=1)
    made = publishing.publish(draft, draft.rev, expected=before, effective_at=tomorrow, by=second)
    with pytest.raises(Refused, match="never in force"):
        publishing.roll_back(made.ruleset, "Now.", by=cast.hq)
    publishing.call_off(made, "No.", by=cast.hq)
    with pytest.raises(Refused, match="is in force now"):
        publishing.roll_back(before, "Now.", by=cast.hq)


def test_loading_the_shipped_rules_leaves_what_people_decided(cast: Cast, second: User) -> None:
    before, draft = shipped(), submitted(cast.hq)
    made = publishing.publish(draft, draft.rev, expected=before, by=second)
    assert "stay as headquarters published them" in load_rules()
    publishing.roll_back(before, "Wrong.", by=cast.hq)
    assert "stay as headquarters published them" in load_rules()
    assert (rules_in_force(), RuleSet.objects.latest("version")) == (before, made.ruleset)
