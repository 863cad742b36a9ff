"""A facility moves through the roll-out by verbs; each says who and why, and illegal ones are refused."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facilities import rollout
from facilities.models import Activation, Line, Phase, RolloutState
from helpline.audit.models import Entry
from helpline.refusals import Overtaken, Refused
from tests.cast import Cast
from tests.facilities.places import make_facility, state_of, stewart

pytestmark = pytest.mark.django_db

PLANNED, TESTING, LIVE, SUSPENDED = RolloutState
Verb = Callable[..., Activation]
LEGAL = {
    (rollout.begin_testing, PLANNED): TESTING,
    (rollout.begin_testing, SUSPENDED): TESTING,
    (rollout.activate, PLANNED): LIVE,
    (rollout.activate, TESTING): LIVE,
    (rollout.activate, SUSPENDED): LIVE,
    (rollout.suspend, TESTING): SUSPENDED,
    (rollout.suspend, LIVE): SUSPENDED,
}
VERBS = [rollout.begin_testing, rollout.activate, rollout.suspend]


def stand(state: RolloutState, cast: Cast) -> None:
    """Put Stewart into a state, past the verbs."""
    live = (timezone.now(), cast.hq) if state == LIVE else (None, None)
    Activation.objects.filter(facility=stewart()).update(state=state, live_since=live[0], live_by=live[1])


@pytest.mark.parametrize(("verb", "start", "end"), [(*key, end) for key, end in LEGAL.items()])
def test_a_legal_move_happens(verb: Verb, start: RolloutState, end: RolloutState, cast: Cast) -> None:
    stand(start, cast)

    given_back = verb(stewart(), by=cast.hq, why="Test calls came through.")

    assert given_back.state == state_of(stewart()) == end


@pytest.mark.parametrize(
    ("verb", "start"),
    [(verb, start) for verb in VERBS for start in RolloutState if (verb, start) not in LEGAL],
)
def test_an_illegal_move_is_refused_and_leaves_no_trace(verb: Verb, start: RolloutState, cast: Cast) -> None:
    stand(start, cast)
    entries = Entry.objects.count()

    with pytest.raises(Refused, match="Stewart Detention Center is "):
        verb(stewart(), by=cast.hq, why="For no reason.")

    assert state_of(stewart()) == start
    assert Entry.objects.count() == entries


def test_going_live_says_since_when_and_by_whom_and_suspending_ends_it(cast: Cast) -> None:
    live = rollout.activate(stewart(), by=cast.hq, why="Test calls came through.")
    assert (live.live_by, live.live_since) == (cast.hq, live.changed_at)

    rollout.suspend(stewart(), by=cast.hq, why="The phones are out.")

    now = Activation.objects.get(facility=stewart())
    assert (now.live_since, now.live_by, now.changed_by, now.why) == (
        None,
        None,
        cast.hq,
        "The phones are out.",
    )


def test_every_move_is_in_the_journal_with_its_reason(cast: Cast) -> None:
    rollout.begin_testing(stewart(), by=cast.hq, why="Lines are ready.")

    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.subject_kind, entry.subject_ref, entry.by) == (
        "began_testing", "facility", "STWRTGA", cast.hq,
    )  # fmt: skip
    assert entry.details == {"was": "planned", "now": "testing", "why": "Lines are ready."}


def test_the_history_tells_it_newest_first_with_one_query(cast: Cast) -> None:
    facility = stewart()
    rollout.begin_testing(facility, by=cast.hq, why="Lines are ready.")
    rollout.activate(facility, by=cast.hq, why="Test calls came through.")

    with CaptureQueriesContext(connection) as queries:
        steps = rollout.history(facility)

    assert len(queries) == 1
    assert [(step.who, step.said, step.why) for step in steps] == [
        ("hq", "made the facility live", "Test calls came through."),
        ("hq", "began testing the line", "Lines are ready."),
        ("", "planned the facility for phase 2", "The roll-out plan that ships with the product."),
    ]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("why", ["", "   \n"])
def test_a_move_without_a_reason_is_refused(verb: Verb, why: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="Say why"):
        verb(stewart(), by=cast.hq, why=why)


@pytest.mark.parametrize("verb", VERBS)
def test_only_headquarters_moves_a_facility(verb: Verb, cast: Cast) -> None:
    for person in cast.everybody():
        if person != cast.hq:
            with pytest.raises(Refused, match="Only headquarters"):
                verb(stewart(), by=person, why="Because.")

    assert state_of(stewart()) == PLANNED


def test_who_saw_another_state_is_overtaken(cast: Cast) -> None:
    rollout.begin_testing(stewart(), by=cast.hq, why="Lines are ready.")

    with pytest.raises(Overtaken, match="it is testing now"):
        rollout.activate(stewart(), by=cast.hq, why="Go.", seen=PLANNED)

    assert state_of(stewart()) == TESTING


def test_a_facility_in_no_phase_is_scheduled_first(cast: Cast) -> None:
    facility = make_facility("QUILLBY")
    with pytest.raises(Refused, match="Schedule it first"):
        rollout.activate(facility, by=cast.hq, why="Go.")

    planned = rollout.schedule(facility, Phase.objects.get(number=9), by=cast.hq, why="It opens in May.")

    assert (planned.state, planned.phase and planned.phase.number, planned.changed_by) == (
        PLANNED,
        9,
        cast.hq,
    )
    assert Line.objects.get(code="F-QUILLBY").facility == facility


def test_a_planned_facility_changes_phase_and_a_live_one_does_not(cast: Cast) -> None:
    third = Phase.objects.get(number=3)
    rollout.schedule(stewart(), third, by=cast.hq, why="Later.")
    assert Activation.objects.get(facility=stewart()).phase == third
    with pytest.raises(Refused, match="already planned for Phase 3"):
        rollout.schedule(stewart(), third, by=cast.hq, why="Later.")
    rollout.activate(stewart(), by=cast.hq, why="Go.")

    with pytest.raises(Refused, match="only planned facilities change phase"):
        rollout.schedule(stewart(), Phase.objects.get(number=2), by=cast.hq, why="Back.")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("activation_state_is_known", {"state": "paused"}),
        ("activation_says_why", {"why": ""}),
        ("activation_is_live_since_a_moment", {"state": "live"}),
        ("activation_says_since_when_and_by_whom", {"state": "live", "live_since": timezone.now()}),
    ],
)
def test_the_table_refuses_what_must_not_be(constraint: str, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Activation.objects.filter(facility=stewart()).update(**changes)
