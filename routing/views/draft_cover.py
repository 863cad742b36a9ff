"""Writing who covers for a unit of headquarters."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused
from routing.rules import editing
from routing.rules.guard_forms import CoverForm
from routing.rules.vocabulary import read_vocabulary
from routing.views.drafts import find_draft, rev_to_send, seen_rev


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def draft_cover(request: HttpRequest, key: int, unit: str) -> HttpResponse:
    """Say who covers for a unit of headquarters, in order."""
    draft = find_draft(key)
    names = read_vocabulary(draft.read())
    office = names.offices.get(unit)
    if office is None or office.kind != "headquarters":
        raise Http404
    posted = request.POST or None
    form, status, why = CoverForm(posted, unit=unit, names=names, others=draft.cover.get(unit, [])), 200, ""
    if posted:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                editing.put_cover(draft, seen_rev(request), unit, form.order, by=reader_of(request))
            except Refused as refusal:
                status, why, draft = HTTPStatus.CONFLICT, str(refusal), find_draft(key)
            else:
                messages.success(request, f"The cover for {office.name} is in the draft.")
                response = redirect("routing:draft", key)
                response["Location"] += "#cover"
                return response
    rev = rev_to_send(request, draft, why)
    context = {"draft": draft, "form": form, "unit": names.office(unit), "why": why, "rev": rev}
    return render(request, "routing/rules/cover.html", context, status=status)
