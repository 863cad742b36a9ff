"""What an open queue page asks by itself: whether cases came since it was opened."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from routing.access import DESK_ROLES
from routing.models import QueueItem


@only(*DESK_ROLES)
@require_safe
def queue_news(request: HttpRequest) -> HttpResponse:
    """How many cases came to this person's queues since `?since=`, and how many wait there. Empty where none came."""
    stays = QueueItem.objects.visible_to(reader_of(request)).open()
    came = stays.filter(entered_at__gt=_since(request)).count()
    context = {"came": came, "waiting": stays.count() if came else 0}
    return render(request, "routing/_queue_news.html", context)


def _since(request: HttpRequest) -> datetime:
    """The moment asked about; now for anything that is none."""
    try:
        moment = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        moment = None
    return moment if moment and timezone.is_aware(moment) else timezone.now()
