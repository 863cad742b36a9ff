"""The lists of facilities: all of them, the roll-out, and the choices offered while somebody types."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facilities import access, directory, listing
from facilities.forms import FilterForm
from facilities.models import Office, Phase
from facilities.progress import read_progress
from helpline.accounts.doors import only

CHOICES_OFFERED = 8


@only(*access.READERS)
@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """Every facility there is, by name, with its office of today and its place in the roll-out."""
    return render(request, "facilities/list.html", _listed(request))


@only(*access.READERS)
@require_safe
def rollout(request: HttpRequest) -> HttpResponse:
    """How far the roll-out has come, phase by phase, and the facilities behind the figures."""
    context = _listed(request, planned_only=True)
    return render(request, "facilities/rollout.html", {**context, "progress": read_progress()})


@only(*access.READERS)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The facilities and lines that fit what was typed so far, as options of a list box."""
    text = request.GET.get("q", "")
    found = directory.describe(directory.find_facilities(text, limit=CHOICES_OFFERED))
    lines = directory.find_lines(text)
    return render(request, "facilities/_options.html", {"text": text, "found": found, "lines": lines})


def _listed(request: HttpRequest, *, planned_only: bool = False) -> dict[str, Any]:
    offices = Office.objects.field()
    form = FilterForm(request.GET, offices=offices, phases=Phase.objects.all())
    chosen = form.chosen()
    rows = listing.chosen_facilities(chosen)
    if planned_only:
        rows = rows.filter(activation__isnull=False)
    page = listing.read_listing(rows, chosen.get("q", ""), request.GET.get("page", "1"))
    return {
        "form": form,
        "chosen": chosen,
        "narrows": bool(chosen.keys() - {"q"}),
        "page": page,
        "previous": _address(chosen, page.page - 1) if page.page > 1 else "",
        "next": _address(chosen, page.page + 1) if page.page < page.pages else "",
    }


def _address(chosen: dict[str, str], page: int) -> str:
    return f"?{urlencode({**chosen, 'page': page})}"
