"""Reviews of trainees' cases and of calls, in the API."""

from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import quality, reviews
from cases.access import TAKERS
from cases.api.fields import OneOf, Shape, Text
from cases.models import Call, CaseReview, CaseReviewVerdict, QualityReview, Urgency
from helpline.accounts.models import Role, User
from helpline.problems import invalid, problems
from helpline.refusals import Refused

PAGE = 100
WATCH = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})
WORDS = {"yes": quality.FULL, "partly": quality.PARTLY, "no": quality.NOT, "none": None}
NAMES = {score: word for word, score in WORDS.items()}


class CaseReviewAnswer(serializers.Serializer[Any]):
    """One case of a trainee, and what was found."""

    id = serializers.IntegerField()
    case = serializers.CharField()
    topic = serializers.CharField()
    urgency = serializers.ChoiceField(Urgency.choices)
    trainee = serializers.CharField(help_text="User name.")
    asked_at = serializers.DateTimeField()
    reviewed_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.ChoiceField(CaseReviewVerdict.choices, allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)


class VerdictShape(Shape):
    """What was found; the note is needed where there is something to talk over."""

    verdict = OneOf(CaseReviewVerdict.choices)
    note = Text(max_length=reviews.NOTE_LIMIT, required=False, allow_blank=True, default="")


class ReplyShape(Shape):
    """An answer, once."""

    answer = Text(max_length=quality.WORDS_LIMIT)


class QualityAnswer(serializers.Serializer[Any]):
    """One call by the scorecard. `percent` of what came up was done."""

    id = serializers.IntegerField()
    call = serializers.CharField(help_text="Reference.")
    operator = serializers.CharField(help_text="User name.")
    scorecard = serializers.IntegerField(help_text="Version.")
    scores = serializers.DictField(
        child=serializers.ChoiceField([*WORDS]), help_text="By the keys of the card's questions."
    )
    percent = serializers.IntegerField()
    comment = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField(help_text="User name.")
    answer = serializers.CharField(allow_blank=True)


class ScoreShape(Shape):
    """Every question of the scorecard in force with yes, partly, no or none (did not come up)."""

    scores = serializers.DictField(child=OneOf([(word, word) for word in WORDS]))
    comment = Text(max_length=quality.WORDS_LIMIT)


def case_review(row: CaseReview) -> dict[str, Any]:
    """A review as the API says it."""
    return {
        "id": row.pk,
        "case": row.case.number,
        "topic": row.case.topic_id,
        "urgency": row.case.urgency,
        "trainee": row.trainee.username,
        "asked_at": row.asked_at,
        "reviewed_at": row.reviewed_at,
        "verdict": row.verdict,
        "note": row.note,
        "answer": row.answer,
    }


def quality_review(row: QualityReview) -> dict[str, Any]:
    """A review of a call as the API says it."""
    return {
        "id": row.pk,
        "call": row.call.reference,
        "operator": row.operator.username,
        "scorecard": row.scorecard_id,
        "scores": {key: NAMES.get(score, "none") for key, score in row.scores.items()},
        "percent": quality.percent(row),
        "comment": row.comment,
        "at": row.at,
        "by": row.by.username,
        "answer": row.answer,
    }


def _cases() -> Any:
    return CaseReview.objects.select_related("case", "trainee").defer("case__search", "case__summary")


class Reviews(APIView):
    """Cases of trainees."""

    roles = WATCH

    @extend_schema(
        operation_id="list_reviews",
        tags=["supervising"],
        summary="Cases that wait to be read",
        responses={200: CaseReviewAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """The most urgent first, at most 100; the case itself is at cases/."""
        rows = _cases().visible_to(request.user).waiting().most_urgent_first()[:PAGE]
        return Response([case_review(row) for row in rows])


class Verdict(APIView):
    """What was found in one."""

    roles = WATCH

    @extend_schema(
        operation_id="review_case",
        tags=["supervising"],
        summary="Say what was found in the case of a trainee",
        request=VerdictShape,
        responses={200: CaseReviewAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, review: int) -> Response:
        """Once."""
        by = cast(User, request.user)
        row = get_object_or_404(_cases().visible_to(by), pk=review)
        told = VerdictShape().run_validation(request.data)
        reviews.give_verdict(row, CaseReviewVerdict(told["verdict"]), told["note"], by=by)
        return Response(case_review(_cases().get(pk=review)))


class ReviewReply(APIView):
    """What the trainee says to it."""

    roles = TAKERS

    @extend_schema(
        operation_id="answer_review",
        tags=["supervising"],
        summary="Answer a review of one's own case, once",
        request=ReplyShape,
        responses={200: CaseReviewAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, review: int) -> Response:
        """Once."""
        by = cast(User, request.user)
        row = get_object_or_404(_cases().visible_to(by).filter(trainee=by), pk=review)
        reviews.answer(row, ReplyShape().run_validation(request.data)["answer"], by=by)
        return Response(case_review(_cases().get(pk=review)))


def _calls() -> Any:
    return QualityReview.objects.select_related("call", "operator", "scorecard", "by")


class Quality(APIView):
    """Reviews of calls."""

    roles = TAKERS

    @extend_schema(
        operation_id="list_quality_reviews",
        tags=["supervising"],
        summary="Reviews of one's own calls; supervisors: of everybody's",
        responses={200: QualityAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """The newest first, at most 100."""
        rows = _calls().visible_to(request.user).newest_first()[:PAGE]
        return Response([quality_review(row) for row in rows])


class CallQuality(APIView):
    """The review of one call."""

    roles = frozenset({Role.SUPERVISOR})

    @extend_schema(
        operation_id="score_call",
        tags=["supervising"],
        summary="Review a call by the scorecard in force, once",
        request=ScoreShape,
        responses={201: QualityAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Not one's own call."""
        by = cast(User, request.user)
        call = get_object_or_404(Call.objects.visible_to(by).select_related("taken_by"), reference=reference)
        told = ScoreShape().run_validation(request.data)
        card = quality.scorecard_in_force(timezone.localdate())
        if card is None:
            raise Refused("No scorecard is in force.")
        known = {question["key"] for question in card.questions}
        if set(told["scores"]) != known:
            raise invalid(("scores",), f"Send exactly these questions: {', '.join(sorted(known))}.")
        scores = {key: WORDS[word] for key, word in told["scores"].items()}
        row = quality.score(call, card, scores, told["comment"], by=by)
        return Response(quality_review(row), status=201)


class QualityReply(APIView):
    """What whoever took the call says to it."""

    roles = TAKERS

    @extend_schema(
        operation_id="answer_quality_review",
        tags=["supervising"],
        summary="Answer the review of one's own call, once",
        request=ReplyShape,
        responses={200: QualityAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, review: int) -> Response:
        """Once."""
        by = cast(User, request.user)
        row = get_object_or_404(_calls().visible_to(by).filter(operator=by), pk=review)
        quality.answer(row, ReplyShape().run_validation(request.data)["answer"], by=by)
        return Response(quality_review(_calls().get(pk=review)))
