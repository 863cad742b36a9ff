"""Call quality: what supervisors found, and what whoever took the call says to it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import access
from cases import quality as verbs
from cases.forms.reviewing import ReplyForm, ScoreForm
from cases.models import Call, CaseReview, Certification, QualityReview
from cases.models.operators import is_trainee
from cases.views.reader import reader_of
from helpline.accounts.doors import only
from helpline.accounts.models import Role
from helpline.audit import journal
from helpline.refusals import Refused

SHOWN = 50
MOST = 2_000
WORDS = {verbs.FULL: "yes", verbs.PARTLY: "partly", verbs.NOT: "no"}


@dataclass(frozen=True)
class Shown:
    """One review as the page shows it, with the form to answer where that is open to the reader."""

    review: QualityReview
    percent: int
    reply: ReplyForm | None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Every question with what was found."""
        scores = self.review.scores
        return [
            (question["asks"], WORDS.get(scores.get(question["key"]), "did not come up"))
            for question in self.review.scorecard.questions
        ]


@dataclass(frozen=True)
class Learnt:
    """One verdict on a case of the reader's, with the form to answer where that is open."""

    review: CaseReview
    reply: ReplyForm | None


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """One's own reviews; supervisors: everybody's, with averages where there are enough."""
    return show_quality(request)


def show_quality(request: HttpRequest, refused: ReplyForm | None = None) -> HttpResponse:
    """The page; `refused` is an answer that was not taken, shown again with its text."""
    reader, now = reader_of(request), timezone.now()
    seen = QualityReview.objects.visible_to(reader).select_related(
        "call", "operator", "scorecard", "by", "answered_by"
    )
    rows = list(seen.newest_first()[: SHOWN + 1])
    lead = reader.role == Role.SUPERVISOR
    counted = seen.filter(at__gt=verbs.since(now)).newest_first()[:MOST] if lead else []
    verdicts = CaseReview.objects.visible_to(reader).filter(trainee=reader)
    context = {
        "rows": [Shown(row, verbs.percent(row), _reply(row, reader.pk, refused)) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "lead": lead,
        "averages": verbs.averages(counted),
        "average_from": verbs.AVERAGE_FROM,
        "verdicts": [
            Learnt(row, _answer(row, refused))
            for row in verdicts.filter(reviewed_at__isnull=False)
            .select_related("case__topic", "reviewed_by")
            .defer("case__search")
            .order_by("-reviewed_at")[:SHOWN]
        ],
        "trainee": is_trainee(reader),
        "waiting": verdicts.waiting().count(),
        "certifications": Certification.objects.filter(operator=reader)
        .standing()
        .select_related("topic")
        .order_by("expires_at"),
        "now": now,
    }
    status = HTTPStatus.OK if refused is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "cases/quality.html", context, status=status)


def _reply(row: QualityReview, reader: int, refused: ReplyForm | None) -> ReplyForm | None:
    if row.operator_id != reader or row.answered_at:
        return None
    return _form(f"score-{row.pk}", refused)


def _answer(row: CaseReview, refused: ReplyForm | None) -> ReplyForm | None:
    return None if row.answer else _form(f"review-{row.pk}", refused)


def _form(about: str, refused: ReplyForm | None) -> ReplyForm:
    return refused if refused is not None and refused.about == about else ReplyForm(about=about)


@only(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def reply(request: HttpRequest, review: int) -> HttpResponse:
    """Whoever took the call says something to its review."""
    reader = reader_of(request)
    row = get_object_or_404(QualityReview.objects.visible_to(reader).filter(operator=reader), pk=review)
    form = ReplyForm(request.POST, about=f"score-{row.pk}")
    if form.is_valid():
        try:
            verbs.answer(row, form.cleaned_data["answer"], by=reader)
        except Refused as refusal:
            form.add_error("answer", str(refusal))
        else:
            messages.success(request, "Your answer is on record.")
            return redirect("cases:quality")
    return show_quality(request, refused=form)


@only(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def call_quality(request: HttpRequest, reference: str) -> HttpResponse:
    """Review one call by the scorecard, or read the review it has."""
    reader = reader_of(request)
    seen = Call.objects.visible_to(reader).select_related("taken_by", "facility", "line")
    call = get_object_or_404(seen, reference=reference)
    done = QualityReview.objects.filter(call=call).select_related("scorecard", "by", "operator").first()
    card = verbs.scorecard_in_force(timezone.localdate())
    own = not access.may_review_quality(reader, call)
    form, status = None, HTTPStatus.OK
    if card and not done and not own:
        form = ScoreForm(request.POST or None, card=card)
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form is None:
            raise Refused(verbs.OWN if own else verbs.TWICE)
        if form.is_valid():
            try:
                verbs.score(call, form.card, form.scores(), form.cleaned_data["comment"], by=reader)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, f"{call.taken_by.called} reads this under “Quality”.")
                return redirect("cases:quality")
    journal.looked(call, by=reader, at="call quality")
    shown = Shown(done, verbs.percent(done), None) if done else None
    context = {"call": call, "shown": shown, "form": form, "own": own, "card": card}
    return render(request, "cases/call_quality.html", context, status=status)
