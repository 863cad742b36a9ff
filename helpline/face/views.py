"""The pages that say no. None of them asks the database anything.

A 404 is the same page for everybody, byte for byte: unseen and unknown cannot be told apart.
Pages after a POST give people their own words back: nothing typed disappears.
"""

import sys
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.template.loader import render_to_string

TRY_AGAIN_SECONDS = 5
PROBLEMS = {
    400: ("bad-request", "The request could not be read."),
    401: ("not-signed-in", "Sign in, or send a valid token in the header “Authorization: Token …”."),
    403: ("forbidden", "This was not allowed."),
    404: ("not-found", "There is nothing at this address."),
    500: ("crash", "Something broke on our side. Nothing was saved; it has been noted."),
    503: (
        "try-again",
        "The helpline is short of breath. Nothing was saved; send the same again in a few seconds.",
    ),
}
SECRET_FIELDS = {
    "csrfmiddlewaretoken",
    "password",
    "oldpassword",
    "password1",
    "password2",
    "code",
    "credential",
}
WORTH_KEEPING = 12


def is_api(request: HttpRequest) -> bool:
    """The caller is a program and reads problem+json."""
    return request.path_info.startswith("/api/")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form that was sent, without secrets; nothing where there was no readable form."""
    if request.method != "POST" or request.path_info.startswith("/accounts/"):
        return []
    try:
        return [
            (name, text)
            for name, texts in request.POST.lists()
            if name not in SECRET_FIELDS
            for text in texts
        ]
    except (SuspiciousOperation, RawPostDataException, OSError, ValueError, LookupError):
        return []


def sent_from_here(request: HttpRequest) -> bool:
    """The form stood on a page of ours; another site's form is not offered for sending again."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()


def words(request: HttpRequest) -> list[str]:
    """The texts among the fields: what a person would be sorry to lose."""
    texts = (text.replace("\x00", "").strip() for _, text in typed(request))
    return [text for text in texts if len(text) >= WORTH_KEEPING and " " in text]


def refusal_page(request: HttpRequest, status: HTTPStatus, template: str, **context: Any) -> HttpResponse:
    """A page that says no. A part of a page fetched by htmx is answered into the page's main column."""
    response = HttpResponse(render_to_string(template, context, request), status=status)
    if request.headers.get("HX-Request"):
        response["HX-Retarget"] = response["HX-Reselect"] = "#main"
        response["HX-Reswap"] = "outerHTML"
    return response


def problem(status: HTTPStatus, detail: str = "") -> JsonResponse:
    """The same no as problem+json, for refusals outside of the API's own views."""
    kind, usual = PROBLEMS.get(int(status), ("refused", ""))
    body = {
        "type": f"urn:helpline:problem:{kind}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail or usual,
    }
    return JsonResponse(body, status=int(status), content_type="application/problem+json")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request has signs nobody can keep, or is too large."""
    if is_api(request):
        return problem(HTTPStatus.BAD_REQUEST)
    return refusal_page(request, HTTPStatus.BAD_REQUEST, "400.html", words=words(request))


def signed_out(request: HttpRequest) -> HttpResponse:
    """401: the session ended while a form was being filled in."""
    return refusal_page(request, HTTPStatus.UNAUTHORIZED, "401.html", words=words(request))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed, where that is no secret."""
    if is_api(request):
        return problem(HTTPStatus.FORBIDDEN)
    return refusal_page(request, HTTPStatus.FORBIDDEN, "403.html", words=words(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that you may see. What the reader had typed themselves comes back to them."""
    if is_api(request):
        return problem(HTTPStatus.NOT_FOUND)
    return refusal_page(request, HTTPStatus.NOT_FOUND, "404.html", words=words(request))


def only_for_forms(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: somebody opened the address of a form, by reloading a page that showed a mistake for example."""
    response = refusal_page(request, HTTPStatus.METHOD_NOT_ALLOWED, "405.html")
    response.headers["Allow"] = allowed
    return response


def refused(request: HttpRequest, message: str, *, overtaken: bool) -> HttpResponse:
    """409: the verb did not happen; `message` says what to do instead."""
    if is_api(request):
        return problem(HTTPStatus.CONFLICT, message)
    back = urlsplit(request.headers.get("Referer", "")).path if sent_from_here(request) else ""
    context = {"message": message, "overtaken": overtaken, "words": words(request), "back": back}
    return refusal_page(request, HTTPStatus.CONFLICT, "409.html", **context)


def crashed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database did not answer."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return try_again(request)
    if is_api(request):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
    return refusal_page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "500.html", words=words(request))


def try_again(request: HttpRequest) -> HttpResponse:
    """503: the database is away for a moment. The page holds the form, ready to be sent again."""
    if is_api(request):
        response: HttpResponse = problem(HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        fields = typed(request) if sent_from_here(request) else []
        context = {"fields": fields, "words": words(request)}
        response = refusal_page(request, HTTPStatus.SERVICE_UNAVAILABLE, "503.html", **context)
    response.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return response
