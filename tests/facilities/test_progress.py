"""The roll-out is summed up in one sentence and a table."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilities import rollout
from facilities.models import Activation, Facility, RolloutState
from facilities.progress import read_progress
from tests.cast import Cast
from tests.facilities.places import stewart

pytestmark = pytest.mark.django_db


def test_at_first_nobody_is_live() -> None:
    assert read_progress().sentence == "None of 203 facilities are live"


def test_the_sentence_counts_facilities_and_people(cast: Cast) -> None:
    Facility.objects.exclude(key="STWRTGA").update(population_fy26=None)
    Facility.objects.filter(key="KRO").update(population_fy26=stewart().population_fy26)
    rollout.activate(stewart(), by=cast.hq, why="Test calls came through.")

    assert read_progress().sentence == "1 of 203 facilities is live, 50 % of people held"


def test_without_published_numbers_of_people_only_facilities_are_counted(cast: Cast) -> None:
    Facility.objects.update(population_fy26=None)
    rollout.activate(stewart(), by=cast.hq, why="Test calls came through.")

    assert read_progress().sentence == "1 of 203 facilities is live"


def test_an_empty_rollout_says_so() -> None:
    Activation.objects.all().delete()

    assert read_progress().sentence == "No facility is in the roll-out yet"


def test_phases_add_up_to_everything_with_two_queries(cast: Cast) -> None:
    rollout.begin_testing(stewart(), by=cast.hq, why="Lines are ready.")

    with CaptureQueriesContext(connection) as queries:
        progress = read_progress()

    assert len(queries) == 2
    second = next(tally for phase, tally in progress.phases if phase and phase.number == 2)
    assert second.facilities[RolloutState.TESTING] == 1
    assert sum(tally.total for _, tally in progress.phases) == progress.everything.total == 203
    assert sum(progress.everything.people.values()) == Decimal("66161.71")


def test_facilities_without_a_phase_have_their_own_row() -> None:
    Activation.objects.filter(facility=stewart()).update(phase=None)

    phase, tally = read_progress().phases[-1]

    assert (phase, tally.total) == (None, 1)
