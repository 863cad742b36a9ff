"""Handing a call that is being written to a colleague."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases import handover
from cases.forms.handing import HandOverForm
from cases.models import Draft
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import OutOfReach, Refused


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose a colleague; the call is on their page then, and gone from this person's."""
    by = reader_of(request)
    draft = get_object_or_404(Draft.objects.visible_to(by).defer("body_sealed"), pk=key)
    form = HandOverForm(request.POST or None, by=by, initial={"rev": draft.rev})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            to = form.cleaned_data["to"]
            try:
                handover.hand_over(key, to, form.cleaned_data["rev"] or draft.rev, by=by)
            except OutOfReach:
                raise
            except Refused as refusal:
                form.add_error("to", str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, f"{to.called} has the call now, with every word of it.")
                return redirect("cases:new_call")
    return render(request, "cases/hand_over.html", {"form": form, "draft": draft}, status=status)
