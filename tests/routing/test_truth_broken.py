"""A row breaks when office, urgency or copies are not as expected; the map of the day counts, and what is gone from it."""

from dataclasses import replace
from datetime import date

import pytest

from facilities.models import Facility
from helpline.accounts.models import Role
from helpline.refusals import Refused
from routing.models import RuleDraft, RuleSet
from routing.rules import drafts, publishing
from routing.rules.in_force import rules_in_force
from routing.rules.language import Rules, read
from routing.trials import truth
from routing.trials.truth_table import Row, compare
from tests.builders import STEWART
from tests.cast import Cast, person

RULES = read(
    [
        {"key": "field", "says": "To the field", "when": {"topic": ["CON"]}, "to": "office_of_facility",
         "copies": [{"office": "CMD"}]},
        {"key": "raise", "says": "Raised", "when": {"days_to_hearing": {"at_most": 3}}, "raise_to": "P1"},
    ]
)  # fmt: skip
ROW = Row(situation="x", topic="CON", facility=STEWART, expected_office="ATL")


def why(row: Row, rules: Rules = RULES, on: date | None = None) -> str:
    """How the rules fail this row; empty where they pass it."""
    return "; ".join(result.why for result in truth.broken(rules, [row.as_json()], on=on))


@pytest.mark.django_db
def test_office_urgency_and_copies_are_looked_at_where_they_are_expected() -> None:
    assert why(ROW) == ""
    assert why(replace(ROW, expected_copies="CMD", expected_urgency="P3")) == ""
    assert why(replace(ROW, days_to_hearing="3", expected_urgency="P1")) == ""
    assert why(replace(ROW, days_to_hearing="4", expected_urgency="P1")) == "Its urgency becomes P3, not P1."
    assert why(replace(ROW, expected_copies="none")) == "Copies go to CMD, not to none."
    assert why(replace(ROW, expected_office="MIA")).startswith(
        "It goes to ATL, not to MIA: To the field; on "
    )
    assert why(replace(ROW, excluded="ATL", expected_office="OPA")) == ""
    assert why(replace(ROW, closed="ATL", expected_office="OPA")) == ""
    assert why(replace(ROW, accuses_staff="yes", expected_office="OPA")) == ""


@pytest.mark.django_db
def test_the_office_is_that_of_the_day() -> None:
    uinta = replace(ROW, facility="UINTAWY", expected_office="DEN")
    assert why(uinta, on=date(2025, 9, 14)) == ""
    assert why(replace(uinta, called_on="2025-09-14")) == ""
    assert why(replace(uinta, called_on="2025-09-15")).startswith("It goes to SLC, not to DEN")


@pytest.mark.django_db
def test_a_row_that_names_what_is_gone_breaks_and_does_not_crash() -> None:
    Facility.objects.filter(key="UINTAWY").update(key="GONE")
    assert (
        why(replace(ROW, facility="UINTAWY"))
        == "It names a topic or a facility that is no longer on the map."
    )
    assert why(replace(ROW, expected_office="ZZZ")) == "It expects ZZZ, and there is no such office."


def test_tables_are_compared_by_situation_and_else_by_words() -> None:
    other = replace(ROW, situation="y", facility="KRO")
    found = compare([ROW, other], [replace(ROW, situation="new words"), replace(other, facility="PIC")])
    assert [change.columns for change in found.changed] == [("situation",), ("facility",)]
    assert (found.added, found.removed, found.same) == ((), (), 0)
    found = compare([ROW, other], [other, replace(ROW, situation="z", topic="TEL")])
    assert [change.after and change.after.situation for change in found.added] == ["z"]
    assert [change.before and change.before.situation for change in found.removed] == ["x"]


def a_draft_that_breaks_rows(cast: Cast) -> RuleDraft:
    """Medical care goes to the custody managers."""
    current = rules_in_force()
    assert current
    draft = drafts.begin("Medical care", current, by=cast.hq)
    rules = [{**rule, "to": "CMD"} if rule["key"] == "health" else rule for rule in draft.rules]
    return drafts.change(draft, draft.rev, rules=rules, by=cast.hq)


def test_a_draft_that_breaks_a_row_is_published_only_with_that_row_changed(cast: Cast) -> None:
    draft, second = a_draft_that_breaks_rows(cast), person("hq.second", Role.HEADQUARTERS)
    broken = truth.broken(draft.read(), draft.truth)
    assert broken
    with pytest.raises(Refused, match="not to IHSC"):
        drafts.submit(draft, "Custody managers look after care.", by=cast.hq)
    assert RuleSet.objects.count() == 1
    numbers = {result.number for result in broken}
    table = [
        {**row, "expected_office": "CMD", "expected_copies": ""} if number in numbers else row
        for number, row in enumerate(draft.truth, start=truth.FIRST_ROW)
    ]
    draft = drafts.change(draft, draft.rev, truth=table, by=cast.hq)
    drafts.submit(draft, "Custody managers look after care.", by=cast.hq)
    newest = publishing.newest()
    assert newest
    publishing.publish(draft, draft.rev, expected=newest, by=second)
    current = rules_in_force()
    assert current
    assert [row["expected_office"] for row in current.truth] == [row["expected_office"] for row in table]


def test_rows_that_cannot_be_read_change_nothing(cast: Cast) -> None:
    draft = a_draft_that_breaks_rows(cast)
    before = (draft.rev, draft.truth)
    with pytest.raises(drafts.BadDraft, match="Row 2, topic: There is no topic with the code XXX"):
        drafts.change(
            draft, draft.rev, truth=[{"situation": "x", "topic": "XXX", "expected_office": "OPA"}], by=cast.hq
        )
    draft.refresh_from_db()
    assert (draft.rev, draft.truth) == before
