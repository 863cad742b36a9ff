"""Copies of cases that an office got: the list, one copy, and what was done about it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Overtaken
from routing.access import DESK_ROLES
from routing.models import CaseCopy, Purpose
from routing.sharing import copies as verbs
from routing.sharing import copy_list, copy_view
from routing.sharing.copy_list import View
from routing.sharing.sharing_forms import NoteForm


@only(*DESK_ROLES)
@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """What this person's offices got beside their own queue; for headquarters what anybody got."""
    reader = reader_of(request)
    asked = request.GET.get("view", "")
    view = View(asked) if asked in View.values else View.OPEN
    offices = {office.code: office for office in request.offices}  # type: ignore[attr-defined]
    office = request.GET.get("office", "") if request.GET.get("office", "") in offices else ""
    after = request.GET.get("after", "")
    page = copy_list.read_page(reader, view, office, after)
    journal.looked_many([row.case for row in page.rows], by=reader, at="copies")
    context = {
        "page": page,
        "view": view,
        "after": after,
        "office": office,
        "offices": list(offices.values()),
        "all_offices": reader.role == Role.HEADQUARTERS,
        "several": reader.role == Role.HEADQUARTERS or len(offices) > 1,
    }
    return render(request, "routing/copies.html", context)


@only(*DESK_ROLES)
@require_safe
def copy(request: HttpRequest, key: int) -> HttpResponse:
    """One copy, redacted; the reading is written down."""
    reader = reader_of(request)
    return _show(request, reader, _found(reader, key), NoteForm())


@only(*DESK_ROLES)
@require_POST
def note(request: HttpRequest, key: int) -> HttpResponse:
    """It was read; or, where it is to act, what the office did."""
    reader = reader_of(request)
    found, form = _found(reader, key), NoteForm(request.POST)
    act = found.purpose == Purpose.ACT
    if act and not form.is_valid():
        return _show(request, reader, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        verbs.note_copy(found, form.cleaned_data["what"] if act else "", by=reader)
    except Overtaken as overtaken:
        return _show(
            request, reader, _found(reader, key), form, status=HTTPStatus.CONFLICT, why=str(overtaken)
        )
    messages.success(
        request, "Whoever holds the case sees what you did." if act else "Noted: your office read this copy."
    )
    return redirect("routing:copies")


@only(*DESK_ROLES)
@require_POST
def withdrawal(request: HttpRequest, key: int) -> HttpResponse:
    """The office reads its copy no more."""
    found = get_object_or_404(verbs.copies_sent_by(reader_of(request)), pk=key)
    verbs.take_back(found, by=reader_of(request))
    messages.success(request, f"{found.office.name} has no copy any more.")
    return redirect("routing:case", found.case.number)


def _found(reader: User, key: int) -> CaseCopy:
    found = copy_view.find(reader, key)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest, reader: User, found: CaseCopy, form: NoteForm, *, status: int = 200, why: str = ""
) -> HttpResponse:
    file = copy_view.read(reader, found, "copy")
    context = {"file": file, "copy": found, "form": form, "why": why}
    return render(request, "routing/copy.html", context, status=status)
