"""Notices that did not go out, or may not have, for whoever can send them again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.refusals import OutOfReach, Refused
from routing.models import Notification
from routing.notices import delivery as verbs
from routing.notices.failures import read_failed


@only(*verbs.SENDERS)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The list, and how many wait."""
    return _page(request)


@only(*verbs.SENDERS)
@require_POST
def resending(request: HttpRequest, key: int) -> HttpResponse:
    """Send one of them again."""
    by = reader_of(request)
    notice = get_object_or_404(Notification.objects.visible_to(by), pk=key)
    try:
        verbs.send_again(notice, by=by)
    except OutOfReach:
        raise
    except Refused as refusal:
        return _page(request, problem=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(request, "The notice is on its way again.")
    return redirect("routing:notices")


def _page(request: HttpRequest, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    found = read_failed(reader_of(request), before)
    return render(request, "routing/notices.html", {"found": found, "problem": problem}, status=status)
