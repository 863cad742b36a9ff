"""When the offices work: the list of offices, the calendar of one, and closings. A refused POST keeps what was typed."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from facilities import access, workweek
from facilities.calendar_forms import ClosingForm, WeekForm
from facilities.models import ClosedDays, Office
from facilities.workdays import holidays_between
from helpline.accounts.doors import only
from helpline.refusals import OutOfReach, Refused

A_YEAR = timedelta(days=365)
DAYS_FIELD = "ends_on"


@only(*access.READERS)
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Every office with its hours, and the days on which all are closed."""
    return _offices_page(request)


@only(*access.CHANGERS)
@require_POST
def closings(request: HttpRequest) -> HttpResponse:
    """Close every office on some days."""
    form = ClosingForm(request.POST)
    if made := _close(request, None, form):
        messages.success(request, f"Every office is closed on these days. {_counted(made.counted)}")
        return redirect("facilities:offices")
    return _offices_page(request, form=form, status=_status(form))


@only(*access.READERS)
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The hours, closings and holidays of one office."""
    return _calendar_page(request, _office(code))


@only(*access.CHANGERS)
@require_POST
def hours(request: HttpRequest, code: str) -> HttpResponse:
    """Set the hours of an office."""
    office, form = _office(code), WeekForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, office, week=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        counted = workweek.set_hours(
            office, form.cleaned_data["week"], seen=form.cleaned_data["seen"], by=access.doer(request.user)
        )
    except Refused as refusal:
        form.data = {**form.data.dict(), "seen": workweek.version_of(office)}  # type: ignore[attr-defined]
        form.add_error(None, str(refusal))
        return _calendar_page(request, office, week=form, status=HTTPStatus.CONFLICT)
    messages.success(request, f"The hours are set. {_counted(counted)}")
    return redirect("facilities:calendar", code=office.code)


@only(*access.CLOSERS)
@require_POST
def office_closings(request: HttpRequest, code: str) -> HttpResponse:
    """Close one office on some days."""
    office, form = _office(code), ClosingForm(request.POST)
    if not access.may_close(access.doer(request.user), office):
        raise Http404
    if made := _close(request, office, form):
        messages.success(request, f"The office is closed on these days. {_counted(made.counted)}")
        return redirect("facilities:calendar", code=office.code)
    return _calendar_page(request, office, closing=form, status=_status(form))


@only(*access.CLOSERS)
@require_POST
def withdrawal(request: HttpRequest, key: int) -> HttpResponse:
    """Take closed days back."""
    closing = get_object_or_404(ClosedDays.objects.select_related("office"), pk=key)
    by, office = access.doer(request.user), closing.office
    if not access.may_close(by, office):
        raise Http404
    try:
        counted = workweek.withdraw_closing(closing, by=by)
        messages.success(request, f"The closing was taken back. {_counted(counted)}")
    except OutOfReach:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("facilities:calendar", code=office.code) if office else redirect("facilities:offices")


def _close(request: HttpRequest, office: Office | None, form: ClosingForm) -> ClosedDays | None:
    """The closing, or None with what is to be mended beside its field."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return workweek.close_days(
            office, said["starts_on"], said["ends_on"], said["why"], by=access.doer(request.user)
        )
    except Refused as refusal:
        form.add_error(DAYS_FIELD, str(refusal))
        return None


def _status(form: Form) -> int:
    """409 where the verb refused what the form had taken."""
    refused = (
        [*form.errors] == [DAYS_FIELD] and "starts_on" in form.cleaned_data and "why" in form.cleaned_data
    )
    return HTTPStatus.CONFLICT if refused else HTTPStatus.UNPROCESSABLE_ENTITY


def _counted(cases: int) -> str:
    if not cases:
        return "No open case is counted by it."
    return f"{cases:,} open case{' is' if cases == 1 else 's are'} counted again."


def _office(code: str) -> Office:
    return get_object_or_404(Office, code=code.upper())


def _offices_page(
    request: HttpRequest, *, form: ClosingForm | None = None, status: int = 200
) -> HttpResponse:
    changes = access.may_change_rollout(access.doer(request.user))
    everywhere = _still_to_come(workweek.closings_of(None))
    found = Office.objects.filter(closed_on__isnull=True).prefetch_related("opening_hours")
    context: dict[str, Any] = {
        "offices": [(office, workweek.in_short(workweek.week_of(office))) for office in found],
        "closings": [(closing, changes) for closing in everywhere],
        "closing_form": (form or ClosingForm()) if changes else None,
        "refused": form,
    }
    return render(request, "facilities/offices.html", context, status=status)


def _calendar_page(
    request: HttpRequest,
    office: Office,
    *,
    week: WeekForm | None = None,
    closing: ClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, today = access.doer(request.user), timezone.localdate()
    shown, changes = workweek.week_of(office), access.may_change_rollout(user)
    closes = access.may_close(user, office)
    fresh = WeekForm(week=shown, seen=workweek.version_of(office)) if changes and week is None else week
    context: dict[str, Any] = {
        "office": office,
        "hours": workweek.in_short(shown),
        "days": [(name, shown.get(day)) for day, name in enumerate(workweek.WEEKDAYS)],
        "week_form": fresh,
        "week_refused": week,
        "closings": [
            (one, changes or (closes and one.office_id is not None))
            for one in _still_to_come(workweek.closings_of(office))
        ],
        "closing_form": (closing or ClosingForm()) if closes else None,
        "closing_refused": closing,
        "holidays": list(holidays_between(today, today + A_YEAR)),
    }
    return render(request, "facilities/calendar.html", context, status=status)


def _still_to_come(closings: QuerySet[ClosedDays]) -> QuerySet[ClosedDays]:
    """Those that have not passed a month ago, the next one first."""
    return closings.filter(ends_on__gte=timezone.localdate() - workweek.FARTHEST_BACK).order_by(
        "starts_on", "pk"
    )
