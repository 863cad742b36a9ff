"""Who answers for a facility, changed from its page. A refused POST shows the page with its text."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from facilities import access, moving
from facilities.forms import AssignmentEndForm, AssignmentForm, PlannedMoveForm, SeenForm
from facilities.models import Facility
from facilities.views.facility import facility_page, find_facility
from helpline.accounts.doors import only
from helpline.refusals import Refused


@only(*access.CHANGERS)
@require_POST
def assignments(request: HttpRequest, key: str) -> HttpResponse:
    """Move the facility to another office."""
    form = AssignmentForm(request.POST)

    def move(found: Facility) -> str:
        said, by = form.cleaned_data, access.doer(request.user)
        office, day = said["office"], said["from_day"]
        moving.move_facility(found, office, day, said["why"], by=by, seen=said["seen"] or None)
        return f"{office.name} answers for {found.shown_name} from {day.day} {day:%b %Y} on."

    return _change(request, key, form, move)


@only(*access.CHANGERS)
@require_POST
def assignment_end(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody answers for the facility after a day."""
    form = AssignmentEndForm(request.POST)

    def end(found: Facility) -> str:
        said, by = form.cleaned_data, access.doer(request.user)
        moving.end_assignment(found, said["last_day"], said["why"], by=by, seen=said["seen"] or None)
        return (
            f"After {said['last_day'].day} {said['last_day']:%b %Y} no office answers for {found.shown_name}."
        )

    return _change(request, key, form, end)


@only(*access.CHANGERS)
@require_POST
def planned_move(request: HttpRequest, key: str) -> HttpResponse:
    """Call the planned move off."""
    form = PlannedMoveForm(request.POST)

    def call_off(found: Facility) -> str:
        said = form.cleaned_data
        moving.call_off_move(found, said["why"], by=access.doer(request.user), seen=said["seen"] or None)
        return f"The move of {found.shown_name} is called off."

    return _change(request, key, form, call_off)


def _change(
    request: HttpRequest, key: str, form: SeenForm, change: Callable[[Facility], str]
) -> HttpResponse:
    found = find_facility(key)
    if not form.is_valid():
        refused = (form.noun, form)
        return facility_page(request, found, refused=refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = change(found)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return facility_page(request, found, refused=(form.noun, form), status=HTTPStatus.CONFLICT)
    messages.success(request, done)
    return redirect("facilities:facility", key=found.key)
