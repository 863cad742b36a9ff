"""The rules in force and every version there was, in words; calling off and rolling back."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused
from routing.models import RuleSet
from routing.rules import publishing, rulebook, versions
from routing.rules.in_force import rules_in_force
from routing.rules.publication_forms import CallOffForm, RollbackForm
from routing.rules.vocabulary import read_vocabulary


@only(Role.HEADQUARTERS)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Where cases go and why, rule by rule; what comes next, and what was before."""
    context = {
        "book": rulebook.read(timezone.now()),
        "ahead": versions.ahead(),
        "history": versions.history()[: versions.LATEST],
    }
    return render(request, "routing/rules.html", context)


@only(Role.HEADQUARTERS)
@require_safe
def rules_versions(request: HttpRequest) -> HttpResponse:
    """Every time a version came into force or was to."""
    page = Paginator(versions.history(), versions.PAGE).get_page(request.GET.get("page"))
    return render(request, "routing/rules/versions.html", {"page": page})


@only(Role.HEADQUARTERS)
@require_safe
def rules_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version in words; beside another one where `against` names it."""
    version = get_object_or_404(RuleSet.objects.select_related("proposed_by", "published_by"), version=number)
    every = versions.others(version)
    chosen = request.GET.get("against", "")
    against = next((other for other in every if str(other.version) == chosen), None)
    new, old = version.read(), against.read() if against else None
    names = read_vocabulary(new, *([old] if old else []))
    in_force = rules_in_force()
    context = {
        "version": version,
        "publications": versions.history().filter(ruleset=version),
        "chapters": rulebook.chapters(new, names),
        "others": every,
        "against": against,
        "changes": versions.differences(old, new, names) if old else None,
        "in_force": in_force,
        "is_in_force": in_force is not None and in_force.pk == version.pk,
    }
    return render(request, "routing/rules/version.html", context)


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def rollback(request: HttpRequest, number: int) -> HttpResponse:
    """Put a version that was in force once in force again: what changes by it, and why."""
    version, newest = get_object_or_404(RuleSet, version=number), publishing.newest()
    form, status, why = RollbackForm(request.POST or None), HTTPStatus.OK, ""
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            seen = RuleSet.objects.filter(version=form.cleaned_data["seen"]).first()
            try:
                publishing.roll_back(
                    version, form.cleaned_data["why"], by=reader_of(request), expected=seen or newest
                )
            except Refused as refusal:
                status, why = HTTPStatus.CONFLICT, str(refusal)
            else:
                messages.success(request, f"Version {number} is in force again.")
                return redirect("routing:rules")
    now = rules_in_force()
    new, old = version.read(), now.read() if now else version.read()
    context = {
        "version": version,
        "in_force": now,
        "newest": newest,
        "form": form,
        "why": why,
        "scheduled": versions.ahead().scheduled,
        "changes": versions.differences(old, new, read_vocabulary(new, old)),
    }
    return render(request, "routing/rules/rollback.html", context, status=status)


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def calling_off(request: HttpRequest, key: int) -> HttpResponse:
    """A version whose time has not come stays out of force, with the reason."""
    publication = get_object_or_404(versions.history(), pk=key)
    form, status, why = CallOffForm(request.POST or None), HTTPStatus.OK, ""
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                publishing.call_off(publication, form.cleaned_data["why"], by=reader_of(request))
            except Refused as refusal:
                status, why = HTTPStatus.CONFLICT, str(refusal)
            else:
                messages.success(request, f"Version {publication.ruleset.version} is called off.")
                return redirect("routing:rules")
    context = {"publication": publication, "form": form, "why": why}
    return render(request, "routing/rules/calling_off.html", context, status=status)
