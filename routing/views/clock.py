"""The clock of a case: pausing it, letting it run; and the escalations, with taking one on."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused
from routing import clock
from routing.access import DESK_ROLES
from routing.deadlines import escalation_list, escalations, pauses
from routing.deadlines.clock_forms import PauseForm, PlanForm, ResumptionForm
from routing.models import Escalation, PauseReason
from routing.views.page import back_to_case, carry_out, find_case, stay_of


@only(*DESK_ROLES)
@require_POST
def pause(request: HttpRequest, number: str) -> HttpResponse:
    """Let the clock of the case stand still."""
    found, form = find_case(reader_of(request), number), PauseForm(request.POST)

    def stop() -> None:
        said = form.cleaned_data
        item = stay_of(reader_of(request), found)
        reason = PauseReason(said["reason"])
        pauses.pause(item, reason, said["note"], said["until"], by=reader_of(request))

    return carry_out(
        request,
        found,
        form,
        stop,
        done=lambda: f"The clock stands still until {clock.said(form.cleaned_data['until'])}.",
    )


@only(*DESK_ROLES)
@require_POST
def resumption(request: HttpRequest, number: str) -> HttpResponse:
    """Let the clock of the case run again."""
    found = find_case(reader_of(request), number)
    return carry_out(
        request,
        found,
        ResumptionForm(request.POST),
        lambda: pauses.resume(stay_of(reader_of(request), found), by=reader_of(request)),
        done=lambda: "The clock runs again.",
    )


@only(*DESK_ROLES)
@require_safe
def escalation_page(request: HttpRequest) -> HttpResponse:
    """Whose time runs out: what nobody has answered first, then what was taken on."""
    return _page(request)


@only(*DESK_ROLES)
@require_POST
def acknowledgement(request: HttpRequest, key: int) -> HttpResponse:
    """Take a step of the ladder on, saying what will be done."""
    reader = reader_of(request)
    steps = Escalation.objects.visible_to(reader).select_related("case")
    step, form = get_object_or_404(steps, pk=key), PlanForm(request.POST, key=key)
    if not form.is_valid():
        return _page(request, refused=(step, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        escalations.acknowledge(step, form.cleaned_data["plan"], by=reader)
    except OutOfReach:
        raise Http404 from None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, refused=(step, form), status=HTTPStatus.CONFLICT)
    messages.success(request, f"You took {step.case.number} on. Nobody else is told.")
    return back_to_case(request, step.case) if "case" in request.POST else redirect("routing:escalations")


def _page(
    request: HttpRequest, *, refused: tuple[Escalation, PlanForm] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `refused` is the answer that was not taken, with its text, above the list."""
    reader = reader_of(request)
    page = escalation_list.read_page(reader)
    journal.looked_many(
        {step.case_id: step.case for step in page.records}.values(), by=reader, at="escalations"
    )
    context = {
        "page": page,
        "lines": [(line, PlanForm(key=line.step.pk) if line.may_answer else None) for line in page.waiting],
        "refused": refused,
    }
    return render(request, "routing/escalations.html", context, status=status)
