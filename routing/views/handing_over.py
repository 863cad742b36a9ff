"""Handing over open cases after a facility or a person moved: what is offered, and what became of each."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import custody
from cases.models import Detainee
from cases.views.reader import reader_of
from facilities.views.facility import find_facility
from helpline.accounts.doors import only
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused
from routing.access import DESK_ROLES
from routing.forms import HandOverForm
from routing.moves import handing_over, left_behind
from routing.moves.handing_over import NO_OFFICE, Outcome, Result
from routing.moves.left_behind import Offer


@only(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def of_facility(request: HttpRequest, key: str) -> HttpResponse:
    """Open cases left with an office that answered for the facility before."""
    found, reader = find_facility(key), reader_of(request)

    def offer() -> Offer:
        return left_behind.offer_of_facility(found, reader)

    return _page(
        request,
        offer,
        left_behind.of_facility(found),
        {
            "facility": found,
            "here": reverse("routing:facility_handover", args=[found.key]),
            "back": reverse("facilities:facility", args=[found.key]),
            "suggested": f"{found.shown_name} went to another office.",
        },
    )


@only(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open cases that follow a person who was moved, and those that stay, each with the reason."""
    reader = reader_of(request)
    person = get_object_or_404(Detainee.objects.visible_to(reader), pk=key)
    now = custody.present(person)
    journal.looked(person, by=reader, at="handover")

    def offer() -> Offer:
        return left_behind.offer_of_person(person, now, reader) if now else Offer(None)

    to = left_behind.office_now(now.facility) if now and now.facility else None
    return _page(
        request,
        offer,
        left_behind.of_person(person, to) if to else Q(pk__in=[]),
        {
            "person": person,
            "custody": now,
            "here": reverse("routing:person_handover", args=[person.pk]),
            "back": _back_to(person, reader),
            "suggested": "The person was moved to another facility.",
        },
    )


def _page(
    request: HttpRequest, offer: Callable[[], Offer], among: Q, context: dict[str, Any]
) -> HttpResponse:
    reader, offered = reader_of(request), offer()
    form, status = HandOverForm(initial={"why": context["suggested"]}), HTTPStatus.OK
    chosen, results = {stay.case.number for stay in offered.stays}, list[Result]()
    if request.method == "POST":
        form = HandOverForm(request.POST)
        chosen = set(form.chosen())
        results, status = _hand_over(form, among, offered, reader)
        if results and all(one.outcome == Outcome.MOVED for one in results):
            messages.success(request, _said(results, offered))
            return redirect(_still_open(context, reader))
        offered = offer() if results else offered
    journal.looked_many([stay.case for stay in offered.stays], by=reader, at="handover")
    journal.looked_many([one.stay.case for one in offered.staying], by=reader, at="handover")
    kept = [one for one in results if one.outcome != Outcome.MOVED]
    context |= {"offer": offered, "form": form, "chosen": chosen, "kept": kept}
    context |= {"moved": len(results) - len(kept), "asked": bool(results)}
    return render(request, "routing/hand_over.html", context, status=status)


def _hand_over(form: HandOverForm, among: Q, offered: Offer, by: User) -> tuple[list[Result], HTTPStatus]:
    if not form.is_valid():
        return [], HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if offered.to is None:
            raise Refused(NO_OFFICE)
        said = form.cleaned_data
        return handing_over.hand_over(form.chosen(), among, offered.to, said["why"], by=by), HTTPStatus.OK
    except OutOfReach:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return [], HTTPStatus.CONFLICT


def _said(results: list[Result], offered: Offer) -> str:
    count = len(results)
    cases = "1 case is" if count == 1 else f"{count} cases are"
    return f"{cases} with {offered.to.name if offered.to else ''} now. Due times and history went along."


def _back_to(person: Detainee, reader: User) -> str:
    return reverse("cases:detainee", args=[person.pk])


def _still_open(context: dict[str, Any], reader: User) -> str:
    """Back to where the reader came from; to the queue where they no longer see the person."""
    person = context.get("person")
    if isinstance(person, Detainee) and not Detainee.objects.visible_to(reader).filter(pk=person.pk).exists():
        return reverse("routing:queue")
    return str(context["back"])
