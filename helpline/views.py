"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from helpline.accounts.doors import EVERYBODY, only
from helpline.accounts.models import Role, User
from helpline.navigation import FIRST_PLACE


@only(*EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leads everybody to what they do first."""
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else in
    return redirect(FIRST_PLACE[Role(request.user.role)])
