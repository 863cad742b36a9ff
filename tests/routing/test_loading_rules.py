"""Rules that are put in force are in the journal; loading them again changes nothing and writes nothing."""

import pytest

from helpline.audit.models import Entry
from routing.models import CurrentRules, Publication, RuleSet
from routing.rules.loading import load_rules

pytestmark = pytest.mark.django_db


def test_rules_put_in_force_are_written_down_once() -> None:
    Publication.objects.all().delete()
    CurrentRules.objects.all().delete()
    published = Entry.objects.filter(verb="published").count()
    for _ in range(2):
        load_rules()
    newest = RuleSet.objects.order_by("-version").first()
    assert newest
    assert Entry.objects.filter(verb="published").count() == published + 1
    entry = Entry.objects.filter(verb="published").latest("id")
    assert (entry.subject_kind, entry.subject_key, entry.by) == ("ruleset", str(newest.pk), None)
    assert entry.details == {"version": newest.version}
