"""A rule is written without JavaScript: every button sends the form, only Save changes the draft, nothing typed is lost."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from routing.models import RuleDraft
from routing.rules import drafts, editing, form_steps
from routing.rules.in_force import rules_in_force
from routing.rules.language import read
from routing.rules.rule_forms import RuleForm, posted_rule
from routing.rules.vocabulary import read_vocabulary
from tests.cast import Cast

SAYS = "A hunger strike at Stewart goes to the Custody Management Division first"


@pytest.fixture
def draft(cast: Cast) -> RuleDraft:
    """A draft of what is in force."""
    base = rules_in_force()
    assert base is not None
    return drafts.begin("Hunger strikes", base, by=cast.hq)


def page_of(draft: RuleDraft, rule: str = "") -> str:
    """Where the rule is written."""
    if rule:
        return reverse("routing:draft_rule", kwargs={"key": draft.pk, "rule": rule})
    return reverse("routing:draft_rules", kwargs={"key": draft.pk})


def press(client: Client, page: str, fields: dict[str, Any], step: str, status: int = HTTPStatus.OK) -> Any:
    """Press one of the buttons with all fields as they stand."""
    answer = client.post(page, {**fields, "step": step})
    assert answer.status_code == status
    return answer


def test_a_rule_is_built_up_button_by_button(cast: Cast, signed_in: Any, draft: RuleDraft) -> None:
    client, page = signed_in(cast.hq), page_of(draft)
    fields: dict[str, Any] = {"rev": draft.rev, "name": "Hunger strikes at Stewart", "says": f"{SAYS}."}
    answer = press(client, page, {**fields, "fact": "topic"}, "add_fact")
    assert [block.fact for block in answer.context["form"].blocks] == ["topic"]
    fields |= {"facts": ["topic", "facility"], "topic-mode": "one_of", "topic-values": ["HST"]}
    fields |= {"facility-mode": "one_of", "facility-typed": "stewart"}
    offered = press(client, page, fields, "find:facility").context["form"].blocks[1]
    assert "STWRTGA" in [code for code, _ in offered.offers]
    assert offered.fields["typed"].value() == "stewart"
    taken = press(client, page, fields, "add_value:facility:STWRTGA").context["form"].blocks[1]
    assert [code for code, _ in taken.chosen] == ["STWRTGA"]
    fields |= {"facility-typed": "", "facility-values": ["STWRTGA"], "to": "CMD", "asked": "@first"}
    assert press(client, page, fields, "look").context["preview"] == (
        "If the topic is Hunger strike (HST), and the facility is Stewart Detention Center, Lumpkin, GA (STWRTGA): "
        "it goes to Custody Management Division (CMD)."
    )
    draft.refresh_from_db()
    assert draft.rev == 1
    saved = press(client, page, fields, "save", HTTPStatus.FOUND)
    draft.refresh_from_db()
    assert saved["Location"].endswith("#rule-hunger-strikes-at-stewart")
    assert draft.rules[0] == {
        "key": "hunger-strikes-at-stewart", "says": SAYS, "to": "CMD", "copies": [],
        "when": {"topic": ["HST"], "facility": ["STWRTGA"]},
    }  # fmt: skip


def test_what_is_missing_stands_beside_its_field_and_in_the_summary(
    cast: Cast, signed_in: Any, draft: RuleDraft
) -> None:
    fields = {
        "rev": draft.rev, "name": "Health", "says": "", "facts": ["topic", "days_to_hearing", "county"],
        "topic-mode": "one_of", "days_to_hearing-least": "4", "days_to_hearing-most": "3", "county-mode": "one_of",
        "county-typed": "Nowhere At All", "to": "CMD", "respond_within": "soon",
    }  # fmt: skip
    answer = press(signed_in(cast.hq), page_of(draft), fields, "save", HTTPStatus.UNPROCESSABLE_ENTITY)
    assert dict(answer.context["form"].errors.items()) == {
        "name": ["Another one has this short name. Choose a different one."],
        "says": ["Say in one sentence what it does. The case page gives it as the reason."],
        "topic-values": ["Choose at least one, or remove this condition."],
        "days_to_hearing-most": ["This is less than the number before it. No case can be both."],
        "county-typed": ["Nothing goes by this name. Check the spelling, or type the code."],
        "asked": ["Choose when this rule is asked. The first rule that holds decides."],
        "respond_within": ["Write a number and min, h, bh or bd, such as 2h, 4bh or 2bd."],
    }
    page = answer.content.decode()
    assert "7 things need mending" in page
    assert 'value="Nowhere At All"' in page


def test_every_shipped_rule_survives_its_form(draft: RuleDraft) -> None:
    rules = draft.read()
    order = [(rule.key, rule.says) for rule in rules.rules if rule.to]
    names = read_vocabulary(rules)
    for row, rule in zip(draft.rules, rules.rules, strict=True):
        data = form_steps.posted(posted_rule(row, [key for key, _ in order]))
        form = RuleForm(data, names=names, taken=[], key=rule.key, order=order)
        assert form.is_valid(), (rule.key, form.errors)
        kept = read([form.row()]).rules[0]
        assert set(kept.when) == set(rule.when)
        assert replace(kept, when=rule.when) == rule


def test_a_colleague_was_faster_and_the_text_is_kept(cast: Cast, signed_in: Any, draft: RuleDraft) -> None:
    client, page = signed_in(cast.hq), page_of(draft, "health")
    form = client.get(page).context["form"]
    fields = {name: form.posted.getlist(name) for name in form.posted} | {"says": "Mine"}
    row = next(row for row in draft.rules if row["key"] == "health")
    editing.put_rule(draft, 1, {**row, "to": "CMD"}, by=cast.hq, was="health")
    answer = press(client, page, fields, "save", HTTPStatus.CONFLICT)
    assert cast.hq.called in answer.context["why"]
    assert "Custody Management Division (CMD)" in answer.context["now_reads"]
    assert answer.context["form"]["says"].value() == "Mine"
    again = {name: answer.context["form"].posted.getlist(name) for name in answer.context["form"].posted}
    press(client, page, again, "save", HTTPStatus.FOUND)
    draft.refresh_from_db()
    assert next(row["says"] for row in draft.rules if row["key"] == "health") == "Mine"
