"""The shipped truth table is passed by the shipped rules, and covers every topic and the situations that matter most."""

import pytest
from django.utils import timezone

from cases.models import Topic
from routing.models import RuleSet
from routing.rules.in_force import rules_in_force
from routing.rules.loading import shipped_truth
from routing.trials import truth
from routing.trials.truth_table import restored
from tests.house.tree import tell

pytestmark = pytest.mark.django_db


def in_force() -> RuleSet:
    """The version that decides."""
    current = rules_in_force()
    assert current
    return current


def test_the_rules_in_force_do_what_their_table_expects() -> None:
    current = in_force()
    assert current.shipped
    assert current.truth == shipped_truth()
    found = truth.broken(current.read(), current.truth, on=timezone.localdate())
    assert not found, tell([str(row) for row in found])


def test_the_shipped_table_asks_about_every_topic_and_what_is_easily_got_wrong() -> None:
    rows = restored(shipped_truth())
    assert len(rows) >= 60
    assert {row.topic for row in rows} == set(Topic.objects.values_list("code", flat=True))
    for fact in (
        "accuses_staff", "vulnerabilities", "days_in_segregation", "days_to_hearing", "days_to_removal",
        "held_at", "called_on", "closed", "excluded", "protected", "language", "caller_kind",
    ):  # fmt: skip
        assert any(getattr(row, fact) for row in rows), fact
    assert any(not row.facility for row in rows)
