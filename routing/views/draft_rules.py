"""Writing a rule or a guard of a draft. Every button sends the whole form; only “Save” changes the draft."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused
from routing.checks import checking
from routing.checks.finding import About
from routing.models import RuleDraft
from routing.rules import asking, draftfile, editing, form_steps, rulebook, wording
from routing.rules.form_steps import Step
from routing.rules.guard_forms import GuardForm, posted_guard
from routing.rules.language import BadRules
from routing.rules.language import read as read_language
from routing.rules.rule_forms import RuleForm, posted_rule
from routing.rules.vocabulary import Vocabulary, read_vocabulary
from routing.views.drafts import find_draft, seen_rev

Row = Mapping[str, Any]
Form = RuleForm | GuardForm
NEW_RULE: dict[str, Any] = {"copies": "0"}


@dataclass(frozen=True)
class Editing:
    """One row being written: which draft, its key (empty for a new one), the step that was taken, its form."""

    request: HttpRequest
    draft: RuleDraft
    key: str
    kind: About
    step: Step
    form: Form
    names: Vocabulary


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def draft_rules(request: HttpRequest, key: int) -> HttpResponse:
    """Add a rule."""
    return _edit_rule(request, find_draft(key), "")


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def draft_rule(request: HttpRequest, key: int, rule: str) -> HttpResponse:
    """Change a rule."""
    return _edit_rule(request, find_draft(key), rule)


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def draft_guards(request: HttpRequest, key: int) -> HttpResponse:
    """Add a guard."""
    return _edit_guard(request, find_draft(key), "")


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def draft_guard(request: HttpRequest, key: int, guard: str) -> HttpResponse:
    """Change a guard."""
    return _edit_guard(request, find_draft(key), guard)


def _edit_rule(request: HttpRequest, draft: RuleDraft, key: str) -> HttpResponse:
    order = [(row["key"], row["says"]) for row in draft.rules if row.get("to")]
    row = _row_of(draft.rules, key)
    start = posted_rule(row, [one for one, _ in order]) if row else NEW_RULE
    step, names = _begin(request, draft, start)
    form = RuleForm(step.data, names=names, taken=_keys(draft.rules), key=key, order=order)
    editing_now = Editing(request, draft, key, About.RULE, step, form, names)

    def save() -> None:
        place = form.place(draft.rules)
        editing.put_rule(draft, seen_rev(request), form.row(), place, by=reader_of(request), was=key or None)

    return _answer(editing_now, save)


def _edit_guard(request: HttpRequest, draft: RuleDraft, key: str) -> HttpResponse:
    row = _row_of(draft.guards, key)
    step, names = _begin(request, draft, posted_guard(row) if row else {})
    form = GuardForm(step.data, names=names, taken=_keys(draft.guards), key=key)
    editing_now = Editing(request, draft, key, About.GUARD, step, form, names)
    return _answer(
        editing_now,
        lambda: editing.put_guard(
            draft, seen_rev(request), form.row(), by=reader_of(request), was=key or None
        ),
    )


def _begin(request: HttpRequest, draft: RuleDraft, start: Mapping[str, Any]) -> tuple[Step, Vocabulary]:
    """The step that was taken, or the row as it stands; and every name that it needs."""
    if request.method == "POST":
        step = form_steps.read_step(request.POST)
    else:
        step = Step(form_steps.posted({**start, "rev": str(draft.rev)}), {}, "", saves=False)
    return step, read_vocabulary(draft.read(), facilities=step.data.getlist("facility-values"))


def _answer(now: Editing, save: Callable[[], object]) -> HttpResponse:
    """Save and go back to the draft; or the form again, with what was typed and what to mend."""
    form = now.form
    form.offers = dict(now.step.offers)
    if not now.step.saves:
        form.hush()
        _complain_of_names(form)
        return _show(now)
    if not form.is_valid():
        return _show(now, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        save()
    except Refused as refusal:
        return _show(now, status=HTTPStatus.CONFLICT, why=str(refusal))
    messages.success(now.request, f"“{form.cleaned_data['says']}” is in the draft.")
    response = redirect("routing:draft", now.draft.pk)
    response["Location"] += f"#{now.kind}-{form.made_key}"
    return response


def _complain_of_names(form: Form) -> None:
    """A typed name that names nothing, or several things, is said at once."""
    for fact in form.facts:
        if asking.kind_of(fact) == "found" and form.data.get(f"{fact}-typed", "").strip():
            form.complain_of_name(fact)


def _show(now: Editing, *, status: int = HTTPStatus.OK, why: str = "") -> HttpResponse:
    """The page. After a refusal the form stands for the draft as it is now: sent again it is saved."""
    draft = find_draft(now.draft.pk)
    if why:
        now.form.posted["rev"] = str(draft.rev)
    rows: Sequence[Row] = draft.rules if now.kind is About.RULE else draft.guards
    found = draftfile.about(checking.findings_of(draft), now.kind, now.key) if now.key else []
    context = {
        "draft": draft,
        "form": now.form,
        "key": now.key,
        "rows": rows,
        "findings": found,
        "choices": asking.CHOICES,
        "at": now.step.at,
        "looked": now.request.method == "POST" and not now.step.at,
        "why": why,
        "now_reads": _reads(now, rows) if why and now.key else "",
        "preview": _preview(now) if not now.step.saves and not why else "",
    }
    template = "rule" if now.kind is About.RULE else "guard"
    return render(now.request, f"routing/rules/{template}.html", context, status=status)


def _reads(now: Editing, rows: Sequence[Row]) -> str:
    """How the row reads in the draft now; that it is gone where it is."""
    row = _row(rows, now.key)
    return _sentence(now, row) if row else "it was removed."


def _preview(now: Editing) -> str:
    """How the form reads as a sentence; empty until it is complete."""
    form = type(now.form)(now.form.posted, **_made_of(now))
    return _sentence(now, form.row()) if form.is_valid() else ""


def _made_of(now: Editing) -> dict[str, Any]:
    made: dict[str, Any] = {"names": now.names, "taken": now.form.taken, "key": now.key}
    return made | ({"order": now.form.order} if isinstance(now.form, RuleForm) else {})


def _sentence(now: Editing, row: Row) -> str:
    try:
        if now.kind is About.RULE:
            return wording.sentence(read_language([row]).rules[0], now.names)
        guard = rulebook.guard_line(read_language([], [row]).guards[0], now.names)
    except BadRules:
        return ""
    return f"If {', and '.join(guard.when)}: never to {guard.never_to}."


def _row(rows: Sequence[Row], key: str) -> Row | None:
    return next((row for row in rows if row["key"] == key), None)


def _row_of(rows: Sequence[Row], key: str) -> Row | None:
    """The row to change, None for a new one, 404 where it is not there (any more)."""
    row = _row(rows, key) if key else None
    if key and row is None:
        raise Http404
    return row


def _keys(rows: Sequence[Row]) -> list[str]:
    return [row["key"] for row in rows]
