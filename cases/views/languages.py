"""The languages callers speak, and how long they wait for an interpreter."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.languages import LANGUAGES
from cases.models import Call
from cases.speech import waits_for_interpreter
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role

PERIOD = timedelta(days=90)
WATCHERS = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """Every language by name; supervisors and headquarters also read calls, waits and losses. Names nobody."""
    if request.headers.get("HX-Target") == "languages":
        return render(request, "cases/_language_options.html", {"languages": LANGUAGES})
    reader, since = reader_of(request), timezone.now() - PERIOD
    watches = reader.role in WATCHERS
    waits = waits_for_interpreter(Call.objects.visible_to(reader), since) if watches else []
    context = {
        "languages": LANGUAGES,
        "watches": watches,
        "waits": waits,
        "lost": sum(wait.lost for wait in waits),
        "since": timezone.localdate(since),
    }
    return render(request, "cases/languages.html", context)
