"""Call-backs: those to be made, one with its number, and the tries."""

from typing import Any, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, callbacks
from cases.api.fields import Instant, OneOf, Shape, Text, TrueFalse
from cases.forms.attempt import NOTE_LIMIT
from cases.models import AttemptOutcome, Callback, CallbackState, CallerKind
from cases.submission import CallbackWish
from helpline.accounts.models import Role, User
from helpline.audit import journal
from helpline.problems import problems

SHOWN = 200
MAKERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
READERS = MAKERS | {Role.HEADQUARTERS}
ROW: dict[str, Any] = {
    "id": 7,
    "at": "2026-03-05T15:00:00Z",
    "state": "agreed",
    "attempts": 1,
    "attempts_left": 2,
    "caller_kind": "family",
    "language": "es",
    "facility": "STWRTGA",
    "announce": False,
}
WHOLE: dict[str, Any] = ROW | {"number": "(404) 555-0198", "wish": "After work only."}
TRY: dict[str, Any] = {"attempt": 2, "outcome": "no_answer", "note": "Rang ten times."}


class CallbackWishShape(Shape):
    """A call-back agreed on. `at` is the start of a half hour with room; `number` may be left out where the caller's
    own is sent. `announce`: whether we may say who we are to whoever answers."""

    at = Instant()
    number = Text(max_length=callbacks.NUMBER_LIMIT, required=False, allow_blank=True, allow_null=True)
    announce = TrueFalse(required=False, default=False)
    wish = Text(max_length=callbacks.WISH_LIMIT, required=False, allow_blank=True, allow_null=True)


class AttemptShape(Shape):
    """One try. `attempt` is which one it is, counted from one: two people cannot both write down the first."""

    attempt = serializers.IntegerField(min_value=1, max_value=callbacks.ATTEMPTS_LIMIT)
    outcome = OneOf(AttemptOutcome.choices)
    note = Text(max_length=NOTE_LIMIT, required=False, allow_blank=True, default="")
    again_at = Instant(required=False, allow_null=True)


class CallbackRow(serializers.Serializer[Any]):
    """One call-back; no number and no name."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(CallbackState.choices)
    attempts = serializers.IntegerField()
    attempts_left = serializers.IntegerField()
    caller_kind = serializers.ChoiceField(CallerKind.choices)
    language = serializers.CharField()
    facility = serializers.CharField(allow_null=True)
    announce = serializers.BooleanField(help_text="Whether we may say who we are to whoever answers.")


class CallbackAnswer(CallbackRow):
    """One call-back with its number; empty once it has ended."""

    number = serializers.CharField(allow_blank=True)
    wish = serializers.CharField(allow_blank=True)


def wish_of(told: dict[str, Any]) -> CallbackWish | None:
    """The call-back in the body of a call; the caller's own number where none is sent for it."""
    wish = told.get("callback")
    if not wish:
        return None
    caller = told["caller"]
    anonymous = caller["anonymous"] or caller.get("kind") == CallerKind.ANONYMOUS
    number = wish.get("number") or ("" if anonymous else caller.get("phone")) or ""
    return CallbackWish(wish["at"], number, wish["announce"], wish.get("wish") or "")


def what_to_mend(told: dict[str, Any]) -> dict[str, Any]:
    """What contradicts a call-back in the body of a call."""
    wish = wish_of(told)
    if wish and told["caller"].get("safe_to_call_back") is False:
        return {"callback": {"at": [callbacks.NOT_SAFE]}}
    if wish and not callbacks.has_number(wish.number):
        return {"callback": {"number": [callbacks.NO_NUMBER]}}
    return {}


def row_of(callback: Callback) -> dict[str, Any]:
    """A call-back as plain values."""
    tries = len(callback.attempts.all())
    is_open = callback.state == CallbackState.AGREED
    return {
        "id": callback.pk,
        "at": callback.slot_at,
        "state": callback.state,
        "attempts": tries,
        "attempts_left": callbacks.ATTEMPTS_LIMIT - tries if is_open else 0,
        "caller_kind": callback.call.caller_kind,
        "language": callback.call.language,
        "facility": callback.call.facility.key if callback.call.facility else None,
        "announce": callback.announce,
    }


def _whole(callback: Callback) -> dict[str, Any]:
    is_open = callback.state == CallbackState.AGREED
    return row_of(callback) | {"number": callback.number if is_open else "", "wish": callback.wish}


def _seen(by: User) -> Any:
    seen = (
        Callback.objects.visible_to(by).select_related("call", "call__facility").prefetch_related("attempts")
    )
    return seen.defer("call__facility__search")


class Callbacks(APIView):
    """The call-backs to be made."""

    roles = READERS

    @extend_schema(
        operation_id="list_callbacks",
        tags=["call-backs"],
        summary="Call-backs to be made, the soonest first",
        description=f"At most {SHOWN}. Without numbers and names.",
        responses={200: CallbackRow(many=True), **problems()},
        examples=[OpenApiExample("A call-back", ROW, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The first of them."""
        rows = _seen(cast(User, request.user)).open().soonest_first()[:SHOWN]
        return Response([row_of(row) for row in rows])


class OneCallback(APIView):
    """One call-back."""

    roles = READERS

    @extend_schema(
        operation_id="read_callback",
        tags=["call-backs"],
        summary="One call-back with its number",
        description="The reading is journalled. Once it has ended there is no number.",
        responses={200: CallbackAnswer, **problems(404)},
        examples=[OpenApiExample("A call-back", WHOLE, response_only=True)],
    )
    def get(self, request: Request, key: int) -> Response:
        """The record."""
        by = cast(User, request.user)
        row = get_object_or_404(_seen(by), pk=key)
        journal.looked(row, by=by, at="api call-back")
        return Response(_whole(row))


class Attempts(APIView):
    """The tries of one call-back."""

    roles = access.TAKERS

    @extend_schema(
        operation_id="try_callback",
        tags=["call-backs"],
        summary="Write down a try to call back",
        description=(
            f"The third of {callbacks.ATTEMPTS_LIMIT} tries without reaching the person ends it as not_reached, which"
            " is never a resolution. 409 where this try was written down already, or `again_at` has no room."
        ),
        request=AttemptShape,
        responses={201: CallbackRow, **problems(404, 409, 422)},
        examples=[
            OpenApiExample("A try", TRY, request_only=True),
            OpenApiExample("A call-back", ROW, response_only=True, status_codes=["201"]),
        ],
    )
    def post(self, request: Request, key: int) -> Response:
        """Write it down."""
        by = cast(User, request.user)
        row = get_object_or_404(_seen(by), pk=key)
        told = AttemptShape().run_validation(request.data)
        callbacks.attempt(
            row,
            told["outcome"],
            told["note"] or "",
            seen=told["attempt"] - 1,
            again_at=told.get("again_at"),
            by=by,
        )
        return Response(row_of(get_object_or_404(_seen(by), pk=key)), status=201)


class CallbackCancellation(APIView):
    """Ending a call-back that is no longer wanted."""

    roles = access.TAKERS

    @extend_schema(
        operation_id="cancel_callback",
        tags=["call-backs"],
        summary="The caller no longer wants it",
        request=None,
        responses={201: CallbackRow, **problems(404, 409)},
    )
    def post(self, request: Request, key: int) -> Response:
        """End it."""
        by = cast(User, request.user)
        row = get_object_or_404(_seen(by), pk=key)
        callbacks.cancel(row, seen=len(row.attempts.all()), by=by)
        return Response(row_of(get_object_or_404(_seen(by), pk=key)), status=201)
