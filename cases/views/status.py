"""The public status page: one field, one answer, in English and Spanish, without cookies and without a script."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases import status
from cases.status_words import WORDS, Words
from helpline.accounts.doors import open_to_all

WAIT_SECONDS = int(status.WINDOW.total_seconds())


@dataclass(frozen=True)
class Line:
    """One concern in words."""

    standing: str
    week: str


# A question changes nothing that is anybody's, so it needs no token, and whoever asks gets no cookie.
@csrf_exempt
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def status_page(request: HttpRequest) -> HttpResponse:
    """Ask with the code of a receipt what became of the report. The code travels in the body only."""
    words = _words(request)
    if request.method != "POST":
        return _page(request, words)
    try:
        report = status.ask(request.POST.get("code", ""), request.META.get("REMOTE_ADDR", ""))
    except status.TooManyTries:
        response = _page(request, words, HTTPStatus.TOO_MANY_REQUESTS, template="cases/status_wait.html")
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    except status.Mistyped:
        return _page(request, words, HTTPStatus.UNPROCESSABLE_ENTITY, mistyped=True, typed=_typed(request))
    lines = [Line(words.standings[one.standing], _day(one.week, words)) for one in report.concerns]
    return _page(request, words, report=report, lines=lines)


def _words(request: HttpRequest) -> Words:
    """The language asked for, else the browser's: Spanish where it comes before English."""
    asked = request.POST.get("lang") or request.GET.get("lang") or ""
    if asked in WORDS:
        return WORDS[asked]
    wishes = request.headers.get("Accept-Language", "")[:200].lower().split(",")
    first = next((wish.strip()[:2] for wish in wishes if wish.strip()[:2] in WORDS), "en")
    return WORDS[first]


def _typed(request: HttpRequest) -> str:
    """What was typed, to be mended; it was no code of anybody's."""
    return request.POST.get("code", "").replace("\x00", "")[:40]


def _day(day: date, words: Words) -> str:
    return words.week.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def _page(
    request: HttpRequest,
    words: Words,
    status_code: int = HTTPStatus.OK,
    *,
    template: str = "cases/status.html",
    **context: object,
) -> HttpResponse:
    other = WORDS["en" if words.code == "es" else "es"]
    response = render(request, template, {"w": words, "other": other, **context}, status=status_code)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
