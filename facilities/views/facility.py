"""One facility, and its steps in the roll-out: one noun, one view. A refused POST shows the page with its text."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from facilities import access, rollout
from facilities.forms import MoveForm, ScheduleForm
from facilities.models import Activation, Facility, RolloutState
from facilities.views.panels import Panel, office_panels
from helpline.accounts.doors import only
from helpline.refusals import Refused

WORDS = {
    "activation": ("Make it live", "People held here can call from then on."),
    "testing": (
        "Begin testing",
        "Test calls may come from every housing unit. Nobody is told of the line yet.",
    ),
    "suspension": (
        "Suspend the line",
        "Calls from this line are out of service until it is made live again.",
    ),
    "schedule": ("Plan for a phase", "The facility gets a line of its own and waits for its test."),
}


@only(*access.READERS)
@require_safe
def facility(request: HttpRequest, key: str) -> HttpResponse:
    """The facts, the names, the offices day by day, the lines, and the way through the roll-out."""
    return facility_page(request, find_facility(key))


@only(*access.CHANGERS)
@require_POST
def testing(request: HttpRequest, key: str) -> HttpResponse:
    """Begin testing the line."""
    return _move(request, key, "testing", rollout.begin_testing, "Testing has begun at {}.")


@only(*access.CHANGERS)
@require_POST
def activation(request: HttpRequest, key: str) -> HttpResponse:
    """Make the facility live."""
    return _move(request, key, "activation", rollout.activate, "{} is live now.")


@only(*access.CHANGERS)
@require_POST
def suspension(request: HttpRequest, key: str) -> HttpResponse:
    """Suspend the line."""
    return _move(request, key, "suspension", rollout.suspend, "The line of {} is suspended.")


@only(*access.CHANGERS)
@require_POST
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    """Plan the facility for a phase."""
    found, form = find_facility(key), ScheduleForm(request.POST)
    if not form.is_valid():
        return facility_page(request, found, refused=("schedule", form), status=422)
    phase = form.cleaned_data["phase"]
    try:
        rollout.schedule(found, phase, by=access.doer(request.user), why=form.cleaned_data["why"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return facility_page(request, found, refused=("schedule", form), status=409)
    messages.success(request, f"{found.shown_name} is planned for {phase.name}.")
    return redirect("facilities:facility", key=found.key)


def _move(
    request: HttpRequest, key: str, noun: str, verb: Callable[..., Activation], done: str
) -> HttpResponse:
    found, form = find_facility(key), MoveForm(request.POST, noun=noun)
    if not form.is_valid():
        return facility_page(request, found, refused=(noun, form), status=422)
    try:
        verb(
            found, by=access.doer(request.user), why=form.cleaned_data["why"], seen=form.cleaned_data["seen"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return facility_page(request, found, refused=(noun, form), status=409)
    messages.success(request, done.format(found.shown_name))
    return redirect("facilities:facility", key=found.key)


def find_facility(key: str) -> Facility:
    """The facility with this key, or 404."""
    found = Facility.objects.in_full().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def facility_page(
    request: HttpRequest, facility: Facility, refused: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `refused` is the form of a step that did not happen, with what was typed."""
    if refused:
        facility = find_facility(facility.key)
    activation = getattr(facility, "activation", None)
    today = timezone.localdate()
    assignments = list(facility.assignments.select_related("office"))
    changes = access.may_change_rollout(access.doer(request.user))
    context = {
        "facility": facility,
        "activation": activation,
        "assignments": assignments,
        "office": next((row.office for row in assignments if row.holds_on(today)), None),
        "lines": facility.lines.all(),
        "history": rollout.history(facility),
        "panels": _panels(facility, activation, refused) if changes else [],
        "office_panels": office_panels(facility, assignments, refused) if changes else [],
        "today": today,
    }
    return render(request, "facilities/facility.html", context, status=status)


def _panels(
    facility: Facility, activation: Activation | None, refused: tuple[str, Form] | None
) -> list[Panel]:
    noun, typed = refused or ("", None)
    seen = activation.state if activation else ""
    nouns = [*rollout.moves_from(activation)]
    if activation is None or activation.state == RolloutState.PLANNED:
        nouns.append("schedule")
    if typed is not None and noun in WORDS and noun not in nouns:
        nouns.append(noun)
    nouns.sort(key=[*WORDS].index)
    panels = []
    for place, name in enumerate(nouns):
        fresh = ScheduleForm() if name == "schedule" else MoveForm(noun=name, seen=seen)
        label, hint = WORDS[name]
        panels.append(
            Panel(
                form=typed if typed is not None and name == noun else fresh,
                noun=name,
                url=reverse(f"facilities:{name}", args=[facility.key]),
                label=label,
                hint=hint,
                primary=place == 0 and name != "suspension",
                open=name == noun,
            )
        )
    return panels
