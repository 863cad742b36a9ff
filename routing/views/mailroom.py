"""The state of the mail room, for whoever watches over it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from routing.mailroom import WATCHERS, read_state


@only(*WATCHERS)
@require_safe
def mailroom(request: HttpRequest) -> HttpResponse:
    """What waits, what fails, what fell to triage, and what makes it go."""
    reader = reader_of(request)
    context = {"state": read_state(reader), "decides": reader.role == Role.HEADQUARTERS}
    return render(request, "routing/mailroom.html", context)
