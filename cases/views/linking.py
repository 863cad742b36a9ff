"""A call's person afterwards, two records that are one, and hiding one: the pages of `cases.people` and `cases.merging`."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, history, matching, merging, people
from cases.countries import COUNTRIES
from cases.forms.finding import FindDetaineeForm
from cases.models import Call, Case, Detainee
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def call_detainee(request: HttpRequest, reference: str) -> HttpResponse:
    """Find the person a call is about and link them, or take the linked one off. What is typed travels in the body."""
    reader = reader_of(request)
    call = get_object_or_404(Call.objects.visible_to(reader), reference=reference)
    if not access.may_link(reader, call):
        raise Http404
    problem = ""
    try:
        if "link" in request.POST:
            people.link(call, _chosen(request, reader), by=reader)
            return redirect("cases:call", reference)
        if "unlink" in request.POST:
            people.unlink(call, request.POST.get("why", ""), by=reader)
            return redirect("cases:call", reference)
    except OutOfReach:
        raise
    except Refused as refusal:
        problem = str(refusal)
    form, found, valid = _search(request, reader, at="link a person")
    linked = (
        Detainee.objects.visible_to(reader).filter(pk=call.detainee_id).first() if call.detainee_id else None
    )
    context: dict[str, Any] = {
        "call": call,
        "linked": linked,
        "form": form,
        "found": found,
        "searched": valid,
        "problem": problem,
    }
    context |= {
        "countries": COUNTRIES,
        "why": request.POST.get("why", ""),
        "chosen": request.POST.get("detainee", ""),
    }
    if linked:
        journal.looked(linked, by=reader, at="link a person")
    return render(request, "cases/call_detainee.html", context, status=_status(form, problem))


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Find the other record of the same person, see both side by side, and merge them."""
    reader = reader_of(request)
    person = get_object_or_404(Detainee.objects.visible_to(reader), pk=key)
    problem, other = "", None
    try:
        if "compare" in request.POST or "merge" in request.POST:
            other = _chosen(request, reader)
        if other and other.pk == person.pk:
            raise Refused("This is the same record. Choose another one.")
        if other and "merge" in request.POST:
            kept, merged = (other, person) if request.POST.get("keep") == "other" else (person, other)
            merging.merge(kept, merged, request.POST.get("why", ""), by=reader)
            return redirect("cases:detainee", kept.pk)
    except OutOfReach:
        raise
    except Refused as refusal:
        problem = str(refusal)
        other = None if other and other.pk == person.pk else other
    form, found, valid = _search(request, reader, at="merge two records")
    journal.looked_many([person, *([other] if other else [])], by=reader, at="merge two records")
    context: dict[str, Any] = {
        "person": person,
        "other": other,
        "problem": problem,
        "form": form,
        "countries": COUNTRIES,
    }
    context |= {"found": [row for row in found if row.pk != person.pk], "searched": valid}
    context |= {"why": request.POST.get("why", ""), "keep": request.POST.get("keep", "this")}
    if other:
        context |= {"differences": merging.compare(person, other), "holds": [_holds(person), _holds(other)]}
    return render(request, "cases/merge.html", context, status=_status(form, problem))


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_POST
def merge_reversal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one merge into this record back: the one named, or the latest."""
    reader = reader_of(request)
    person = get_object_or_404(Detainee.objects.visible_to(reader), pk=key)
    done = history.merge_into(person, request.POST.get("merge", ""), by=reader)
    if done is None:
        raise Refused("No such merge is on this record. Look at the record again.")
    merging.undo_merge(done, by=reader)
    return redirect("cases:detainee", person.pk)


@only(Role.HEADQUARTERS)
@require_POST
def protection(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hide the record (8 U.S.C. 1367), or with `lift` let it be seen again."""
    reader = reader_of(request)
    person = get_object_or_404(Detainee.objects.visible_to(reader), pk=key)
    act = people.lift_protection if "lift" in request.POST else people.protect
    act(person, request.POST.get("why", ""), by=reader)
    return redirect("cases:detainee", person.pk)


def _chosen(request: HttpRequest, reader: User) -> Detainee:
    """The record chosen in the list, as far as the reader may see it."""
    try:
        person = Detainee.objects.visible_to(reader).kept_of(UUID(request.POST.get("detainee", "")))
    except ValueError:
        person = None
    if person is None:
        raise Refused("Choose one of the people found.")
    return person


def _search(request: HttpRequest, reader: User, *, at: str) -> tuple[FindDetaineeForm, list[Detainee], bool]:
    """The search form, who was found, and whether it was a search. The finding is recorded."""
    form = FindDetaineeForm(request.POST if "find" in request.POST else None)
    if not form.is_valid():
        return form, [], False
    found = matching.find(form.description(), by=reader)
    journal.looked_many(found, by=reader, at=at)
    return form, found, True


def _holds(person: Detainee) -> str:
    """How many calls and cases a record has, in words."""
    calls, cases = Call.objects.filter(detainee=person).count(), Case.objects.filter(detainee=person).count()
    return f"{calls} call{'s' * (calls != 1)}, {cases} case{'s' * (cases != 1)}"


def _status(form: FindDetaineeForm, problem: str) -> int:
    if problem:
        return 409
    return 422 if form.is_bound and not form.is_valid() else 200
