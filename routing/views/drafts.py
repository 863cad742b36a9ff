"""Drafts of rules: which there are, beginning one, its page, moving and removing rules, withdrawing it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused
from routing.models import DraftState, RuleDraft
from routing.rules import draftfile, editing, publishing
from routing.rules import drafts as verbs
from routing.rules.publication_forms import BeginForm

REMOVED = "removed_from_draft"  # in the session: the row last taken out, so that it can be put back
ENDED_SHOWN = 20


def find_draft(key: int) -> RuleDraft:
    """The draft with its people, or 404."""
    people = ("begun_by", "changed_by", "submitted_by", "ended_by")
    return get_object_or_404(RuleDraft.objects.select_related("base", "became", *people), pk=key)


def seen_rev(request: HttpRequest) -> int:
    """The `rev` the person had before them; 0, which is never right, where the form does not say."""
    text = request.POST.get("rev", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def rev_to_send(request: HttpRequest, draft: RuleDraft, why: str) -> int:
    """The `rev` that the page sends next: the one that was seen while something is being mended, the draft's own after a
    refusal, which told what changed."""
    return seen_rev(request) if request.method == "POST" and not why else draft.rev


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def drafts(request: HttpRequest) -> HttpResponse:
    """Everything that is being written or waits; and beginning another draft from the newest rules."""
    form, status, newest = BeginForm(request.POST or None), HTTPStatus.OK, publishing.newest()
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and newest:
            draft = verbs.begin(form.cleaned_data["name"], newest, by=reader_of(request))
            messages.success(request, f"“{draft.name}” begins with the rules of version {newest.version}.")
            return redirect("routing:draft", draft.pk)
    rows = RuleDraft.objects.select_related("base", "became", "begun_by", "changed_by", "submitted_by")
    going = rows.filter(state__in=[DraftState.OPEN, DraftState.SUBMITTED]).order_by("-changed_at", "-id")
    ended = rows.exclude(state__in=[DraftState.OPEN, DraftState.SUBMITTED]).order_by("-ended_at", "-id")
    context = {
        "going": going,
        "page": Paginator(ended, ENDED_SHOWN).get_page(request.GET.get("page")),
        "form": form,
        "newest": newest,
    }
    return render(request, "routing/rules/drafts.html", context, status=status)


@only(Role.HEADQUARTERS)
@require_safe
def draft(request: HttpRequest, key: int) -> HttpResponse:
    """The draft in words, with what a check found beside each rule."""
    return show_draft(request, find_draft(key))


def show_draft(
    request: HttpRequest, found: RuleDraft, *, status: int = HTTPStatus.OK, why: str = ""
) -> HttpResponse:
    """The page; `why` says what was refused."""
    file = draftfile.read(found, reader_of(request))
    removed = request.session.get(REMOVED) or {}
    context = {
        "file": file,
        "draft": found,
        "why": why,
        "removed": removed if removed.get("draft") == found.pk and file.can.change else None,
    }
    return render(request, "routing/rules/draft.html", context, status=status)


def carry_out(
    request: HttpRequest, key: int, verb: Callable[[RuleDraft], object], done: str, at: str = ""
) -> HttpResponse:
    """Do it and show the draft again, at the row named `at`; a refusal stands above the page."""
    found = find_draft(key)
    try:
        verb(found)
    except Refused as refusal:
        return show_draft(request, find_draft(key), status=HTTPStatus.CONFLICT, why=str(refusal))
    messages.success(request, done)
    response = redirect("routing:draft", key)
    response["Location"] += f"#{at}" if at else ""
    return response


@only(Role.HEADQUARTERS)
@require_POST
def rule_place(request: HttpRequest, key: int, rule: str) -> HttpResponse:
    """Ask a rule earlier or later."""
    text = request.POST.get("place", "")
    place = int(text) if text.isdecimal() and len(text) < 5 else 0
    return carry_out(
        request,
        key,
        lambda found: editing.move_rule(found, seen_rev(request), rule, place, by=reader_of(request)),
        f"“{rule}” is asked at another place now.",
        at=f"rule-{rule}",
    )


@only(Role.HEADQUARTERS)
@require_POST
def rule_removal(request: HttpRequest, key: int, rule: str) -> HttpResponse:
    """Take a rule out; it can be put back."""

    def remove(found: RuleDraft) -> None:
        keys = [row["key"] for row in found.rules]
        row = next((row for row in found.rules if row["key"] == rule), None)
        editing.remove_rule(found, seen_rev(request), rule, by=reader_of(request))
        _remember(request, found, "rule", row, keys.index(rule) + 1)

    return carry_out(request, key, remove, f"“{rule}” is removed.", at="removed")


@only(Role.HEADQUARTERS)
@require_POST
def guard_removal(request: HttpRequest, key: int, guard: str) -> HttpResponse:
    """Take a guard out; it can be put back."""

    def remove(found: RuleDraft) -> None:
        row = next((row for row in found.guards if row["key"] == guard), None)
        editing.remove_guard(found, seen_rev(request), guard, by=reader_of(request))
        _remember(request, found, "guard", row, 0)

    return carry_out(request, key, remove, f"“{guard}” is removed.", at="removed")


def _remember(request: HttpRequest, found: RuleDraft, kind: str, row: Any, place: int) -> None:
    request.session[REMOVED] = {"draft": found.pk, "kind": kind, "row": row, "place": place}


@only(Role.HEADQUARTERS)
@require_POST
def restoration(request: HttpRequest, key: int) -> HttpResponse:
    """Put back what this person removed last."""
    removed = request.session.get(REMOVED) or {}

    def put_back(found: RuleDraft) -> None:
        if removed.get("draft") != found.pk:
            raise Refused("There is nothing left to put back.")
        rev, by = seen_rev(request), reader_of(request)
        if removed["kind"] == "rule":
            editing.put_rule(found, rev, removed["row"], removed["place"], by=by)
        else:
            editing.put_guard(found, rev, removed["row"], by=by)
        del request.session[REMOVED]

    name = removed.get("row", {}).get("key", "It")
    return carry_out(request, key, put_back, f"“{name}” is back.", at=f"{removed.get('kind', 'rule')}-{name}")


@only(Role.HEADQUARTERS)
@require_POST
def withdrawal(request: HttpRequest, key: int) -> HttpResponse:
    """End the draft without making it a version."""
    return carry_out(
        request,
        key,
        lambda found: verbs.withdraw(found, by=reader_of(request), rev=seen_rev(request)),
        "The draft is withdrawn. It stays on record.",
    )


@only(Role.HEADQUARTERS)
@require_POST
def taking_back(request: HttpRequest, key: int) -> HttpResponse:
    """A submitted draft is open for changes again."""
    return carry_out(
        request,
        key,
        lambda found: verbs.take_back(found, by=reader_of(request), rev=seen_rev(request)),
        "The draft is open for changes again.",
    )
