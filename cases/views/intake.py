"""Taking a call."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import drafts
from cases.forms.intake import IntakePage
from cases.forms.kept import given_back, kept, revision
from cases.intake import submit
from cases.models import Call, Draft
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.audit import journal
from helpline.refusals import OutOfReach, Refused, SameKeyOtherBody

ELSEWHERE = (
    "This form carried a number that was used before. It has a new number now. Look it over, then send it."
)
OFFERED = 5


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    """The intake page. Its buttons answer 200 and save no call; a call answers 303 to its receipt."""
    if request.method == "GET":
        return (
            _begun(request) if "draft" in request.GET else _page(request, IntakePage(by=reader_of(request)))
        )
    if "discard_draft" in request.POST:
        return _discarded(request)
    page = IntakePage(request.POST, by=reader_of(request))
    if "keep" in request.POST:
        return _kept(request, page)
    if page.edit():
        return _page(request, page)
    if not page.is_valid():
        _go_on_from_here(page)
        return _page(request, page, status=422)
    try:
        call = submit(page.submission(), by=page.by)
    except SameKeyOtherBody:
        return _sent_before(request, page)
    except Refused as refusal:
        page.problem = str(refusal)
        _go_on_from_here(page)
        return _page(request, page, status=409)
    return _see(reverse("cases:call", args=[call.reference]))


def _begun(request: HttpRequest) -> HttpResponse:
    """An unfinished call of this person as they left it; 404 for anybody else's."""
    key = _key(request.GET["draft"])
    draft = get_object_or_404(Draft.objects.visible_to(reader_of(request)), pk=key)
    page = IntakePage(given_back(draft.body, draft.rev), by=reader_of(request))
    page.show()
    return _page(request, page)


def _kept(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """Keep what is written; the script that does so while somebody types is told the new revision."""
    page.show()
    status = 200
    try:
        page.typed["draft_rev"] = str(_keep(page))
    except Refused as refusal:
        page.problem, status = str(refusal), 404 if isinstance(refusal, OutOfReach) else 409
    if "X-Autosave" in request.headers:
        saved = f"{timezone.localtime():%H:%M:%S}"
        return JsonResponse(
            {"rev": revision(page.typed), "saved": saved, "detail": page.problem}, status=status
        )
    return _page(request, page, status=status)


def _keep(page: IntakePage) -> int:
    key = _key(page.typed.get("submission_key") or "")
    if key is None:
        raise Refused("This page had lost its number. Open a new page and copy your text there.")
    if Call.objects.visible_to(page.by).filter(submission_key=key).exists():
        raise Refused("This call was already sent. What you write now is not part of it.")
    return drafts.keep(key, revision(page.typed), kept(page.typed), by=page.by)


def _go_on_from_here(page: IntakePage) -> None:
    """Keep what was sent and did not pass, so that the page that comes back saves on instead of meeting itself."""
    key, body = _key(page.typed.get("submission_key") or ""), kept(page.typed)
    if key is None or len(str(body)) > drafts.BODY_LIMIT:
        return
    with suppress(Refused):
        page.typed["draft_rev"] = str(drafts.take_over(key, body, by=page.by))


def _discarded(request: HttpRequest) -> HttpResponse:
    """Throw an unfinished call away."""
    if key := _key(request.POST["discard_draft"]):
        drafts.discard(key, by=reader_of(request))
    return _see(reverse("cases:new_call"))


def _sent_before(request: HttpRequest, page: IntakePage) -> HttpResponse:
    """The same form came twice with different texts: show both ways out, lose neither text."""
    key = str(page.typed["submission_key"])
    known = Call.objects.visible_to(page.by).filter(submission_key=key, taken_by=page.by).first()
    page.renew_key()
    if known is None:
        page.problem = ELSEWHERE
    return _page(request, page, status=409, known=known)


def _page(
    request: HttpRequest, page: IntakePage, status: int = 200, known: Call | None = None
) -> HttpResponse:
    if page.call.candidates:
        journal.looked_many(page.call.candidates, by=page.by, at="new call")
    unfinished = Draft.objects.none()
    if not page.bound:
        unfinished = Draft.objects.visible_to(page.by).defer("body_sealed").order_by("-updated_at")[:OFFERED]
    context = {"page": page, "known": known, "unfinished": unfinished, "rev": revision(page.typed)}
    return render(request, "cases/new_call.html", context, status=status)


def _see(url: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": url})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
