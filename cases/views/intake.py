"""Taking a call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.forms.intake import IntakePage
from cases.intake import submit
from cases.models import Call
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.audit import journal
from helpline.refusals import Refused, SameKeyOtherBody

ELSEWHERE = (
    "This form carried a number that was used before. It has a new number now. Look it over, then send it."
)


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    """The intake page. Its buttons answer 200 and save nothing; a call answers 303 to its receipt."""
    if request.method == "GET":
        return _page(request, IntakePage(by=reader_of(request)))
    page = IntakePage(request.POST, by=reader_of(request))
    if page.edit():
        return _page(request, page)
    if not page.is_valid():
        return _page(request, page, status=422)
    try:
        call = submit(page.submission(), by=page.by)
    except SameKeyOtherBody:
        return _sent_before(request, page)
    except Refused as refusal:
        page.problem = str(refusal)
        return _page(request, page, status=409)
    return HttpResponse(status=303, headers={"Location": reverse("cases:call", args=[call.reference])})


def _sent_before(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """The same form came twice with different texts: show both ways out, lose neither text."""
    sent = Call.objects.visible_to(page.by).filter(
        submission_key=str(page.typed["submission_key"]), taken_by=page.by
    )
    known = sent.first()
    page.renew_key()
    if known is None:
        page.problem = ELSEWHERE
    return _page(request, page, status=409, known=known)


def _page(
    request: HttpRequest, page: IntakePage, status: int = 200, known: Call | None = None
) -> HttpResponse:
    if page.call.candidates:
        journal.looked_many(page.call.candidates, by=page.by, at="new call")
    return render(request, "cases/new_call.html", {"page": page, "known": known}, status=status)
