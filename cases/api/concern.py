"""What a body may tell of a concern beside its words: salient points, dates and places, its protocol, who joined."""

from datetime import timedelta
from typing import Any, cast

from django.utils import timezone
from rest_framework import serializers

from cases import points
from cases.api.emergencies import ToldShape
from cases.api.fields import Day, Many, OneOf, Shape, Text, TrueFalse
from cases.api.known import Known
from cases.certifications import NOT_A_SUPERVISOR
from cases.intake import SUMMARY_LIMIT
from cases.models import Topic, TopicProtocol, Urgency, Vulnerability
from cases.protocols import Protocol
from facilities.models import Facility
from helpline.accounts.models import Role, User

CODE_LIMIT = 80
YEAR = timedelta(days=366)
STEPS_LIMIT = 60
LONG_PAST = "This day is more than a year ago. Check the year."


def _point(what: str) -> Text:
    return Text(
        max_length=points.POINT_LIMIT, required=False, allow_blank=True, allow_null=True, help_text=what
    )


class PointsShape(Shape):
    """The salient points. What is wrong goes into `summary`; the summary of the case is made of both."""

    since = _point("Since when.")
    spot = _point("Where: unit, room, yard.")
    witnesses = _point("Who saw it.")
    tried = _point("What has been tried with staff.")
    asks_for = _point("What the caller asks for.")


class ProtocolShape(Shape):
    """The version of the topic's protocol that was shown, and the places of the steps taken, from 0."""

    version = serializers.IntegerField(min_value=1, max_value=100_000)
    steps = Many(
        child=serializers.IntegerField(min_value=0, max_value=STEPS_LIMIT), most=STEPS_LIMIT, required=False
    )


class GuidedShape(Shape):
    """All of it is optional."""

    points = PointsShape(required=False, allow_null=True)
    removal_on = Day(earliest_year=2000, required=False, allow_null=True, help_text="Removal or flight.")
    held_at = Text(
        max_length=CODE_LIMIT,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="Key of the facility where the person is now, where that is not where it happened.",
    )
    protocol = ProtocolShape(required=False, allow_null=True)
    supervisor = Text(
        max_length=150,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="User name of the supervisor who joined, where the taker is not certified for the topic.",
    )

    def validate_removal_on(self, day: Any) -> Any:
        """Not long past."""
        if day and day < timezone.localdate() - YEAR:
            raise serializers.ValidationError(LONG_PAST)
        return day

    def validate_held_at(self, key: str | None) -> Facility | None:
        """A facility on the map."""
        return cast(Known, self.context["known"]).facility(key or "")

    def validate_supervisor(self, username: str | None) -> User | None:
        """A supervisor who works here now."""
        if not username:
            return None
        found = User.objects.filter(username=username, role=Role.SUPERVISOR, is_active=True).first()
        if found is None:
            raise serializers.ValidationError(NOT_A_SUPERVISOR)
        return found

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The summary that the texts make together can be kept; the protocol is one of the topic."""
        told = attrs.get("points") or {}
        if sentence := points.too_long(attrs.get("summary") or "", told, SUMMARY_LIMIT):
            raise serializers.ValidationError({"summary": [sentence]})
        shown = attrs.get("protocol")
        if shown:
            rows = TopicProtocol.objects.filter(topic=attrs["topic"], version=shown["version"])
            shown["row"] = rows.first()
            if shown["row"] is None:
                raise serializers.ValidationError(
                    {
                        "protocol": {
                            "version": ["The topic has no such version. GET topics/ shows the newest."]
                        }
                    }
                )
        return attrs


class ConcernShape(GuidedShape):
    """One concern; it becomes one case. `urgency` can raise the topic's own, never lower it."""

    topic = Text(max_length=CODE_LIMIT)
    summary = Text(max_length=SUMMARY_LIMIT)
    urgency = OneOf(Urgency.choices, required=False, allow_blank=True, allow_null=True)
    facility = Text(max_length=CODE_LIMIT, required=False, allow_blank=True, allow_null=True)
    vulnerabilities = Many(
        child=OneOf(Vulnerability.choices), most=len(Vulnerability), required=False, allow_null=True
    )
    accuses_staff = TrueFalse(required=False, default=False)
    identity_withheld = TrueFalse(
        required=False,
        allow_null=True,
        help_text="Hide the caller from the office; null: as usual for the topic.",
    )
    hearing_on = Day(earliest_year=2000, required=False, allow_null=True)
    told = ToldShape(
        required=False,
        allow_null=True,
        help_text="Of an emergency: who was told. Without it the alarm stays open until somebody is named.",
    )
    repeats = Text(
        max_length=CODE_LIMIT,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="Number of the open case that this call is about; the concern is added to it.",
    )

    def validate_topic(self, code: str) -> Topic:
        """A topic that opens a case."""
        return cast(Known, self.context["known"]).topic(code)

    def validate_facility(self, key: str | None) -> Facility | None:
        """Where it happened, if elsewhere than the call came from."""
        return cast(Known, self.context["known"]).facility(key or "")


class ShownProtocolAnswer(serializers.Serializer[Any]):
    """The protocol a case was taken by."""

    version = serializers.IntegerField(help_text="0 where the taker was shown none.")
    steps = serializers.ListField(child=serializers.CharField())
    taken = serializers.ListField(
        child=serializers.IntegerField(), help_text="Places of the steps taken, from 0."
    )


def guided(told: dict[str, Any]) -> dict[str, Any]:
    """What of it a concern takes."""
    shown = told.get("protocol") or {}
    return {
        "removal_on": told.get("removal_on"),
        "held_at": told.get("held_at"),
        "points": tuple(points.tidy(told.get("points") or {}).items()),
        "protocol": shown.get("row"),
        "steps": tuple(shown.get("steps") or ()),
        "supervised_by": told.get("supervisor"),
    }


def shown_protocol(protocol: Protocol) -> dict[str, Any]:
    """The steps with those taken."""
    return {"version": protocol.version, "steps": list(protocol.steps), "taken": sorted(protocol.taken)}
