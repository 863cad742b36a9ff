"""One case, and what can be done with it: one noun, one view. A refused POST shows the page again with its text."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases import lifecycle
from cases.access import READERS_OF_CASES
from cases.models import ActionKind, Disposition
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from routing import desk, dispatch, forms
from routing.access import DESK_ROLES
from routing.desk import ReturnReason
from routing.sharing import destinations, overview
from routing.views.page import carry_out, find_case, show_case, stay_of
from routing.views.queue import KEPT


@only(*READERS_OF_CASES)
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a case; the reading is written down."""
    return show_case(request, number)


@only(*DESK_ROLES)
@require_POST
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case on. Sent twice by the same person it is done once; from the queue it leads back there."""
    found = find_case(reader_of(request), number)

    def take() -> None:
        item = stay_of(reader_of(request), found)
        if item.claimed_by_id != reader_of(request).pk:
            desk.claim(item, by=reader_of(request))

    return carry_out(
        request,
        found,
        forms.ClaimForm(request.POST),
        take,
        done=lambda: f"You hold {number} now.",
        then=(lambda: _queue_again(request, number)) if "queue" in request.POST else None,
    )


def _queue_again(request: HttpRequest, number: str) -> HttpResponse:
    """The queue as it was filtered, at the row of the case."""
    before, kept = QueryDict(request.POST["queue"][:1000]), QueryDict(mutable=True)
    for name in (*KEPT, "after"):
        if before.get(name):
            kept[name] = before[name]
    query = f"?{kept.urlencode()}" if kept else ""
    return redirect(f"{reverse('routing:queue')}{query}#case-{number}")


@only(*DESK_ROLES)
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Give the case back to the office's queue."""
    found = find_case(reader_of(request), number)
    return carry_out(
        request,
        found,
        forms.ReleaseForm(request.POST),
        lambda: desk.release(stay_of(reader_of(request), found), by=reader_of(request)),
        done=lambda: "The case is back in the queue. Anybody in the office can claim it.",
    )


@only(*DESK_ROLES)
@require_POST
def actions(request: HttpRequest, number: str) -> HttpResponse:
    """Record a step."""
    found, form = find_case(reader_of(request), number), forms.ActionForm(request.POST)

    def act() -> None:
        said = form.cleaned_data
        desk.act(
            stay_of(reader_of(request), found), ActionKind(said["kind"]), said["note"], by=reader_of(request)
        )

    return carry_out(request, found, form, act, done=lambda: "Your action is in the timeline.")


@only(*DESK_ROLES)
@require_POST
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Move the case to another office."""
    found = find_case(reader_of(request), number)
    offices = destinations.offices_to_choose(
        found, destinations.open_offices(), overview.read(found, reader_of(request))
    )
    form = forms.TransferForm(request.POST, offices=offices)

    def move() -> None:
        said = form.cleaned_data
        desk.transfer(
            stay_of(reader_of(request), found), said["office"], by=reader_of(request), why=said["why"]
        )

    return carry_out(
        request,
        found,
        form,
        move,
        done=lambda: f"Moved to {form.cleaned_data['office'].name}.",
        then=_to_queue,
    )


@only(*DESK_ROLES)
@require_POST
def return_(request: HttpRequest, number: str) -> HttpResponse:
    """Give the case back to headquarters."""
    found, form = find_case(reader_of(request), number), forms.ReturnForm(request.POST)

    def give_back() -> None:
        reason, why = ReturnReason(form.cleaned_data["reason"]), form.cleaned_data["why"]
        desk.return_to_headquarters(
            stay_of(reader_of(request), found), reason, by=reader_of(request), why=why
        )

    return carry_out(
        request, found, form, give_back, done=lambda: f"{number} went back to headquarters.", then=_to_queue
    )


@only(*DESK_ROLES)
@require_POST
def closure(request: HttpRequest, number: str) -> HttpResponse:
    """Close the case."""
    found, form = find_case(reader_of(request), number), forms.ClosureForm(request.POST)

    def close() -> None:
        ending, note = Disposition(form.cleaned_data["disposition"]), form.cleaned_data["note"]
        desk.close(stay_of(reader_of(request), found), ending, note, by=reader_of(request))

    return carry_out(request, found, form, close, done=lambda: f"{number} is closed.", then=_to_queue)


@only(*READERS_OF_CASES)
@require_POST
def reopening(request: HttpRequest, number: str) -> HttpResponse:
    """Take a closed case up again."""
    found, form = find_case(reader_of(request), number), forms.ReopeningForm(request.POST)
    return carry_out(
        request,
        found,
        form,
        lambda: lifecycle.reopen(found, form.cleaned_data["why"], by=reader_of(request)),
        done=lambda: f"{number} is open again. The router is finding its office.",
    )


@only(Role.HEADQUARTERS)
@require_POST
def rerouting(request: HttpRequest, number: str) -> HttpResponse:
    """Send the case back to the router."""
    found, form = find_case(reader_of(request), number), forms.ReroutingForm(request.POST)
    return carry_out(
        request,
        found,
        form,
        lambda: dispatch.reroute(found, form.cleaned_data["why"], by=reader_of(request)),
        done=lambda: f"{number} is with the router.",
    )


def _to_queue() -> HttpResponse:
    return redirect("routing:queue")
