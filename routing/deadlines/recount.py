"""A calendar changed: the open stays that are counted by it get their due times anew.

The marker is each stay's own appointment with the ladder, set to now in the transaction of the change: whatever dies,
the next look counts the stay again. So many that nobody minds waiting for are counted at once.
"""

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from facilities.models import Office
from helpline.refusals import Refused
from routing.clock import BadCalendar
from routing.deadlines import reckoning
from routing.deadlines.calendars import calendars_of
from routing.models import QueueItem

AT_ONCE = 500
MUST_WORK_WITHIN = 45  # days
MARK = """
UPDATE routing_queueitem q SET next_step_at = statement_timestamp()
FROM routing_queueitem s CROSS JOIN LATERAL (
    SELECT d.office_id FROM routing_decision d WHERE d.case_id = s.case_id AND d.kind <> 'manual'
    ORDER BY d.generation DESC LIMIT 1) counting
WHERE q.id = s.id AND s.left_at IS NULL AND q.left_at IS NULL AND counting.office_id = ANY(%s)
RETURNING q.id
"""


def count_again(offices: Sequence[Office], **_: object) -> int:
    """Mark every open stay that these offices' calendars count for, and count them at once where they are few.

    Gives back how many there are. Raises `Refused` for a calendar without a working day.
    """
    _must_work(offices)
    with connection.cursor() as cursor:
        cursor.execute(MARK, [[office.pk for office in offices]])
        marked = [pk for (pk,) in cursor.fetchall()]
    if 0 < len(marked) <= AT_ONCE:
        stays = list(QueueItem.objects.filter(pk__in=marked).select_related("case__topic").order_by("pk"))
        reckoning.count_again(stays, reckoning.reckonings(stays))
    return len(marked)


def _must_work(offices: Sequence[Office]) -> None:
    """Every office works again soon: from now on, and after each closing that is still to come."""
    today = timezone.localdate()
    try:
        for calendar in calendars_of(offices).values():
            for day in {today, *(max(today, closing.starts_on) for closing in calendar.closings)}:
                calendar.first_working_day(day, within=MUST_WORK_WITHIN)
    except BadCalendar as impossible:
        raise Refused(f"{impossible} Open it on some of these days.") from impossible
