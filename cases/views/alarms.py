"""Alarms: what presses now, who is on it, who was told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases import emergencies
from cases.forms.emergency import ToldForm
from cases.models import Alarm
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """Every alarm of the last week and those still open, what is open first. Names neither caller nor person."""
    return _page(request)


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_POST
def alarm_acknowledgement(request: HttpRequest, key: UUID) -> HttpResponse:
    """“I am on it”: one person wins, the other is told who."""
    alarm = get_object_or_404(Alarm.objects.visible_to(reader_of(request)), pk=key)
    try:
        emergencies.acknowledge(alarm, by=reader_of(request))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "You are on it. The operator sees your name.")
    return redirect("cases:alarms")


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_POST
def alarm_told(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down who was told, where the call came without a name."""
    alarm = get_object_or_404(Alarm.objects.visible_to(reader_of(request)), pk=key)
    form = ToldForm(request.POST, auto_id=f"told-{alarm.pk}-%s")
    if not form.is_valid():
        return _page(request, (alarm, form), status=422)
    try:
        emergencies.name_person_for(alarm, form.said(), by=reader_of(request))
    except Refused as refusal:
        form.add_error("told_name", str(refusal))
        return _page(request, (alarm, form), status=409)
    messages.success(request, "It is written down who was told.")
    return redirect("cases:alarms")


def _page(
    request: HttpRequest, refused: tuple[Alarm, ToldForm] | None = None, status: int = 200
) -> HttpResponse:
    rows = emergencies.alarm_list(reader_of(request), timezone.now())
    forms = {
        row.alarm.pk: refused[1]
        if refused and refused[0] == row.alarm
        else ToldForm(auto_id=f"told-{row.alarm.pk}-%s")
        for row in rows
        if row.awaits_name
    }
    context = {"rows": rows, "forms": forms, "open": [row for row in rows if row.open]}
    return render(request, "cases/alarms.html", context, status=status)
