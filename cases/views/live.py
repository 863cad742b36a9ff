"""News while somebody works: the stream of a page, the part it fetches, and whether they are at their desk."""

import select
import socket
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases import emergencies, presence, telephony
from cases.access import OFFICE_PEOPLE, READERS_OF_CASES
from cases.models import Doing
from cases.views.reader import reader_of
from helpline import live_hub
from helpline.accounts.doors import only
from helpline.accounts.models import Role

TRY_AGAIN_SECONDS = 30
RINGS_AT_MOST = timedelta(hours=12)  # an exchange that never told the end does not ring for ever


@only(*READERS_OF_CASES)
@require_safe
def live(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: that something changed, never what. Ends after five minutes; the browser comes back.

    `?seconds=` ends it sooner. 503 when this process has no room for another stream: the page then asks. Half of the
    room is kept for those who take calls.
    """
    reader = reader_of(request)
    try:
        if reader.role in OFFICE_PEOPLE and live_hub.HUB.waiting() >= live_hub.STREAMS_AT_MOST // 2:
            raise live_hub.Full
        stream = live_hub.HUB.join(reader.pk, reader.role)
    except live_hub.Full:
        return HttpResponse(
            status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(TRY_AGAIN_SECONDS)}
        )
    live_hub.HUB.give_back_the_database()
    lines = live_hub.messages(stream, lasts=_seconds(request), is_gone=_is_gone(request))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(lines, content_type="text/event-stream; charset=utf-8", headers=headers)


def _seconds(request: HttpRequest) -> float:
    text = request.GET.get("seconds", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else live_hub.LASTS_SECONDS
    return min(asked, live_hub.LASTS_SECONDS)


def _is_gone(request: HttpRequest) -> Callable[[], bool]:
    """Whether the page was closed, where the web server lets us look: its stream makes room at once."""
    line: Any = request.META.get("gunicorn.socket")
    if not isinstance(line, socket.socket):
        return lambda: False

    def closed() -> bool:
        try:
            said = select.poll()
            said.register(line, select.POLLIN)
            return bool(said.poll(0)) and line.recv(1, socket.MSG_PEEK) == b""
        except (OSError, ValueError):
            return True

    return closed


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What is new for this person: calls at their desk, and for supervisors the alarms nobody answered."""
    reader = reader_of(request)
    calls = telephony.at_the_desk(reader, since=timezone.now() - RINGS_AT_MOST)
    alarms = emergencies.alarms_for(reader, timezone.now())
    return render(
        request, "cases/live/_news.html", {"phone_calls": calls, "alarms": alarms, "reader": reader}
    )


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def present(request: HttpRequest) -> HttpResponse:
    """The page says that its person is there, and what they are doing. Says nothing back."""
    doing = request.POST.get("doing", "")
    if doing not in Doing.values:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    presence.note(Doing(doing), by=reader_of(request))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
