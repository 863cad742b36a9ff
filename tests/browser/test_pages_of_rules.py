"""The pages of the rules at three widths: read, drafted, refused, planned; also with sixty rules and long names."""

from datetime import timedelta

from django.utils import timezone

from helpline.accounts.models import Role
from routing.rules import drafts, publishing
from routing.rules.in_force import rules_in_force
from tests.browser.conftest import StartWalk
from tests.cast import Cast, person

LONG = (
    "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaftschaferswessen and what is said of it " * 2
)
FACTS = ["topic", "facility", "days_to_hearing", "accuses_staff", "vulnerability"]


def test_rules_and_drafts(walk: StartWalk, people: Cast) -> None:
    hq, base = walk(people.hq), rules_in_force()
    assert base is not None
    hq.look("/rules/drafts/", "drafts-none")
    draft = drafts.begin("X" * 80, base, by=people.hq)
    long = [
        {"key": f"long-{n}", "says": LONG[:300].strip(), "when": {"language": ["quc"]}, "raise_to": "P1"}
        for n in range(5)
    ]
    nowhere = {"key": "nowhere", "says": "Nowhere", "when": {"topic": ["MED"]}, "to": "NONE"}
    draft = drafts.change(draft, draft.rev, rules=[nowhere, *draft.rules, *long], by=people.hq)
    here = f"/rules/drafts/{draft.pk}/"
    hq.look(here, "draft-long")
    hq.look(f"{here}guards/", "guard-new")
    for fact in FACTS:
        hq.visitor.open(f"{here}rules/") if fact == FACTS[0] else None
        hq.page.locator("#id_fact").select_option(fact)
        hq.page.locator("button[value=add_fact]").click()
        hq.page.locator(f"#when-{fact}").wait_for()
    hq.page.locator("#id_facility-typed").fill("county jail")
    hq.page.locator("button[value='find:facility']").click()
    hq.page.locator(".hl-offers").wait_for()
    hq.page.locator("button[value=save]").click()
    hq.page.locator(".hl-errors").wait_for()
    hq.look_at_this("rule-mistakes")


def test_versions(walk: StartWalk, people: Cast) -> None:
    other, hq, base = person("hq2", Role.HEADQUARTERS), walk(people.hq), rules_in_force()
    assert base is not None
    draft = drafts.begin("Medical care", base, by=other)
    rules = [{**row, "says": f"{row['says']} now"} if row["key"] == "health" else row for row in draft.rules]
    draft = drafts.change(draft, draft.rev, rules=rules, by=other)
    draft = drafts.submit(draft, "The words only.", by=other)
    hq.look(f"/rules/drafts/{draft.pk}/publication/", "publication")
    tomorrow = timezone.now() + timedelta(days=1)
    planned = publishing.publish(draft, draft.rev, expected=base, effective_at=tomorrow, by=people.hq)
    version = planned.ruleset.version
    walk(people.operator).look("/rules/guide/", "rules-guide")
    hq.look("/rules/", "rules-planned")
    hq.look(f"/rules/versions/{version}/?against={base.version}", "rules-version")
    hq.look(f"/rules/publications/{planned.pk}/calling-off/", "rules-calling-off")
