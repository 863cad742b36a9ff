"""Call-backs: the list of those to be made, one with its tries, and the hours they are made in."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import access, callback_hours, callbacks
from cases.forms.attempt import AttemptForm, EndingForm, HoursForm
from cases.languages import spoken
from cases.models import Call, Callback, CallbackState, CallerIdentity
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal

SHOWN = 100
LATELY = timedelta(days=7)
SAID = {
    CallbackState.AGREED: "The try is written down. The call-back moved to a later half hour.",
    CallbackState.REACHED: "The person was reached. The call-back has ended.",
    CallbackState.NOT_REACHED: "The call-back ended: not reached. That resolves nothing; the cases of the call go on.",
    CallbackState.CANCELLED: "The call-back has ended, because it is no longer wanted.",
}


@dataclass(frozen=True)
class Row:
    """One line of the list; no number and no name."""

    callback: Callback
    tries: int
    late: bool
    language: str


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def callback_list(request: HttpRequest) -> HttpResponse:
    """What is to be made, the soonest first, and what ended lately. The first hundred of each; shows no number."""
    reader, now = reader_of(request), timezone.now()
    seen = Callback.objects.visible_to(reader).select_related("call", "call__facility", "agreed_by")
    seen = seen.defer("number_sealed", "call__facility__search").prefetch_related("attempts")
    open_rows = list(seen.open().soonest_first()[: SHOWN + 1])
    ended = seen.exclude(state=CallbackState.AGREED).filter(ended_at__gt=now - LATELY).order_by("-ended_at")
    context = {
        "rows": [_row(callback) for callback in open_rows[:SHOWN]],
        "more": len(open_rows) > SHOWN,
        "due": sum(callback.slot_at <= now for callback in open_rows),
        "ended": [_row(callback) for callback in ended[:SHOWN]],
        "sets_hours": access.may_set_callback_hours(reader),
        "limit": callbacks.ATTEMPTS_LIMIT,
    }
    return render(request, "cases/callbacks.html", context)


def _row(callback: Callback) -> Row:
    late = callback.slot_at + callback_hours.HALF_HOUR <= timezone.now()
    return Row(callback, len(callback.attempts.all()), late, spoken(callback.call.language))


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def callback(request: HttpRequest, key: int) -> HttpResponse:
    """One call-back with its number, for whoever makes it. The reading is recorded."""
    return _page(request, _found(reader_of(request), key))


def _found(reader: User, key: int) -> Callback:
    seen = Callback.objects.visible_to(reader).select_related(
        "call", "call__facility", "agreed_by", "ended_by"
    )
    return get_object_or_404(seen.defer("call__facility__search"), pk=key)


def _page(
    request: HttpRequest, row: Callback, form: AttemptForm | None = None, status: int = 200
) -> HttpResponse:
    reader = reader_of(request)
    knows = access.may_see_whom_to_call_back(reader, row)
    caller = CallerIdentity.objects.filter(call=row.call_id).first() if knows else None
    with transaction.atomic():
        journal.looked_many([row, *([caller] if caller else [])], by=reader, at="call-back")
    tries = list(row.attempts.select_related("by").order_by("pk"))
    context = {
        "callback": row,
        "caller": caller,
        "sees_call": Call.objects.visible_to(reader).filter(pk=row.call_id).exists(),
        "tries": tries,
        "may_try": access.may_take_calls(reader) and row.state == CallbackState.AGREED,
        "left": callbacks.ATTEMPTS_LIMIT - len(tries),
        "limit": callbacks.ATTEMPTS_LIMIT,
        "language": spoken(row.call.language),
        "later": timezone.now() + callbacks.REST,
        "form": form or AttemptForm(initial={"seen": len(tries)}),
    }
    return render(request, "cases/callback.html", context, status=status)


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def attempts(request: HttpRequest, key: int) -> HttpResponse:
    """Write down a try."""
    row, form = _found(reader_of(request), key), AttemptForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    told = form.cleaned_data
    try:
        row = callbacks.attempt(
            row,
            told["outcome"],
            told["note"],
            seen=told["seen"],
            again_at=told["again_at"],
            by=reader_of(request),
        )
    except callbacks.NoPlace as refusal:
        form.add_error("again_at", str(refusal))
        return _page(request, row, form, status=409)
    messages.success(request, SAID[CallbackState(row.state)])
    return redirect(
        "cases:callbacks" if row.ended_at else "cases:callback", *(() if row.ended_at else (key,))
    )


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def cancellation(request: HttpRequest, key: int) -> HttpResponse:
    """End a call-back that is no longer wanted."""
    row, form = _found(reader_of(request), key), EndingForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else -1
    row = callbacks.cancel(row, seen=seen, by=reader_of(request))
    messages.success(request, SAID[CallbackState(row.state)])
    return redirect("cases:callbacks")


@only(Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def callback_hours_page(request: HttpRequest) -> HttpResponse:
    """The hours in which we call back, and how many at once."""
    form = HoursForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        callback_hours.set_hours(form.openings(), by=reader_of(request))
        messages.success(request, "The hours are set. What is agreed already stays agreed.")
        return redirect("cases:callback_hours")
    return render(request, "cases/callback_hours.html", {"form": form}, status=422 if form.is_bound else 200)
