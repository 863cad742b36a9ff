"""Cases of trainees that wait for a supervisor."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import reviews
from cases.forms.reviewing import ReplyForm, VerdictForm
from cases.models import CaseReview, CaseReviewVerdict
from cases.models.review import CaseReviewQuerySet
from cases.views.quality import show_quality
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.refusals import Refused

SHOWN = 50


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Those nobody has read yet, the most urgent first."""
    reader = reader_of(request)
    rows = list(_seen(reader).waiting().exclude(trainee=reader).most_urgent_first()[: SHOWN + 1])
    return render(request, "cases/reviews.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN})


@only(Role.SUPERVISOR, Role.HEADQUARTERS)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, review: int) -> HttpResponse:
    """One of them, with what was written, and the verdict."""
    reader = reader_of(request)
    row = get_object_or_404(_seen(reader), pk=review)
    form, status = VerdictForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            told = form.cleaned_data
            try:
                reviews.give_verdict(row, CaseReviewVerdict(told["verdict"]), told["note"], by=reader)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, f"{row.trainee.called} reads your verdict under “Quality”.")
                return redirect("cases:reviews")
    journal.looked(row.case, by=reader, at="review")
    return render(request, "cases/review.html", {"review": row, "form": form}, status=status)


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def reply(request: HttpRequest, review: int) -> HttpResponse:
    """The trainee says something to the verdict."""
    reader = reader_of(request)
    row = get_object_or_404(_seen(reader).filter(trainee=reader), pk=review)
    form = ReplyForm(request.POST, about=f"review-{row.pk}")
    if form.is_valid():
        try:
            reviews.answer(row, form.cleaned_data["answer"], by=reader)
        except Refused as refusal:
            form.add_error("answer", str(refusal))
        else:
            messages.success(request, "Your answer is on record.")
            return redirect("cases:quality")
    return show_quality(request, refused=form)


def _seen(reader: User) -> CaseReviewQuerySet:
    rows = CaseReview.objects.visible_to(reader)
    return rows.select_related(
        "trainee", "reviewed_by", "case__topic", "case__facility", "case__office", "case__call"
    ).defer("case__search", "case__facility__search")
