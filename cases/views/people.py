"""People: finding one, and the page of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import history, matching
from cases.countries import COUNTRIES
from cases.forms.finding import FindDetaineeForm
from cases.merging import MERGERS
from cases.models import Call, Case, Detainee
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.audit import journal

NEWEST = 50


@only(Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def find_detainee(request: HttpRequest) -> HttpResponse:
    """Find a person by A-number or name. What is searched for travels in the body only."""
    form = FindDetaineeForm(request.POST if request.method == "POST" else None)
    found, valid = [], form.is_valid()
    if valid:
        found = matching.find(form.description(), by=reader_of(request))
        journal.looked_many(found, by=reader_of(request), at="search for a person")
    context = {"form": form, "found": found, "searched": valid, "countries": COUNTRIES}
    return render(
        request, "cases/find_detainee.html", context, status=422 if form.is_bound and not valid else 200
    )


@only(Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS)
@require_safe
def detainee(request: HttpRequest, key: UUID) -> HttpResponse:
    """One person with the newest of their cases and calls that the reader may see. The reading is recorded."""
    reader = reader_of(request)
    person = get_object_or_404(Detainee.objects.visible_to(reader).select_related("merged_into"), pk=key)
    if person.merged_into:
        kept = get_object_or_404(Detainee.objects.visible_to(reader), pk=person.present().pk)
        return redirect("cases:detainee", kept.pk)
    behind = history.behind(person, by=reader)
    these = [person, *behind.records]
    cases = (
        Case.objects.visible_to(reader)
        .filter(detainee__in=these)
        .select_related("topic", "facility", "office")
    )
    shown = list(cases.newest_first()[:NEWEST])
    merges = history.merges_of(person, by=reader)
    journal.looked_many([*these, *(merge.merged for merge in merges), *shown], by=reader, at="person")
    calls = Call.objects.visible_to(reader).filter(detainee__in=these).select_related("facility", "line")
    context = {
        "person": person,
        "cases": shown,
        "calls": list(calls.newest_first()[:NEWEST]),
        "behind": behind,
        "merges": merges,
        "may_merge": reader.role in MERGERS,
        "may_protect": reader.role == Role.HEADQUARTERS,
    }
    return render(request, "cases/detainee.html", context)
