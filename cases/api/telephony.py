"""What the telephone exchange sends, and the phone calls it told of."""

from datetime import datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import exchange, telephony
from cases.access import TAKERS
from cases.api import examples
from cases.api.fields import Instant, OneOf, Shape, Text
from cases.exchange import Reason, RefusedMessage
from cases.models import HungUpBy, PhoneCall
from cases.telephony import EventKind, PhoneEvent
from facilities.models import Line
from helpline.accounts.doors import PUBLIC
from helpline.accounts.models import Role, User
from helpline.problems import CleanJSONParser, InItsOwnWords, Invalid, flatten, problems

TIMESTAMP, SIGNATURE = "X-Helpline-Timestamp", "X-Helpline-Signature"
OLDEST_EVENT = timedelta(days=31)
CLOCK_SLACK = timedelta(minutes=2)
LISTED_FOR = timedelta(days=1)
LISTED = 50
REFUSALS = {
    Reason.TOO_LARGE: (413, f"A message has at most {exchange.BODY_LIMIT} bytes."),
    Reason.TIMESTAMP: (401, f"{TIMESTAMP} must be unix seconds within five minutes of our clock."),
    Reason.SIGNATURE: (401, f"{SIGNATURE} is not the signature of this message."),
    Reason.REPLAY: (409, "This very message was taken before. A repeated event has to be signed anew."),
}


class Malformed(Invalid):
    """400: fields to mend, where the sender is a machine that was set up wrongly."""

    status_code = HTTPStatus.BAD_REQUEST


class EventShape(Shape):
    """One event of the exchange. `from` is the number of the phone; it is sealed, and gone within a day."""

    event = OneOf(list(EventKind))
    call_id = Text(max_length=120, help_text="The exchange's own number of the call.")
    at = Instant(help_text="When it happened: not in the future, at most 31 days ago.")
    line = Text(required=False, max_length=66, help_text="The code of the line; a newCall has one.")
    operator = Text(required=False, max_length=150, help_text="User name: at whose desk, or who answered.")
    ended_by = OneOf(HungUpBy.values, required=False)

    def get_fields(self) -> dict[str, Any]:
        """The fields above and `from`, which Python keeps for itself."""
        number = Text(required=False, allow_blank=True, max_length=40, help_text="The number of the phone.")
        return {**super().get_fields(), "from": number}

    def validate_at(self, at: datetime) -> datetime:
        """A moment that can be true."""
        if at > timezone.now() + CLOCK_SLACK:
            raise serializers.ValidationError("This is in the future. Check the clock of the exchange.")
        if at < timezone.now() - OLDEST_EVENT:
            raise serializers.ValidationError(
                "This is more than 31 days ago. Check the clock of the exchange."
            )
        return at

    def validate_line(self, code: str) -> Line:
        """The line with this code, in use or not: a call that came is a call."""
        line = Line.objects.select_related("facility").filter(code=code.upper()).first()
        if line is None:
            raise serializers.ValidationError("There is no line with this code.")
        return line

    def validate_operator(self, username: str) -> User:
        """Somebody who takes calls."""
        person = User.objects.filter(username=username, role__in=TAKERS, is_active=True).first()
        if person is None:
            raise serializers.ValidationError("Nobody of this user name takes calls.")
        return person

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        """A call that rings rings on a line."""
        if told["event"] == EventKind.NEW_CALL and "line" not in told:
            raise serializers.ValidationError({"line": "A new call names the line it rang on."})
        return told

    def told(self) -> PhoneEvent:
        """What the verb takes. Only after `is_valid`."""
        told = self.validated_data
        return PhoneEvent(
            kind=EventKind(told["event"]),
            telephony_id=told["call_id"],
            at=told["at"],
            line=told.get("line"),
            number=told.get("from", ""),
            operator=told.get("operator"),
            ended_by=told.get("ended_by", ""),
        )


class EventAnswer(serializers.Serializer[Any]):
    """The call that the event belongs to."""

    reference = serializers.CharField(help_text="As the operator's page shows it.")


class PhoneCallAnswer(serializers.Serializer[Any]):
    """A phone call that nobody wrote down yet. No number of a phone."""

    key = serializers.UUIDField(help_text="Send it as Idempotency-Key when the call is taken down.")
    reference = serializers.CharField()
    line = serializers.CharField(allow_null=True)
    operator = serializers.CharField(allow_null=True)
    rang_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


SIGNED = [
    OpenApiParameter(TIMESTAMP, int, OpenApiParameter.HEADER, required=True, description="Unix seconds."),
    OpenApiParameter(
        SIGNATURE,
        str,
        OpenApiParameter.HEADER,
        required=True,
        description="sha256= and the HMAC-SHA256, in hex, of the timestamp, a dot and the body.",
    ),
]


class Events(APIView):
    """What the exchange tells, signed with the secret that it shares with us. Nobody signs in here."""

    roles = PUBLIC
    authentication_classes = ()
    parser_classes = (CleanJSONParser,)

    @extend_schema(
        operation_id="tell_phone_event",
        tags=["telephony"],
        summary="Tell that a phone rang, was answered, was hung up",
        description=(
            "Events may come in any order, late and repeatedly: each call is one row all the same. A message is"
            " taken once; an event that is repeated is signed anew."
        ),
        auth=[],
        parameters=SIGNED,
        request=EventShape,
        responses={202: EventAnswer, **problems(400, 409, 413)},
        examples=[OpenApiExample("A phone rings", examples.PHONE_EVENT, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Take the event, or count why not."""
        try:
            phone = _take(request)
        except RefusedMessage as refusal:
            exchange.count_refusal(refusal.reason)
            raise InItsOwnWords(*REFUSALS[refusal.reason]) from None
        except (Invalid, exceptions.ParseError):
            exchange.count_refusal(Reason.SHAPE)
            raise
        return Response({"reference": phone.reference}, status=202)


def _take(request: Request) -> PhoneCall:
    body = _body(request)
    headers = request.headers
    signature = exchange.check(
        headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, ""), body, at=timezone.now()
    )
    with transaction.atomic():
        exchange.take_once(signature)
        return telephony.take_event(_event(body))


def _body(request: Request) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > exchange.BODY_LIMIT:
        raise RefusedMessage(Reason.TOO_LARGE)
    body: bytes = request.body
    if len(body) > exchange.BODY_LIMIT:
        raise RefusedMessage(Reason.TOO_LARGE)
    return body


def _event(body: bytes) -> PhoneEvent:
    try:
        shape = EventShape(data=CleanJSONParser().parse(BytesIO(body)))
    except Invalid as unkeepable:
        raise Malformed(unkeepable.errors) from None
    if not shape.is_valid():
        raise Malformed(list(flatten(shape.errors)))
    return shape.told()


class PhoneCalls(APIView):
    """Phone calls of the last day that nobody wrote down yet."""

    roles = TAKERS | {Role.HEADQUARTERS}

    @extend_schema(
        operation_id="list_phone_calls",
        tags=["telephony"],
        summary="Phone calls that are not written down",
        description="Operators: rung at their desk or answered by them. Supervisors and headquarters: all.",
        responses={200: PhoneCallAnswer(many=True), **problems(404)},
    )
    def get(self, request: Request) -> Response:
        """The newest fifty."""
        seen = PhoneCall.objects.visible_to(cast(User, request.user)).unrecorded()
        recent = seen.told_since(timezone.now() - LISTED_FOR).defer("number_sealed").order_by("-told_at")
        rows = [_row(phone) for phone in recent.select_related("line", "operator")[:LISTED]]
        return Response(PhoneCallAnswer(rows, many=True).data)


def _row(phone: PhoneCall) -> dict[str, Any]:
    return {
        "key": phone.key,
        "reference": phone.reference,
        "line": phone.line.code if phone.line else None,
        "operator": phone.operator.username if phone.operator else None,
        "rang_at": phone.rang_at,
        "answered_at": phone.answered_at,
        "ended_at": phone.ended_at,
    }
