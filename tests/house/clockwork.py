"""Steps of the ladder and closed days for the world of the authorization matrix."""

from datetime import timedelta

from django.utils import timezone

from facilities import workweek
from facilities.models import ClosedDays, Office
from helpline.accounts.models import User
from routing.deadlines import pauses
from routing.models import Escalation, PauseReason, QueueItem, Step


def overdue(item: QueueItem) -> int:
    """The key of a step of the ladder that was taken for this stay."""
    step = Escalation.objects.create(
        case_id=item.case_id, stay=item, counted_from=item.counted_from, step=Step.BREACH, due_at=item.due_at
    )
    return step.pk


def closed_for_a_day(by: User) -> int:
    """The key of a day, months ahead, on which Atlanta is closed."""
    day = timezone.localdate() + timedelta(days=200)
    atlanta = Office.objects.get(code="ATL")
    made = ClosedDays.objects.create(office=atlanta, starts_on=day, ends_on=day, why="Ice storm", made_by=by)
    return made.pk


def stand_still(item: QueueItem, by: User) -> None:
    """The clock of this case is paused for a while."""
    until = timezone.localdate() + timedelta(days=30)
    pauses.pause(item, PauseReason.FACILITY, "Asked for the repair slip.", until, by=by)


def version_of_the_calendar() -> str:
    """What the page of Atlanta's calendar sends along."""
    return workweek.version_of(Office.objects.get(code="ATL"))
