"""The clock says of every open stay what the stay says: the page, the queue, the API and the ladder read one instant."""

from collections.abc import Iterator

from django.db.models.functions import Now

from routing.deadlines import reckoning
from routing.models import QueueItem

CHUNK = 500


def check_due_times(most: int = 100) -> list[str]:
    """A sentence for each open stay whose due times are not what the clock says by the recorded limits, the pauses
    and the calendars of now; at most `most`. Stays whose appointment with the ladder has come are still being counted,
    and those the router gave up got a day instead. Reads only."""
    found: list[str] = []
    for stays in _chunks():
        known = reckoning.reckonings(stays)
        for stay in stays:
            if stay.pk not in known:
                found.append(
                    f"Case {stay.case.number}: the router never decided on it, so its due time is nobody's."
                )
            elif not known[stay.pk].hurried and known[stay.pk].due_times() != (stay.due_at, stay.respond_by):
                found.append(f"Case {stay.case.number} is due at another time than the clock says.")
        if len(found) >= most:
            return found[:most]
    return found


def _chunks() -> Iterator[list[QueueItem]]:
    after = 0
    settled = QueueItem.objects.open().exclude(next_step_at__lte=Now()).select_related("case__topic")
    while stays := list(
        settled.filter(pk__gt=after).defer("case__search", "case__summary").order_by("pk")[:CHUNK]
    ):
        yield stays
        after = stays[-1].pk
