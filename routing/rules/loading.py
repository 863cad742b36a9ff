"""Loading the rule set that ships with the product. Idempotent; a rule set that people published is never replaced."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from helpline.audit import journal
from routing.checks.written import faults
from routing.models import CurrentRules, Publication, PublicationKind, RuleSet
from routing.trials import truth
from routing.trials.truth_table import stored

FILE = Path(__file__).parent.parent / "reference" / "rules.json"
TRUTH = FILE.with_name("truth.csv")


@transaction.atomic
def load_rules() -> str:
    """Put the shipped rules in force where no person has published any; say in a sentence what happened."""
    parts = {**shipped_rules(), "truth": shipped_truth()}
    current = CurrentRules.objects.select_for_update().first()
    by_people = Publication.objects.filter(called_off_at__isnull=True).exclude(kind=PublicationKind.SHIPPED)
    if current and by_people.exists():
        return f"rules version {current.ruleset.version} stay as headquarters published them"
    if current and all(getattr(current.ruleset, part) == value for part, value in parts.items()):
        return f"rules version {current.ruleset.version} are in force"
    newest = RuleSet.objects.order_by("-version").first()
    ruleset = RuleSet.objects.create(
        version=newest.version + 1 if newest else 1,
        **parts,
        note="The default rules that ship with the product.",
        shipped=True,
        published_at=timezone.now(),
    )
    Publication.objects.create(
        ruleset=ruleset, kind=PublicationKind.SHIPPED, effective_at=Now(), why=ruleset.note
    )
    CurrentRules.objects.update_or_create(pk=1, defaults={"ruleset": ruleset})
    journal.record("published", ruleset, by=None, version=ruleset.version)
    return f"rules version {ruleset.version} are now in force"


def shipped_rules() -> dict[str, Any]:
    """The rules, guards and cover order that ship with the product."""
    parts: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    if found := faults(parts["rules"], parts["guards"], parts["cover"]):
        raise ValueError(f"{FILE.name} cannot be read. {found[0]}")
    return parts


def shipped_truth() -> list[dict[str, str]]:
    """The rows of the truth table that ships with the rules, read as a person's file would be."""
    parsed = truth.parse(TRUTH.read_bytes())
    if parsed.problems:
        raise ValueError(f"{TRUTH.name} cannot be read. {parsed.problems[0]}")
    return stored(parsed.rows)
