"""What may be told to whom, and the parts of a call's body that say how the caller was checked and who interpreted."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import disclosure
from cases.access import READERS_OF_CASES
from cases.api import examples
from cases.api.fields import Instant, Many, OneOf, Shape, Text
from cases.disclosure import NO_PROOF, Policy
from cases.models import CallerKind
from cases.submission import Checked, Interpreter
from helpline.problems import problems

Told = dict[str, Any]
WORD_LIMIT = 30
MOST_STEPS = 20
CLOCK_SLACK = timedelta(minutes=5)
UNKNOWN_VERSION = "There is no such version of the disclosure policy, or it is not in force yet."
UNKNOWN_PROOF = "This proof is not for this kind of caller. Known: {}."
UNKNOWN_STEP = "This step is not for this caller and proof. Known: {}."
NOBODY = "An anonymous caller is not checked. Leave this out."
JOINED_FIRST = "The interpreter joined before being asked for. Check both times."


class VerificationShape(Shape):
    """How the caller was checked: proof and steps by the keys of the disclosure policy (GET disclosure/ names them)."""

    policy = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=99_999_999,
        help_text="Its version; the one in force where it is left out.",
    )
    authority = Text(max_length=WORD_LIMIT, required=False, allow_blank=True, allow_null=True)
    steps = Many(child=Text(max_length=WORD_LIMIT), most=MOST_STEPS, required=False, allow_null=True)


class InterpretingShape(Shape):
    """The help of an interpreter: their number with the service, when they were asked for and joined."""

    number = Text(max_length=40, required=False, allow_blank=True, allow_null=True)
    asked_at = Instant(required=False, allow_null=True)
    joined_at = Instant(required=False, allow_null=True)

    def validate(self, attrs: Told) -> Told:
        """In this order, and not in the future."""
        asked, joined = attrs.get("asked_at"), attrs.get("joined_at")
        if asked and joined and joined < asked:
            raise serializers.ValidationError({"joined_at": [JOINED_FIRST]})
        soon = timezone.now() + CLOCK_SLACK
        late = [name for name in ("asked_at", "joined_at") if attrs.get(name) and attrs[name] > soon]
        if late:
            raise serializers.ValidationError({name: ["This is in the future. Check it."] for name in late})
        return attrs


def interpreter(told: Told | None) -> Interpreter | None:
    """What the verb takes."""
    if not told or not any(told.values()):
        return None
    return Interpreter(told.get("number") or "", told.get("asked_at"), told.get("joined_at"))


def checked(told: Told | None, kind: str, on: date) -> Checked | None:
    """What the verb takes for a caller of this kind on this day; raises `ValidationError` with the field to mend."""
    if not told:
        return None
    try:
        policy, proof, steps = _read(told, kind, on)
    except serializers.ValidationError as refusal:
        raise serializers.ValidationError({"verification": refusal.detail}) from None
    return Checked(policy.version, proof, steps)


def _read(told: Told, kind: str, on: date) -> tuple[Policy, str, tuple[str, ...]]:
    policy = disclosure.policy_on(on)
    if version := told.get("policy"):
        policy = disclosure.policy_of(version, timezone.localdate())
    if policy is None:
        raise serializers.ValidationError({"policy": [UNKNOWN_VERSION]})
    proof, steps = told.get("authority") or NO_PROOF, tuple(told.get("steps") or ())
    if kind == CallerKind.ANONYMOUS and (steps or proof != NO_PROOF):
        raise serializers.ValidationError({"steps" if steps else "authority": [NOBODY]})
    if proof not in policy.authorities_of(kind):
        known = ", ".join(policy.authorities_of(kind))
        raise serializers.ValidationError({"authority": [UNKNOWN_PROOF.format(known)]})
    known_steps = policy.steps_of(kind, proof)
    if not set(steps) <= set(known_steps):
        raise serializers.ValidationError({"steps": [UNKNOWN_STEP.format(", ".join(known_steps) or "none")]})
    return policy, proof, steps


class QuestionAboutCaller(Shape):
    """Who is asked about."""

    caller = OneOf(CallerKind.choices)


class WordAnswer(serializers.Serializer[Any]):
    """A key of the policy and what it says."""

    key = serializers.CharField()
    says = serializers.CharField()


class AdviceAnswer(serializers.Serializer[Any]):
    """What a caller with this proof and these steps may be told. Our policy, not law."""

    policy = serializers.IntegerField(help_text="The version in force.")
    verified = serializers.BooleanField(help_text="Whether everything is checked that this proof asks for.")
    may = serializers.ListField(child=serializers.CharField(), help_text="What may be told.")
    never = serializers.ListField(child=serializers.CharField(), help_text="What is told to nobody.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="What is still to be checked.")
    advice = serializers.ListField(child=serializers.CharField(), help_text="What to do.")
    authorities = WordAnswer(many=True, help_text="The proofs this kind of caller can have.")
    steps = WordAnswer(many=True, help_text="The steps that check this caller with this proof.")


class Disclosure(APIView):
    """What may be told."""

    roles = READERS_OF_CASES

    @extend_schema(
        operation_id="read_disclosure",
        tags=["reference"],
        summary="What a caller may be told",
        description=(
            "Denies by default: a proof or a step that is not for this kind of caller counts for nothing."
            " Holds nothing about anybody."
        ),
        parameters=[
            OpenApiParameter("caller", str, required=True, enum=CallerKind.values),
            OpenApiParameter("authority", str, description="A key of `authorities`; none where left out."),
            OpenApiParameter("steps", str, description="Keys of `steps`, parted by commas."),
        ],
        responses={200: AdviceAnswer, **problems(400)},
        examples=[OpenApiExample("A detainee half checked", examples.ADVICE, response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """The advice, from the policy in force."""
        asked = QuestionAboutCaller(data={"caller": request.query_params.get("caller")})
        asked.is_valid(raise_exception=True)
        kind = asked.validated_data["caller"]
        proof = request.query_params.get("authority") or NO_PROOF
        steps = [step.strip() for step in request.query_params.get("steps", "").split(",")]
        policy = disclosure.policy_on(timezone.localdate())
        advice = disclosure.advise(policy, kind, proof, steps)
        return Response(
            {
                "policy": policy.version if policy else 0,
                "verified": advice.verified,
                "may": advice.may,
                "never": advice.never,
                "missing": advice.missing,
                "advice": advice.advice,
                "authorities": _words(policy.authorities_of(kind)) if policy else [],
                "steps": _words({step: policy.steps[step] for step in policy.steps_of(kind, proof)})
                if policy
                else [],
            }
        )


def _words(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "says": says} for key, says in words.items()]
