"""The journal page: what was done, newest first. It shows no content of any case."""

from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.audit import sight
from helpline.audit.forms import JournalFilter, spellings
from helpline.audit.models import Entry
from helpline.audit.verification import Verdict, verify
from helpline.audit.wording import Line, line

PAGE_SIZE = 50


@only(Role.AUDITOR, Role.HEADQUARTERS)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """A page of entries; `?check=chain` walks the whole chain and says whether it is unbroken."""
    form, reader = JournalFilter(request.GET), request.user
    wish = form.cleaned_data if form.is_valid() else {}
    entries = Entry.objects.filter(sight.open_to(reader)).select_related("by").order_by("-id")
    if verb := wish.get("verb"):
        entries = entries.filter(verb=verb)
    if reference := wish.get("reference"):
        entries = entries.filter(subject_ref__in=spellings(reference))
    if before := wish.get("before"):
        entries = entries.filter(pk__lt=before)
    found = [line(entry) for entry in entries[: PAGE_SIZE + 1]] if form.is_valid() else []
    lines = found[:PAGE_SIZE]
    kept = {name: wish[name] for name in ("verb", "reference") if wish.get(name)}
    context = {
        "form": form,
        "days": _by_day(lines),
        "narrowed": bool(kept),
        "newer": f"?{urlencode(kept)}" if before else "",
        "older": f"?{urlencode({**kept, 'before': lines[-1].key})}" if len(found) > PAGE_SIZE else "",
        "verdict": _verdict(request),
    }
    return render(request, "audit/journal.html", context)


def _by_day(lines: list[Line]) -> list[tuple[date, list[Line]]]:
    days = groupby(lines, key=lambda entry: timezone.localdate(entry.at))
    return [(day, list(entries)) for day, entries in days]


def _verdict(request: HttpRequest) -> Verdict | None:
    return verify() if request.GET.get("check") == "chain" else None
