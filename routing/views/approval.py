"""From a draft to a version: asking a second person, and that person's decision."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused
from routing.checks.finding import errors
from routing.models import DraftState, RuleDraft, RuleSet, Simulation, SimulationState
from routing.rules import draftfile, publishing, rulebook, versions
from routing.rules import drafts as verbs
from routing.rules.publication_forms import PublicationForm, SendBackForm, SubmissionForm
from routing.views.drafts import find_draft, rev_to_send, seen_rev, show_draft


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, key: int) -> HttpResponse:
    """Say what changes and for whom, and ask a second person."""
    draft = find_draft(key)
    form, status, why = SubmissionForm(request.POST or None, initial={"why": draft.why}), HTTPStatus.OK, ""
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                verbs.submit(draft, form.cleaned_data["why"], by=reader_of(request), rev=seen_rev(request))
            except Refused as refusal:
                status, why, draft = HTTPStatus.CONFLICT, str(refusal), find_draft(key)
            else:
                messages.success(request, "A second person can read and publish it now.")
                return redirect("routing:draft", key)
    file = draftfile.read(draft, reader_of(request))
    context = {
        "draft": draft,
        "file": file,
        "form": form,
        "why": why,
        "rev": rev_to_send(request, draft, why),
    }
    return render(request, "routing/rules/submission.html", context, status=status)


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def draft_publication(request: HttpRequest, key: int) -> HttpResponse:
    """What the second person reads, and when the rules take effect."""
    draft = find_draft(key)
    form, status, why = _form(request), HTTPStatus.OK, ""
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                done = _publish(request, draft, form)
            except Refused as refusal:
                status, why, draft = HTTPStatus.CONFLICT, str(refusal), find_draft(key)
            else:
                messages.success(request, done)
                return redirect("routing:rules")
    return _show(request, draft, form, SendBackForm(), status=status, why=why)


@only(Role.HEADQUARTERS)
@require_POST
def sending_back(request: HttpRequest, key: int) -> HttpResponse:
    """Ask its writers to change it first."""
    draft, form = find_draft(key), SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, draft, _form(), form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        verbs.send_back(draft, form.cleaned_data["why"], by=reader_of(request), rev=seen_rev(request))
    except Refused as refusal:
        return show_draft(request, find_draft(key), status=HTTPStatus.CONFLICT, why=str(refusal))
    messages.success(request, "The draft went back to its writers with your words.")
    return redirect("routing:draft", key)


def _form(request: HttpRequest | None = None) -> PublicationForm:
    now = timezone.localtime()
    zone = timezone.get_current_timezone_name()
    name = f"{str(zone).replace('_', ' ')}, where it is {now:%H:%M} now"
    return PublicationForm((request.POST or None) if request else None, zone=name)


def _publish(request: HttpRequest, draft: RuleDraft, form: PublicationForm) -> str:
    """Publish against the newest version that the person saw; say from when."""
    expected = RuleSet.objects.filter(version=form.cleaned_data["expected"] or 0).first()
    made = publishing.publish(
        draft,
        seen_rev(request),
        expected=expected or draft.base,
        effective_at=form.cleaned_data["effective_at"],
        by=reader_of(request),
    )
    version = made.ruleset.version
    if form.cleaned_data["effective_at"] is None:
        return f"Version {version} is in force. New cases are routed by it."
    return f"Version {version} is published and takes effect at the time you chose."


def _show(
    request: HttpRequest,
    draft: RuleDraft,
    form: PublicationForm,
    back: SendBackForm,
    *,
    status: int = HTTPStatus.OK,
    why: str = "",
) -> HttpResponse:
    file = draftfile.read(draft, reader_of(request))
    context: dict[str, Any] = {
        "draft": draft,
        "file": file,
        "form": form,
        "back": back,
        "why": why,
        "rev": rev_to_send(request, draft, why),
        "expected": _expected(request, file, why),
        "waits": draft.state == DraftState.SUBMITTED,
        "findings": file.every,
        "stops": bool(errors(file.every)),
        "chapters": rulebook.chapters(draft.read(), file.names),
        "scheduled": versions.ahead().scheduled,
        "simulation": _simulation(draft, file.written_at),
    }
    return render(request, "routing/rules/publication.html", context, status=status)


def _expected(request: HttpRequest, file: draftfile.DraftFile, why: str) -> str:
    """The newest version that the page sends next: the one that was seen, or the newest one after a refusal."""
    seen = request.POST.get("expected", "") if not why else ""
    return seen or (str(file.newest.version) if file.newest else "")


def _simulation(draft: RuleDraft, written_at: int) -> Simulation | None:
    """The latest trial of the draft as it is written now."""
    tried = Simulation.objects.filter(draft=draft, state=SimulationState.DONE, rev__gte=written_at)
    return tried.order_by("-id").first()
