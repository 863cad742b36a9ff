"""The library of answers: reading and searching it, reviewing one, and what was answered how often."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases import access, library
from cases.answer_counts import counts_by_topic
from cases.forms.library import FindAnswerForm, ReviewForm
from cases.models import LineAnswer
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.refusals import Refused


@only(Role.OPERATOR, Role.SUPERVISOR, Role.HEADQUARTERS, Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """Every answer, or those with the words searched for (by POST, so that no address holds them)."""
    form = FindAnswerForm(request.POST if request.method == "POST" else None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    today = timezone.localdate()
    shown = [library.told(answer, "", today) for answer in library.search(words)]
    context = {
        "form": form,
        "words": words,
        "answers": shown,
        "due": [one for one in shown if one.due],
        "reviews": access.may_review_answers(reader_of(request)),
        "counts": access.may_see_answer_counts(reader_of(request)),
    }
    bad = form.is_bound and not form.is_valid()
    return render(request, "cases/answers.html", context, status=422 if bad else 200)


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """One answer, to be read again or put in other words."""
    found = get_object_or_404(LineAnswer.objects.select_related("topic", "reviewed_by"), pk=key)
    if request.method != "POST":
        return _page(request, found, ReviewForm.of(found))
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    seen, told = found.reviewed_at, form.cleaned_data
    found.reviewed_at = told["seen"]
    try:
        library.review(found, told["until"], by=reader_of(request), texts=form.texts())
    except Refused as refusal:
        found.reviewed_at = seen
        form.add_error("until" if str(refusal) == library.NOT_A_DAY else None, str(refusal))
        return _page(request, found, form, status=409)
    messages.success(request, "The answer is reviewed.")
    return redirect("cases:answers")


def _page(request: HttpRequest, found: LineAnswer, form: ReviewForm, status: int = 200) -> HttpResponse:
    due = library.is_due(found, timezone.localdate())
    return render(request, "cases/answer.html", {"answer": found, "form": form, "due": due}, status=status)


@only(Role.SUPERVISOR, Role.HEADQUARTERS, Role.ANALYST)
@require_safe
def answer_counts(request: HttpRequest) -> HttpResponse:
    """How many questions were answered on the line, by topic and month."""
    return render(request, "cases/answer_counts.html", {"table": counts_by_topic(timezone.localdate())})
