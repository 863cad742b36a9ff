"""Taking a call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import unfinished
from cases.callbacks import NoPlace
from cases.certifications import NotCertified
from cases.forms.earlier import show_gone
from cases.forms.emergency import raise_alarms
from cases.forms.guidance import show_refusal
from cases.forms.intake import IntakePage
from cases.forms.kept import revision
from cases.intake import submit
from cases.models import Call
from cases.repeats import CannotAdd
from cases.views import drafting, phoning
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.audit import journal
from helpline.refusals import OutOfReach, Overtaken, Refused, SameKeyOtherBody

ELSEWHERE = (
    "This form carried a number that was used before. It has a new number now. Look it over, then send it."
)


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    """The intake page. Its buttons answer 200 and save no call; a call answers 303 to its receipt."""
    if request.method == "GET":
        if "phone" in request.GET:
            begun = phoning.begun(request)
            return begun if isinstance(begun, HttpResponse) else _page(request, begun)
        drafted = "draft" in request.GET
        return _page(request, drafting.begun(request) if drafted else IntakePage(by=reader_of(request)))
    if "X-Autosave" in request.headers:
        return drafting.saved_by_itself(request)
    if "discard_draft" in request.POST:
        return drafting.discarded(request)
    page = IntakePage(request.POST, by=reader_of(request))
    raise_alarms(page)
    if "keep" in request.POST:
        return _kept(request, page)
    if "save_as_another" in request.POST:
        return _as_another(request, page)
    if "hand_over" in request.POST:
        return _handing_over(request, page)
    if page.edit():
        return _page(request, page)
    if not page.is_valid():
        drafting.go_on_from_here(page)
        return _page(request, page, status=422)
    try:
        call = submit(page.submission(), by=page.by)
    except SameKeyOtherBody:
        return _sent_before(request, page)
    except Refused as refusal:
        if isinstance(refusal, NoPlace):
            page.call.complain("callback_at", str(refusal))
        elif isinstance(refusal, NotCertified):
            show_refusal(page, refusal)
        elif isinstance(refusal, CannotAdd):
            show_gone(page, refusal)
        else:
            page.problem = str(refusal)
        drafting.go_on_from_here(page)
        return _page(request, page, status=409)
    return _see(reverse("cases:call", args=[call.reference]))


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def late_call(request: HttpRequest) -> HttpResponse:
    """The same page for a call that is over: it asks when it was, how it came and who took it."""
    return _page(request, IntakePage(by=reader_of(request), late=True))


def _handing_over(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """Keep what is written, then ask to whom it goes."""
    status = _keep(page)
    if page.problem:
        return _page(request, page, status=status)
    return _see(reverse("cases:handover", args=[page.typed["submission_key"]]))


def _kept(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """Keep what is written without a script: the page comes back and says so."""
    status = _keep(page)
    return _page(request, page, status=status)


def _keep(page: IntakePage) -> int:
    """Keep what is written, or say on the page why not; gives back the status of the answer."""
    page.show()
    status = 200
    try:
        page.typed["draft_rev"] = str(drafting.keep(page.typed, by=page.by))
    except Refused as refusal:
        page.problem, status = str(refusal), 404 if isinstance(refusal, OutOfReach) else 409
        page.stale = isinstance(refusal, Overtaken)
    return status


def _as_another(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """What a page holds that another one overtook becomes a call of its own."""
    page.renew_key()
    page.show()
    drafting.go_on_from_here(page)
    return _page(request, page)


def _sent_before(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """The same form came twice with different texts: show both ways out, lose neither text."""
    key = str(page.typed["submission_key"])
    known = Call.objects.visible_to(page.by).filter(submission_key=key).first()
    page.renew_key()
    if known is None:
        page.problem = ELSEWHERE
    return _page(request, page, status=409, known=known)


def _page(
    request: HttpRequest, page: IntakePage, status: int = 200, known: Call | None = None
) -> HttpResponse:
    if page.call.candidates:
        journal.looked_many(page.call.candidates, by=page.by, at="new call")
    left = unfinished.of(page.by) if not page.bound else []
    context = {"page": page, "known": known, "unfinished": left, "rev": revision(page.typed)}
    return render(request, page.template, context, status=status)


def _see(url: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": url})
