"""Who else may know of a case: sending a copy, naming who is accused, letting somebody in. One noun, one view."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Overtaken, Refused
from routing.access import DESK_ROLES
from routing.models import Purpose, Shows
from routing.sharing import accused, letting_in
from routing.sharing import copies as copying
from routing.sharing import overview as known
from routing.sharing.destinations import offices_for_a_copy, open_offices
from routing.sharing.sharing_forms import AccusedForm, CopyForm, LiftForm, ReaderForm
from routing.views.page import carry_out, find_case, stay_of


@only(*DESK_ROLES)
@require_POST
def copies(request: HttpRequest, number: str) -> HttpResponse:
    """Send another office a copy."""
    reader, found = reader_of(request), find_case(reader_of(request), number)
    form = CopyForm(
        request.POST, offices=offices_for_a_copy(found, open_offices(), known.read(found, reader))
    )

    def send() -> None:
        said = form.cleaned_data
        copying.send_copy(
            stay_of(reader, found),
            said["office"],
            Purpose(said["purpose"]),
            Shows(said["shows"]),
            said["why"],
            by=reader,
        )

    return carry_out(
        request, found, form, send, done=lambda: f"{form.cleaned_data['office'].name} has a copy now."
    )


@only(*DESK_ROLES)
@require_POST
def exclusions(request: HttpRequest, number: str) -> HttpResponse:
    """Shut an office or a person out who is accused."""
    reader, found = reader_of(request), find_case(reader_of(request), number)
    form = AccusedForm(request.POST, offices=open_offices())

    def name() -> None:
        said = form.cleaned_data
        accused.name_accused(found, office=said["office"], person=said["person"], why=said["why"], by=reader)

    return carry_out(
        request,
        found,
        form,
        name,
        done=lambda: "They are shut out: they find no trace of the case from now on.",
    )


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def lifting(request: HttpRequest, key: int) -> HttpResponse:
    """Lift what was written down by mistake: why, and by somebody else than who wrote it down."""
    reader = reader_of(request)
    row = get_object_or_404(accused.exclusions_seen_by(reader), pk=key)
    form, status, why = LiftForm(request.POST or None), HTTPStatus.OK, ""
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                accused.let_back(row, form.cleaned_data["why"], by=reader)
            except Refused as refusal:
                status, why = HTTPStatus.CONFLICT, str(refusal)
            else:
                messages.success(request, "Lifted. They may see and receive the case like anybody else.")
                return redirect("routing:case", row.case.number)
    context = {"row": row, "case": row.case, "form": form, "why": why}
    return render(request, "routing/lifting.html", context, status=status)


@only(*DESK_ROLES)
@require_POST
def readers(request: HttpRequest, number: str) -> HttpResponse:
    """Let somebody of the office in on a case for its leads."""
    reader, found = reader_of(request), find_case(reader_of(request), number)
    form = ReaderForm(request.POST, people=list(letting_in.people_to_let_in(found)))
    return carry_out(
        request,
        found,
        form,
        lambda: letting_in.let_in(found, form.cleaned_data["person"], by=reader),
        done=lambda: f"{form.cleaned_data['person'].called} sees the case now.",
    )


@only(*DESK_ROLES)
@require_POST
def reader_end(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody who was let in sees the case no more."""
    row = get_object_or_404(letting_in.rows_seen_by(reader_of(request)), pk=key)
    try:
        letting_in.let_out(row, by=reader_of(request))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
    else:
        messages.success(request, f"{row.person.called} sees the case no more.")
    return redirect("routing:case", row.case.number)
