"""The rules in force. Read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.accounts.doors import only
from helpline.accounts.models import Role
from routing import rulebook


@only(Role.HEADQUARTERS)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Where cases go and why, rule by rule."""
    return render(request, "routing/rules.html", {"book": rulebook.read(timezone.now())})
