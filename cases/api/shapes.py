"""The body of POST calls/: what each field may hold. Every error names its field and says how to mend it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.utils import timezone
from rest_framework import serializers

from cases import languages
from cases.api.callbacks import CallbackWishShape, what_to_mend
from cases.api.checking import InterpretingShape, VerificationShape
from cases.api.concern import ConcernShape
from cases.api.fields import MISSING, Day, Instant, OneOf, Shape, Text, TrueFalse, WholeNumber
from cases.api.known import Known
from cases.api.late import LateShape
from cases.forms.concern import ANSWERS_LIMIT, KEY_LIMIT
from cases.forms.person import A_NUMBER_MALFORMED
from cases.intake import (
    ANOTHER_PERSON,
    CONCERNS_LIMIT,
    NOTE_LIMIT,
)
from cases.models import (
    CallEnding,
    CallerKind,
    Channel,
    Detainee,
    LineAnswer,
    Topic,
    canonical_a_number,
)
from cases.speech import LANGUAGE_FIRST, speaks_our_language
from facilities.models import Facility, Line

CLOCK_SLACK = timedelta(minutes=5)
EARLIEST_CALL = datetime(2000, 1, 1, tzinfo=UTC)
NAME_LIMIT = 120
CODE_LIMIT = 80
TOO_LONG_A_LIST = "One call takes at most {max_length} of these. Take the rest down as a second call."
LIST_MESSAGES: dict[str, Any] = {
    "not_a_list": "Send a list.",
    "max_length": TOO_LONG_A_LIST,
    "null": "Send a list.",
}
OTHER_NAMES = {
    "first_name": "given_names",
    "given_name": "given_names",
    "last_name": "family_names",
    "family_name": "family_names",
}
Told = dict[str, Any]


def _optional(limit: int) -> Text:
    return Text(max_length=limit, required=False, allow_blank=True, allow_null=True)


class CallerShape(Shape):
    """Who is on the line. An anonymous caller leaves no name, number or relationship behind."""

    kind = OneOf(CallerKind.choices, required=False)
    name = _optional(NAME_LIMIT)
    phone = _optional(40)
    relationship = _optional(60)
    anonymous = TrueFalse(required=False, default=False)
    safe_to_call_back = TrueFalse(required=False, allow_null=True)
    may_announce = TrueFalse(
        required=False,
        allow_null=True,
        help_text="May we say who we are to whoever answers; null: not asked.",
    )

    def validate(self, attrs: Told) -> Told:
        """Who is not anonymous says what kind of caller they are."""
        if not attrs["anonymous"] and "kind" not in attrs:
            raise serializers.ValidationError({"kind": [MISSING]})
        return attrs


class DetaineeShape(Shape):
    """Whom it is about: the `id` of a record found before, or what the caller told. `name` is split at its last word."""

    id = _optional(40)
    a_number = _optional(40)
    given_names = _optional(NAME_LIMIT)
    family_names = _optional(NAME_LIMIT)
    name = _optional(NAME_LIMIT)
    date_of_birth = Day(earliest_year=1900, past=True, required=False, allow_null=True)
    year_of_birth = WholeNumber(
        min_value=1900, max_value=2100, required=False, allow_null=True, help_text="Where only that is known."
    )
    country_of_birth = _optional(60)

    def to_internal_value(self, data: Any) -> Told:
        """Names may also come as first_name and last_name, or in the singular."""
        if isinstance(data, Mapping):
            data = {
                OTHER_NAMES.get(name, name) if OTHER_NAMES.get(name) not in data else name: data[name]
                for name in data
            }
        return super().to_internal_value(data)

    def validate_id(self, key: str | None) -> Detainee | None:
        """A person the sender may see."""
        return cast(Known, self.context["known"]).person(key or "")

    def validate_a_number(self, text: str | None) -> str:
        """Canonical, or empty."""
        canonical = canonical_a_number(text) if text else ""
        if canonical is None:
            raise serializers.ValidationError(A_NUMBER_MALFORMED)
        return canonical

    def validate(self, attrs: Told) -> Told:
        """One way of giving the name, and one person."""
        if attrs.get("id") and attrs["id"].is_another_than(attrs.get("a_number") or ""):
            raise serializers.ValidationError({"a_number": [ANOTHER_PERSON]})
        if attrs.get("name"):
            if attrs.get("given_names") or attrs.get("family_names"):
                raise serializers.ValidationError(
                    {"name": ["Send either this or given_names and family_names."]}
                )
            *given, attrs["family_names"] = attrs["name"].split()
            attrs["given_names"] = " ".join(given)
        return attrs


class QuestionShape(Shape):
    """A question answered on the line; it is counted and opens no case."""

    topic = Text(max_length=CODE_LIMIT)
    note = Text(max_length=NOTE_LIMIT)
    from_library = Text(
        max_length=KEY_LIMIT,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="The key of the library's answer that was given.",
    )

    def validate_topic(self, code: str) -> Topic:
        """A topic of ours."""
        return cast(Known, self.context["known"]).topic(code)

    def validate_from_library(self, key: str | None) -> LineAnswer | None:
        """An answer of the library."""
        return cast(Known, self.context["known"]).answer(key or "")


def _rows(shape: Shape, most: int) -> "serializers.ListSerializer[Any]":
    return serializers.ListSerializer(
        child=shape, required=False, max_length=most, error_messages=LIST_MESSAGES
    )


class CallShape(LateShape):
    """One call with everything in it. Name the `line` it came in on or, where that is not known, the `facility`."""

    line = _optional(CODE_LIMIT)
    facility = _optional(CODE_LIMIT)
    channel = OneOf(Channel.choices, required=False, default=Channel.PHONE)
    caller = CallerShape()
    detainee = DetaineeShape(required=False, allow_null=True)
    language = Text(
        max_length=CODE_LIMIT,
        required=False,
        default="und",
        help_text="ISO 639 code, “und” for another language or one not known.",
    )
    interpreter = TrueFalse(required=False, default=False)
    interpreting = InterpretingShape(required=False, allow_null=True)
    verification = VerificationShape(required=False, allow_null=True)
    callback = CallbackWishShape(required=False, allow_null=True)
    receipt_code = TrueFalse(
        required=False,
        default=False,
        help_text="Whether the caller wants a code to ask what became of it.",
    )
    started_at = Instant()
    ended_at = Instant(required=False, allow_null=True)
    cases = _rows(ConcernShape(), CONCERNS_LIMIT)
    answers = _rows(QuestionShape(), ANSWERS_LIMIT)
    disposition = OneOf(
        [choice for choice in CallEnding.choices if choice[0]],
        required=False,
        allow_blank=True,
        allow_null=True,
    )

    def validate_line(self, code: str | None) -> Line | None:
        """A line in use."""
        return cast(Known, self.context["known"]).line(code or "")

    def validate_facility(self, key: str | None) -> Facility | None:
        """A facility on the map."""
        return cast(Known, self.context["known"]).facility(key or "")

    def validate_language(self, code: str) -> str:
        """A language of the table."""
        code = code.lower()
        if code not in languages.BY_CODE:
            raise serializers.ValidationError(
                "Send a language code such as “es” or “quc”; “und” for any other."
            )
        return code

    def validate_started_at(self, moment: datetime) -> datetime:
        """Not in the future, and since there are records of who answered for which facility."""
        if moment > timezone.now() + CLOCK_SLACK:
            raise serializers.ValidationError(
                "This call starts in the future. Check the date and the offset."
            )
        if moment < EARLIEST_CALL:
            raise serializers.ValidationError("Check the year: calls are taken down from 2000 on.")
        return moment

    def validate(self, attrs: Told) -> Told:
        """What must hold between fields."""
        errors: dict[str, Any] = what_to_mend(attrs)
        ended_at = attrs.get("ended_at")
        if ended_at and ended_at < attrs["started_at"]:
            errors["ended_at"] = ["The call ends before it starts. Check both times."]
        elif ended_at and ended_at > timezone.now() + CLOCK_SLACK:
            errors["ended_at"] = ["This call ends in the future. Check the date and the offset."]
        line, facility = attrs.get("line"), attrs.get("facility")
        if line and line.facility and facility and line.facility != facility:
            errors["facility"] = [
                "The line belongs to another facility. Send one of the two, or the right pair."
            ]
        if attrs.get("disposition") == CallEnding.NO_INTERPRETER and speaks_our_language(attrs["language"]):
            errors["language"] = [LANGUAGE_FIRST]
        told = bool(attrs.get("cases") or attrs.get("answers"))
        if attrs.get("disposition") and told:
            errors["disposition"] = ["A call that ended without a concern has neither cases nor answers."]
        if not attrs.get("disposition") and not told:
            nothing = "Write down at least one concern or answer, or say how the call ended."
            errors["non_field_errors"] = [nothing]
        if errors:
            raise serializers.ValidationError(errors)
        return attrs
