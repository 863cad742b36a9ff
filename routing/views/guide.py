"""The staff guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.access import READERS_OF_CASES
from helpline.accounts.doors import only
from routing.rules import staff_guide


@only(*READERS_OF_CASES)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Where a concern of every topic goes, by the rules in force; to read beside the phone or to print."""
    return render(request, "routing/rules/guide.html", {"guide": staff_guide.read(timezone.now())})
