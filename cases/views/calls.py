"""Calls: the list of those taken, and the record of one with its receipt."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import access, callfile, receipts, repeats, telephony
from cases.languages import spoken
from cases.models import Call, Callback, Case, CaseState, NamedPersonTold, PhoneCall, Urgency
from cases.views.paging import slice_of
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal

PAGE = 50
LISTED_FOR = timedelta(days=30)
FRESH = timedelta(minutes=10)


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The calls this person took; supervisors and headquarters see everybody's. Names nobody but the taker."""
    reader = reader_of(request)
    seen = Call.objects.visible_to(reader).select_related("facility", "line", "taken_by")
    page = slice_of(seen, before=request.GET.get("before", ""), size=PAGE, reader=reader)
    opened: dict[int, list[Case]] = {call.pk: [] for call in page.rows}
    for case in (
        Case.objects.visible_to(reader).filter(call__in=opened).select_related("topic").order_by("id")
    ):
        opened[case.call_id].append(case)
    rows = [CallRow(call, spoken(call.language), opened[call.pk]) for call in page.rows]
    context = {
        "rows": rows,
        "page": page,
        "own": reader.role == Role.OPERATOR,
        "takes": access.may_take_calls(reader),
        "not_written_down": _not_written_down(reader) if page.begins else [],
    }
    return render(request, "cases/calls.html", context)


def _not_written_down(reader: User) -> list[PhoneCall]:
    return telephony.not_written_down(reader, since=timezone.now() - LISTED_FOR)


@only(Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER, Role.OFFICE_LEAD, Role.HEADQUARTERS)
@require_safe
def call(request: HttpRequest, reference: str) -> HttpResponse:
    """One call: the receipt to read out, then the record. The receipt alone names nobody and may refresh itself."""
    reader = reader_of(request)
    if request.headers.get("HX-Target") == "receipt":
        found = get_object_or_404(Call.objects.visible_to(reader), reference=reference)
        seen = (
            Case.objects.visible_to(reader)
            .filter(call=found)
            .select_related("topic", "office")
            .order_by("id")
        )
        return render(
            request,
            "cases/_receipt.html",
            {"receipt": Receipt(found, list(seen)), "added": repeats.added_by(found, by=reader)},
        )
    try:
        file = callfile.read(reader, reference)
        added = repeats.added_by(file.call, by=reader)
        read = [*file.records_read(), *file.cases, *(row.case for row in added)]
        journal.looked_many(read, by=reader, at="call")
    except Call.DoesNotExist:
        raise Http404 from None
    context = {
        "file": file,
        "added": added,
        "receipt": Receipt(file.call, file.cases),
        "callback": Callback.objects.visible_to(reader).filter(call=file.call).first(),
        "people_told": _people_told(file.cases),
        "language": spoken(file.call.language),
        "whole": reader.role in callfile.READERS_OF_WHOLE_CALLS,
        "took": reader.pk in {file.call.taken_by_id, file.call.entered_by_id},
        "fresh": file.call.taken_at > timezone.now() - FRESH,
        "code": receipts.code_shown_to(reader, file.call),
        "status_address": request.build_absolute_uri(reverse("cases:status")),
        "reviews": access.may_review_quality(reader, file.call),
    }
    return render(request, "cases/call.html", context)


def _people_told(cases: list[Case]) -> list[NamedPersonTold]:
    """Who was told of the emergencies among these cases."""
    pressing = [case for case in cases if case.urgency == Urgency.P0 or case.removal_on]
    return list(NamedPersonTold.objects.filter(case__in=pressing).order_by("told_at", "id"))


@dataclass(frozen=True)
class CallRow:
    """One line of the list."""

    call: Call
    language: str
    cases: list[Case]


@dataclass(frozen=True)
class Receipt:
    """What the caller is told: the reference, and for each case its number."""

    call: Call
    cases: list[Case]

    @property
    def routing(self) -> bool:
        """Whether a case still waits for its route."""
        return any(case.state == CaseState.RECEIVED for case in self.cases)
