"""The front door, and what an open page asks about its session."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from helpline.accounts.doors import EVERYBODY, only, open_to_all
from helpline.accounts.models import Role, User
from helpline.navigation import FIRST_PLACE
from helpline.sessions import left_of, note_activity


@only(*EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leads everybody to what they do first."""
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else in
    return redirect(FIRST_PLACE[Role(request.user.role)])


@open_to_all
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in (0: nobody) and for how many seconds more, with the token their next form needs.

    Asking is not activity: pages ask by themselves.
    """
    return _told(request)


@only(*EVERYBODY)
@require_POST
def extension(request: HttpRequest) -> JsonResponse:
    """Somebody pressed "Stay signed in": the half hour begins anew. The twelve hours do not."""
    note_activity(request.session)
    return _told(request)


def _told(request: HttpRequest) -> JsonResponse:
    person = request.user.pk if isinstance(request.user, User) else 0
    left = left_of(request.session)
    told = {"person": person, "idle": left.idle, "whole": left.whole, "token": get_token(request)}
    return JsonResponse(told)
