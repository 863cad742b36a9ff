"""Calls: taking one down, and reading one."""

from typing import cast
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import callfile, intake, receipts, repeats
from cases.access import READERS_OF_CASES, TAKERS
from cases.api import answers, examples
from cases.api.shapes import CallShape
from cases.api.submission import read_submission
from cases.certifications import NotCertified
from cases.models import Call, Case
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.problems import Invalid, bad_request, error, problems

KEY_HEADER = "Idempotency-Key"
NO_KEY = f"Send {KEY_HEADER} with a UUID of your own; send the same one again when you repeat the call."


class Calls(APIView):
    """The calls."""

    roles = TAKERS

    @extend_schema(
        operation_id="take_call",
        tags=["calls"],
        summary="Take a call down",
        description=(
            "Records the call with its cases and answers, all or nothing. Sent again with the same key and body it"
            " answers 200 with the same reference and numbers (the state and office of a case are those of now)."
            " The same key with another body is 409."
        ),
        parameters=[OpenApiParameter(KEY_HEADER, UUID, OpenApiParameter.HEADER, required=True)],
        request=CallShape,
        responses={
            201: answers.ReceiptAnswer,
            200: answers.ReceiptAnswer,
            **problems(400, 409, 413, 415, 422),
        },
        examples=[
            OpenApiExample("Two concerns and an answer", examples.CALL, request_only=True),
            OpenApiExample("A silent call", examples.SILENT_CALL, request_only=True),
            OpenApiExample("Receipt", examples.RECEIPT, response_only=True, status_codes=["201", "200"]),
        ],
    )
    def post(self, request: Request) -> Response:
        """Take the call down."""
        by = cast(User, request.user)
        key = _key_of(request)
        submission = read_submission(request.data, key, by=by)
        try:
            call = intake.submit(submission, by=by)
        except NotCertified as refusal:
            places = ((("cases", place, "topic"), said) for place, said in refusal.sentences.items())
            raise Invalid([error(path, said) for path, said in places]) from None
        code = receipts.code_shown_to(by, call) if submission.receipt_code else ""
        cases = Case.objects.filter(call=call).select_related("office").defer("search").order_by("id")
        return Response(
            answers.receipt(call, list(cases), code, repeats.added_by(call, by=by)),
            status=200 if call.sent_before else 201,
            headers={"Location": request.build_absolute_uri(reverse("api:call", args=[call.reference]))},
        )


def _key_of(request: Request) -> UUID:
    text = request.headers.get(KEY_HEADER, "").strip()
    try:
        if not text.isascii():
            raise ValueError
        return UUID(text)
    except ValueError:
        raise bad_request(NO_KEY) from None


class OneCall(APIView):
    """One call."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="read_call",
        tags=["calls"],
        summary="Read a call",
        description="What is not for the reader is null or empty: an office sees only its own cases of the call.",
        responses={200: answers.CallAnswer, **problems(404)},
        examples=[OpenApiExample("A call", examples.WHOLE_CALL, response_only=True)],
    )
    def get(self, request: Request, reference: str) -> Response:
        """The record; the reading is journalled."""
        by = cast(User, request.user)
        try:
            file = callfile.read(by, reference)
        except Call.DoesNotExist:
            raise Http404 from None
        journal.looked_many(file.records_read(), by=by, at="api call")
        return Response(answers.whole_call(file))
