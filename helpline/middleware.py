"""What happens to every request: a number, headers, limits of the session, the office's clock, refusals."""

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from facilities.models import Office, Posting
from helpline import request_ids
from helpline.accounts.models import Role, User
from helpline.content_policy import AS_HEADER
from helpline.face import views as pages
from helpline.refusals import OutOfReach, Overtaken, Refused
from helpline.sessions import BEGAN, left_of, note_activity

Answer = Callable[[HttpRequest], HttpResponse]

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
STAMP_EVERY_SECONDS = 60
SENT_BY_SCRIPTS = ("/live/", "/presence/")
POLLING_PARTS = {"board", "receipt", "running"}  # ids of the parts of pages that refresh themselves
UNGUARDED_UNDER_DEBUG = {
    404,
    500,
}  # django-csp leaves these to Django's own debug pages, which we do not show
OFFICE_ROLES = {Role.OFFICER, Role.OFFICE_LEAD}
PERMISSIONS_POLICY = ", ".join(
    f"{power}=()"
    for power in [
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb",
    ]
) + ", publickey-credentials-get=(self), publickey-credentials-create=(self)"  # fmt: skip


def request_id(get_response: Answer) -> Answer:
    """Numbers the request; the number is in every log line of it and in the answer's X-Request-ID."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.encoding = (
            "utf-8"  # whatever charset a body claims: some that Python knows are no texts at all
        )
        given = request.headers.get("X-Request-ID", "")
        number = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_ids.current.set(number)
        try:
            response = get_response(request)
        finally:
            request_ids.current.reset(token)
        response.headers["X-Request-ID"] = number
        return response

    return middleware


def quiet_headers(get_response: Answer) -> Answer:
    """Pages stay out of caches and browsers lend them no devices; htmx is sent to sign in as a whole page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers.setdefault("Cache-Control", "no-store")
        if response.status_code in UNGUARDED_UNDER_DEBUG:
            response.headers.setdefault("Content-Security-Policy", AS_HEADER)
        return _whole_page_sign_in(request, response)

    return middleware


def _whole_page_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    sign_in = resolve_url(settings.LOGIN_URL)
    if not request.headers.get("HX-Request") or not response.headers.get("Location", "").startswith(sign_in):
        return response
    back = urlencode({"next": urlsplit(request.headers.get("HX-Current-URL", "/")).path})
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": f"{sign_in}?{back}"})


def session_limits(get_response: Answer) -> Answer:
    """Ends a session after half an hour without anything a person did, after twelve hours, and with its person's account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            over = _session_is_over(request)
        except (OperationalError, InterfaceError):
            return pages.try_again(request)
        if over:
            logout(request)
            if not pages.is_api(request) and request.method != "POST":
                messages.info(request, over)
        if _came_from_somebody_elses_page(request):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        response = get_response(request)
        return pages.signed_out(request) if _would_lose_a_form(request, response) else response

    return middleware


def _came_from_somebody_elses_page(request: HttpRequest) -> bool:
    """A page says whose it is; after somebody else signed in on the same computer it is not taken for theirs."""
    person = request.headers.get("X-Person")
    return person is not None and request.user.is_authenticated and person != str(request.user.pk)


def _would_lose_a_form(request: HttpRequest, response: HttpResponse) -> bool:
    """Somebody signed out sent a form and would be led to the sign-in page, without a word of what they wrote."""
    led_away = response.headers.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
    return request.method == "POST" and led_away and not request.path_info.startswith("/accounts/")


def _session_is_over(request: HttpRequest) -> str:
    """Why the session ends now, or nothing. Notes what a person did, at most once a minute."""
    session = request.session
    if not request.user.is_authenticated:
        return "Your account is closed. Ask your supervisor." if SESSION_KEY in session else ""
    left = left_of(session)
    if left.whole <= 0:
        return "You were signed out because you signed in twelve hours ago. Sign in to go on."
    if left.idle <= 0:
        return "You were signed out because nothing happened for a while. Sign in to go on."
    unseen_for = settings.SESSION_IDLE_SECONDS - left.idle
    if BEGAN not in session or (unseen_for >= STAMP_EVERY_SECONDS and not _sent_by_the_page(request)):
        note_activity(session)
    return ""


def _sent_by_the_page(request: HttpRequest) -> bool:
    """The page sent this by itself, an autosave or a poll: it does not show that anybody is there."""
    asks_for = request.headers.get("HX-Target")
    polls = asks_for in POLLING_PARTS and request.headers.get("HX-Trigger") == asks_for
    asks_itself = request.method == "GET" and request.path_info == reverse("session")
    by_script = request.path_info.startswith(SENT_BY_SCRIPTS)
    return polls or asks_itself or by_script or "X-Autosave" in request.headers


def second_factor(get_response: Answer) -> Answer:
    """Where a second factor is required, a person without one sets it up before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path_info.startswith("/accounts/")
            and not Authenticator.objects.filter(user=request.user).exists()
        ):
            if pages.is_api(request):
                return pages.problem(HTTPStatus.FORBIDDEN, "Set up a second factor on the pages first.")
            messages.info(request, "Set up a second factor first. It takes a minute.")
            return HttpResponseRedirect(resolve_url("mfa_activate_totp"))
        return get_response(request)

    return middleware


def office_time(get_response: Answer) -> Answer:
    """Clocks on pages show the time of the reader's office; `request.offices` are the offices they belong to."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            request.offices = _offices_of(request.user)  # type: ignore[attr-defined]
        except (OperationalError, InterfaceError):
            return pages.try_again(request)
        offices: list[Office] = request.offices  # type: ignore[attr-defined]
        zone = offices[0].timezone if offices else settings.TIME_ZONE
        with timezone.override(ZoneInfo(zone)):
            return get_response(request)

    return middleware


def _offices_of(user: Any) -> list[Office]:
    if not isinstance(user, User) or user.role not in OFFICE_ROLES:
        return []
    postings = Posting.objects.current().filter(user=user).select_related("office").order_by("began_at")
    return [posting.office for posting in postings]


def refusals(get_response: Answer) -> Answer:
    """Turns what verbs refuse into pages, and every 404 into the same one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            return pages.not_found(request)
        if any("\x00" in text for name, texts in request.GET.lists() for text in (name, *texts)):
            return pages.bad_request(request)
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == HTTPStatus.NOT_FOUND and is_page:
            return pages.not_found(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and is_page and request.method == "GET":
            return pages.only_for_forms(request, response.headers["Allow"])
        return response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case OutOfReach() | Http404():
                return pages.not_found(request)
            case Refused():
                return pages.refused(request, str(exception), overtaken=isinstance(exception, Overtaken))
            case OperationalError() | InterfaceError():
                return pages.try_again(request)
            case PermissionDenied():
                return pages.forbidden(request)
            case DataError() | SuspiciousOperation() | UnicodeError():
                return pages.bad_request(request)
            case ValueError() if "NUL (0x00)" in str(exception):
                return pages.bad_request(request)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or from one that is too old."""
    return pages.forbidden(request)
