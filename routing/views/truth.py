"""The truth table of a draft: what it expects, what the draft does, and putting another table in its place."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Overtaken, Refused
from routing.models import DraftState, RuleDraft
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.trials import truth, truth_csv, truth_words
from routing.trials.trial_forms import TableForm
from routing.trials.truth_table import Row, compare, restored, stored

PAGE = 200


def find_draft(key: int) -> RuleDraft:
    """A draft of the rules."""
    return get_object_or_404(RuleDraft.objects.select_related("base", "changed_by"), pk=key)


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_truth(request: HttpRequest, key: int) -> HttpResponse:
    """The table of a draft, row by row; a POST shows what another table would change, or keeps it."""
    draft = find_draft(key)
    if request.method == "POST":
        return _upload(request, draft)
    return _table(request, draft, TableForm(initial=_as_it_is(draft)))


@only(Role.HEADQUARTERS)
@require_safe
def draft_truth_file(request: HttpRequest, key: int) -> HttpResponse:
    """The table of a draft as a file."""
    return as_file(restored(find_draft(key).truth), f"truth-table-draft-{key}.csv")


@only(Role.HEADQUARTERS)
@require_safe
def truth_file(request: HttpRequest) -> HttpResponse:
    """The table that the rules in force passed, as a file."""
    current = rules_in_force()
    if current is None:
        raise Http404
    return as_file(restored(current.truth), f"truth-table-version-{current.version}.csv")


def as_file(rows: list[Row], name: str) -> HttpResponse:
    """A CSV file to download."""
    return HttpResponse(
        truth_csv.write(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _as_it_is(draft: RuleDraft) -> dict[str, object]:
    return {"rev": draft.rev, "table": truth_csv.write(restored(draft.truth)).removeprefix(truth_csv.MARK)}


def _table(
    request: HttpRequest, draft: RuleDraft, form: TableForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    rows = restored(draft.truth)
    results = truth.results(draft.read(), rows)
    broken = [result for result in results if not result.holds]
    asked = request.GET.get("show") == "broken"
    page = Paginator(broken if asked else results, PAGE).get_page(request.GET.get("page"))
    names = truth_words.read_names([result.row for result in page.object_list])
    context = {
        "draft": draft,
        "form": form,
        "page": page,
        "lines": truth_words.lines(page.object_list, names),
        "rows": len(results),
        "broken": len(broken),
        "only_broken": asked,
        "may_change": draft.state == DraftState.OPEN,
        "problems": form.parsed.problems if form.is_bound and hasattr(form, "parsed") else (),
    }
    return render(request, "routing/trials/truth.html", context, status=status)


def _upload(request: HttpRequest, draft: RuleDraft) -> HttpResponse:
    """See what a table would change; with `keep`, put it in place of the draft's at the `rev` its writer saw."""
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _table(request, draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    rows: tuple[Row, ...] = form.cleaned_data["rows"]
    seen = form.cleaned_data["rev"] or 0
    if not form.cleaned_data["keep"]:
        return _preview(request, draft, rows, seen)
    try:
        drafts.change(draft, seen, truth=stored(rows), by=reader_of(request))
    except Refused as refusal:
        seen = draft.rev if isinstance(refusal, Overtaken) else seen
        return _preview(request, find_draft(draft.pk), rows, seen, str(refusal))
    messages.success(
        request, f"The truth table of the draft has {len(rows)} row{'' if len(rows) == 1 else 's'} now."
    )
    return redirect("routing:draft_truth", draft.pk)


def _preview(
    request: HttpRequest, draft: RuleDraft, rows: tuple[Row, ...], seen: int, why: str = ""
) -> HttpResponse:
    """What would be added, changed and taken out, and which rows the draft would break. Nothing is kept yet."""
    found = compare(restored(draft.truth), rows)
    results = [result for result in truth.results(draft.read(), rows) if not result.holds]
    context = {
        "draft": draft,
        "rows": len(rows),
        "found": found,
        "added": truth_words.changes(found.added),
        "changed": truth_words.changes(found.changed),
        "removed": truth_words.changes(found.removed),
        "broken": truth_words.lines(results, truth_words.read_names([result.row for result in results])),
        "table": truth_csv.write(rows).removeprefix(truth_csv.MARK),
        "rev": find_draft(draft.pk).rev if why else seen,
        "stale": not why and seen != draft.rev,
        "why": why,
    }
    return render(
        request,
        "routing/trials/truth_preview.html",
        context,
        status=HTTPStatus.CONFLICT if why else HTTPStatus.OK,
    )
