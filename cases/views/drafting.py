"""Keeping the intake page while it is being written, giving it back, throwing it away."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cases import drafts
from cases.forms.intake import IntakePage
from cases.forms.kept import given_back, kept, revision
from cases.forms.rows import Typed
from cases.models import Call, Draft
from cases.views.reader import reader_of
from helpline.accounts.models import User
from helpline.refusals import OutOfReach, Overtaken, Refused
from helpline.sealed import CannotUnseal

LOST_NUMBER = "This page had lost its number. Open a new page and copy your text there."
LOCKED = "This call cannot be opened now: its key is missing. Nothing is lost. Tell your administrator."
SENT = "This call was already sent. What you write now is not part of it."


def saved_by_itself(request: HttpRequest) -> JsonResponse:
    """Keep what the script of the page sent while somebody types: no form is built, nothing is checked.

    Answers the new revision, the server's time and the reference of the call; or why not, and whether another page is
    ahead (`stale`).
    """
    by, typed = reader_of(request), request.POST
    try:
        rev = keep(typed, by=by)
    except drafts.TooMuch as refusal:
        return JsonResponse({"detail": str(refusal)}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except OutOfReach as refusal:
        return JsonResponse({"detail": str(refusal)}, status=HTTPStatus.NOT_FOUND)
    except Refused as refusal:
        newer = f"{reverse('cases:new_call')}?draft={typed.get('submission_key')}"
        said = {"detail": str(refusal), "stale": isinstance(refusal, Overtaken), "newer": newer}
        return JsonResponse(said, status=HTTPStatus.CONFLICT)
    saved, key = f"{timezone.localtime():%H:%M:%S}", key_of(typed.get("submission_key") or "")
    reference = drafts.reference_of(key, by=by) if key else ""
    return JsonResponse({"rev": rev, "saved": saved, "reference": reference})


def keep(typed: Typed, *, by: User) -> int:
    """Keep what is typed as the draft of this page; give back its new revision."""
    key = key_of(typed.get("submission_key") or "")
    if key is None:
        raise Refused(LOST_NUMBER)
    if Call.objects.visible_to(by).filter(submission_key=key).exists():
        raise Refused(SENT)
    return drafts.keep(key, revision(typed), kept(typed), by=by)


def go_on_from_here(page: IntakePage) -> None:
    """Keep what was sent and did not pass, so that the page that comes back saves on instead of meeting itself."""
    key, body = key_of(page.typed.get("submission_key") or ""), kept(page.typed)
    if key is None or len(str(body)) > drafts.BODY_LIMIT:
        return
    with suppress(Refused):
        page.typed["draft_rev"] = str(drafts.take_over(key, body, by=page.by))


def begun(request: HttpRequest) -> IntakePage:
    """An unfinished call of this person as they left it; 404 for anybody else's.

    Raises `Refused` where it was sealed with a key that is not there now.
    """
    by = reader_of(request)
    draft = get_object_or_404(Draft.objects.visible_to(by), pk=key_of(request.GET["draft"]))
    try:
        body = draft.body
    except CannotUnseal:
        raise Refused(LOCKED) from None
    page = IntakePage(given_back(body, draft.rev), by=by)
    page.show()
    return page


def discarded(request: HttpRequest) -> HttpResponse:
    """Throw an unfinished call away."""
    if key := key_of(request.POST["discard_draft"]):
        drafts.discard(key, by=reader_of(request))
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": reverse("cases:new_call")})


def key_of(text: str) -> UUID | None:
    """The key a text names, if it names one."""
    try:
        return UUID(text)
    except ValueError:
        return None
