"""What the map tells the floors above it. Listeners answer in the transaction of whoever changed the map."""

from collections.abc import Sequence

from django.dispatch import Signal

from facilities.models import Office

_calendar_changed = Signal()
listens_to_calendars = _calendar_changed.connect


def calendar_changed(offices: Sequence[Office]) -> int:
    """These offices work at other times from now on; gives back how many open cases are counted again.

    A listener refuses a calendar by which nothing could ever be due, and then nothing is changed.
    """
    answers = _calendar_changed.send(sender=None, offices=offices)
    return sum(int(answer) for _, answer in answers if answer)
