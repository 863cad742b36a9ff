"""After a wrong version was rolled back, what it misplaced goes back to the router, and nothing else."""

from typing import Any

import pytest
from django.utils import timezone

from helpline.refusals import OutOfReach, Refused
from routing import desk, dispatch
from routing.models import Publication, PublicationKind, RuleSet
from routing.rules.in_force import rules_in_force
from routing.rules.rerouting import reroute_version
from tests.builders import a_case, item_of, violations
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WHY = "Version 7 sent conditions to Miami."


def in_force(version: int, rules: list[dict[str, Any]], cast: Cast) -> RuleSet:
    """A version that is in force from now on."""
    ruleset = RuleSet.objects.create(
        version=version,
        rules=rules,
        proposed_by=cast.hq,
        published_by=cast.supervisor,
        published_at=timezone.now(),
    )
    _publish(ruleset, cast)
    return ruleset


def _publish(ruleset: RuleSet, cast: Cast) -> None:
    Publication.objects.create(
        ruleset=ruleset,
        kind=PublicationKind.PUBLISHED,
        effective_at=timezone.now(),
        made_by=cast.supervisor,
        why="As it was.",
    )


def test_what_a_wrong_version_misplaced_goes_back_and_the_rest_stays(cast: Cast) -> None:
    right = rules_in_force()
    assert right is not None
    a_case(by=cast.operator)  # placed by the right version
    wrong = {"key": "conditions", "says": "Conditions go to Miami", "when": {"topic": ["CON"]}, "to": "MIA"}
    in_force(right.version + 1, [wrong, *right.rules], cast)
    misplaced, held, fine = (
        a_case(by=cast.operator),
        a_case(by=cast.operator),
        a_case("TEL", by=cast.operator),
    )
    desk.claim(item_of(held), by=cast.officer_mia)
    with pytest.raises(Refused, match="in force"):
        reroute_version(right.version + 1, WHY, by=cast.hq, for_certain=True)
    _publish(right, cast)

    shown = reroute_version(right.version + 1, WHY, by=cast.hq, for_certain=False)
    assert (dict(shown.moves), shown.stay, shown.held) == ({("MIA", "ATL"): 1}, 1, 1)
    assert item_of(misplaced).office.code == "MIA"

    reroute_version(right.version + 1, WHY, by=cast.hq, for_certain=True)
    dispatch.drain()

    assert [item_of(case).office.code for case in (misplaced, held, fine)] == ["ATL", "MIA", "ATL"]
    assert violations() == []
    with pytest.raises(OutOfReach):
        reroute_version(right.version + 1, WHY, by=cast.supervisor, for_certain=True)
