"""The queue page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case, Topic, Urgency
from cases.views.reader import reader_of
from facilities.models import Office
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal
from routing import queue as reading
from routing.forms import QueueFilterForm
from routing.queue import Desk, QueuePage, View, Wish
from routing.sharing import copy_list

KEPT = ("office", "view", "topic", "urgency", "facility")


@only(Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's office; for headquarters what waits anywhere. Who read the rows is written."""
    reader, now = reader_of(request), timezone.now()
    desks = reading.desks_of(reader, request.offices, now)  # type: ignore[attr-defined]
    topics = reading.topics_to_choose()
    form = QueueFilterForm(request.GET, topics=topics)
    page = reading.read_page(reader, desks, _office(request, reader, desks), _wish(request, form), now)
    journal.looked_many([Case(pk=row.case_id) for row in page.rows], by=reader, at="queue")
    return render(request, "routing/queue.html", _context(request, reader, page, form, topics))


def _office(request: HttpRequest, reader: User, desks: list[Desk]) -> Office | None:
    """The office asked for where it is one of theirs; else all of them for headquarters, the first for the rest."""
    asked = next((desk.office for desk in desks if desk.office.code == request.GET.get("office")), None)
    if asked is not None or reader.role == Role.HEADQUARTERS:
        return asked
    return desks[0].office if desks else None


def _wish(request: HttpRequest, form: QueueFilterForm) -> Wish:
    """The filters that make sense; the rest filters nothing."""
    form.is_valid()
    said = form.cleaned_data
    return Wish(
        view=View(said.get("view") or View.ALL),
        topic=said.get("topic", ""),
        urgency=said.get("urgency", ""),
        facilities=said.get("facility"),
        after=reading.read_cursor(request.GET.get("after", ""), reader_of(request)),
    )


def _context(
    request: HttpRequest, reader: User, page: QueuePage, form: QueueFilterForm, topics: list[Topic]
) -> dict[str, object]:
    """`address` brings a claim back to this very page, `cleared` is the queue without view and filters."""
    return {
        "page": page,
        "form": form,
        "topics": topics,
        "urgencies": Urgency.choices,
        "copies": None if reader.role == Role.HEADQUARTERS else copy_list.waiting_for(reader),
        "all_queues": reader.role == Role.HEADQUARTERS,
        "address": request.GET.urlencode(),
        "cleared": f"?office={page.office.code}" if page.office else reverse("routing:queue"),
    }
