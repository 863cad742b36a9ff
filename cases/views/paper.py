"""References on paper: handing out a block, printing it, seeing what became of each."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import paper
from cases.forms.blocks import BlockForm, StrikeForm
from cases.models import Call, CallerKind, PaperReference, ReferenceBlock
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.refusals import Refused


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def blocks(request: HttpRequest) -> HttpResponse:
    """The blocks handed out, and handing out another one."""
    form, status = BlockForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            told = form.cleaned_data
            block = paper.issue_block(told["how_many"], told["why"], by=reader_of(request))
            messages.success(request, f"{told['how_many']} references are handed out. Print them now.")
            return redirect("cases:paper_block", key=block.pk)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    now = timezone.now()
    rows = paper.blocks(now)
    context = {"rows": rows, "forgotten": sum(row.open for row in rows if row.open_too_long), "form": form}
    return render(request, "cases/paper.html", context, status=status)


@dataclass(frozen=True)
class Reference:
    """One line of a block: the row, and the call that used it as far as the reader may open it."""

    row: PaperReference
    call: Call | None


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def block(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every reference of one block, with what became of it."""
    return _block(request, get_object_or_404(_rows(), pk=key))


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_POST
def strike(request: HttpRequest, key: UUID) -> HttpResponse:
    """Strike out the ticked ones."""
    row = get_object_or_404(_rows(), pk=key)
    form = StrikeForm(request.POST, open_ones=_open(row))
    if not form.is_valid():
        return _block(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    told = form.cleaned_data
    try:
        struck = paper.strike_out(row, told["references"], told["why"], by=reader_of(request))
    except Refused as refusal:
        form.add_error("references", str(refusal))
        return _block(request, row, form, HTTPStatus.CONFLICT)
    word = "reference is" if struck == 1 else "references are"
    messages.success(request, f"{struck} {word} struck out.")
    return redirect("cases:paper_block", key=key)


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def forms_to_print(request: HttpRequest, key: UUID) -> HttpResponse:
    """A form to fill in by hand for every open reference, one a page."""
    row = get_object_or_404(_rows(), pk=key)
    kinds = [kind.label for kind in CallerKind]
    return render(
        request, "cases/paper_forms.html", {"issued": row, "references": _open(row), "kinds": kinds}
    )


def _rows() -> QuerySet[ReferenceBlock]:
    return ReferenceBlock.objects.select_related("issued_by")


def _open(row: ReferenceBlock) -> list[str]:
    rows = paper.open_ones(PaperReference.objects.filter(block=row)).order_by("reference")
    return list(rows.values_list("reference", flat=True))


def _block(
    request: HttpRequest, row: ReferenceBlock, form: StrikeForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    found = list(PaperReference.objects.filter(block=row).select_related("struck_by").order_by("reference"))
    calls = _calls(reader_of(request), found)
    left = [one.reference for one in found if one.call_id is None and one.struck_at is None]
    context = {
        "issued": paper.block(row, found, timezone.now()),
        "references": [Reference(one, calls.get(one.call_id)) for one in found],
        "form": form or StrikeForm(open_ones=left),
        "ticked": request.POST.getlist("references"),
    }
    return render(request, "cases/paper_block.html", context, status=status)


def _calls(reader: User, found: list[PaperReference]) -> dict[int | None, Call]:
    used = [one.call_id for one in found if one.call_id]
    return {
        call.pk: call
        for call in Call.objects.visible_to(reader)
        .filter(pk__in=used)
        .select_related("taken_by", "entered_by")
    }
