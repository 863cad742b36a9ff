"""What a field of a body may hold. Types are meant as written: a number is not a text, "yes" is not true."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from rest_framework import serializers

MISSING = "This is missing."
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Text(serializers.CharField):
    """Text of bounded length, trimmed, with one kind of line break."""

    default_error_messages = {
        "required": MISSING,
        "null": MISSING,
        "blank": "Write something here.",
        "invalid": "Send this as text.",
        "max_length": "Shorten this to {max_length} characters. Nothing was cut off, nothing was saved.",
    }

    def to_internal_value(self, data: Any) -> str:
        """The text itself."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data.replace("\r\n", "\n").replace("\r", "\n"))


class OneOf(serializers.ChoiceField):
    """One of a few words, exactly."""

    default_error_messages = {"required": MISSING, "null": MISSING, "blank": MISSING}

    def __init__(self, choices: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(choices, **kwargs)
        words = ", ".join(str(word) for word in self.choices if word != "")
        self.error_messages["invalid_choice"] = f"Choose one of: {words}."
        self.error_messages["blank"] = f"Choose one of: {words}."

    def to_internal_value(self, data: Any) -> Any:
        """The word."""
        if not isinstance(data, str) or (data and data not in self.choices):
            self.fail("invalid_choice", input="")
        return super().to_internal_value(data)


class TrueFalse(serializers.BooleanField):
    """true or false and nothing that looks like it."""

    default_error_messages = {"required": MISSING, "null": MISSING, "invalid": "Send true or false."}

    def to_internal_value(self, data: Any) -> bool:
        """The truth."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Day(serializers.DateField):
    """A day as YYYY-MM-DD from the first day of `earliest_year` on, at most ten years ahead or not after today."""

    default_error_messages = {
        "required": MISSING,
        "null": MISSING,
        "invalid": "Send a day as YYYY-MM-DD, such as 2026-03-04.",
        "bounds": "Check the year.",
        "future": "This day is in the future. Check the year.",
    }

    def __init__(self, *, earliest_year: int, past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest_year = earliest_year
        self.past = past

    def to_internal_value(self, value: Any) -> date:
        """The day."""
        day = None
        if isinstance(value, str) and ISO_DAY.fullmatch(value.strip()):
            try:
                day = parse_date(value.strip())
            except ValueError:
                day = None
        if day is None:
            self.fail("invalid")
        today = datetime.now(UTC).date()
        if self.past and day > today:
            self.fail("future")
        if not self.earliest_year <= day.year <= today.year + 10:
            self.fail("bounds")
        return day


class Instant(serializers.DateTimeField):
    """A moment as RFC 3339 with its offset; given back in UTC."""

    default_error_messages = {
        "required": MISSING,
        "null": MISSING,
        "invalid": "Send a time with its offset as in RFC 3339, such as 2026-03-04T15:20:00Z.",
    }

    def to_internal_value(self, value: Any) -> datetime:
        """The moment."""
        moment = None
        if isinstance(value, str) and RFC_3339.fullmatch(value.strip()):
            try:
                found = parse_datetime(value.strip().upper())
                moment = found.astimezone(UTC) if found and found.tzinfo else None
            except (ValueError, OverflowError):
                moment = None
        if moment is None:
            self.fail("invalid")
        return moment


class WholeNumber(serializers.IntegerField):
    """A whole number between two bounds, not a text and not true or false."""

    default_error_messages = {
        "required": MISSING,
        "null": MISSING,
        "invalid": "Send a whole number.",
        "min_value": "Send a number from {min_value} on.",
        "max_value": "Send a number up to {max_value}.",
    }

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Many(serializers.ListField):
    """A list of at most `most` values; a longer one is refused before it is looked at."""

    default_error_messages = {
        "required": MISSING,
        "null": MISSING,
        "not_a_list": "Send a list.",
        "too_many": "Send at most {most} of these.",
    }

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_internal_value(self, data: Any) -> list[Any]:
        """The values."""
        if not isinstance(data, list):
            self.fail("not_a_list", input_type="")
        if len(data) > self.most:
            self.fail("too_many", most=self.most)
        return super().to_internal_value(data)


class Shape(serializers.Serializer[Any]):
    """An object with these fields and no others: a misspelt name is an error, so that nothing told is lost."""

    default_error_messages = {"required": MISSING, "null": MISSING}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The fields that were sent."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"non_field_errors": ["Send an object with fields."]})
        errors: dict[str, Any] = {}
        if set(data) - set(self.fields):
            known = f"Known: {', '.join(self.fields)}." if self.fields else "Send none."
            errors["non_field_errors"] = [f"There is a field here that is not known. {known}"]
        told: dict[str, Any] = {}
        try:
            told = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            if isinstance(refusal.detail, dict):
                errors.update(refusal.detail)
        if errors:
            raise serializers.ValidationError(errors)
        return told
