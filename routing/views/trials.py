"""Trying a draft out: on cases that were, and on one situation."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from routing.models import Simulation, SimulationState
from routing.tasks import call_for_simulation
from routing.trials import simulation, trial
from routing.trials.simulation import BadWish
from routing.trials.simulation_report import report
from routing.trials.trial_forms import SituationForm, WishForm
from routing.views.truth import find_draft

LATEST = 10


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_simulation(request: HttpRequest, key: int) -> HttpResponse:
    """Choose the cases to try a draft on; what was tried before."""
    draft, status = find_draft(key), HTTPStatus.OK
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                made = simulation.ask(draft, form.wish, by=reader_of(request))
            except BadWish as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                if made.state != SimulationState.DONE:
                    call_for_simulation()
                return redirect("routing:simulation", made.pk)
    before = Simulation.objects.filter(draft=draft).select_related("asked_by", "draft").defer("result")
    context = {"draft": draft, "form": form, "before": before.order_by("-pk")[:LATEST]}
    return render(request, "routing/trials/simulations.html", context, status=status)


@only(Role.HEADQUARTERS)
@require_safe
def one_simulation(request: HttpRequest, key: int) -> HttpResponse:
    """What a simulation found; while it runs, how far it is."""
    found = simulation.seen_by(reader_of(request), key)
    if found is None:
        raise Http404
    running = found.state in {SimulationState.WAITING, SimulationState.RUNNING}
    context = {"draft": found.draft, "report": report(found, reader_of(request)), "running": running}
    part = "HX-Request" in request.headers and running
    return render(request, f"routing/trials/{'_running' if part else 'simulation'}.html", context)


@only(Role.HEADQUARTERS)
@require_safe
def draft_try(request: HttpRequest, key: int) -> HttpResponse:
    """One situation: what decides it in the draft and in force, and why. Asked by address, so it can be passed on."""
    draft = find_draft(key)
    asked = "topic" in request.GET
    form = SituationForm(
        request.GET if asked else None, initial={"language": "en", "caller_kind": "detainee"}
    )
    outcome = trial.outcome(draft, form.row, on=timezone.localdate()) if asked and form.is_valid() else None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked and outcome is None else HTTPStatus.OK
    context = {"draft": draft, "form": form, "outcome": outcome}
    return render(request, "routing/trials/try.html", context, status=status)
