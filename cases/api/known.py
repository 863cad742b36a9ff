"""The rows a body may name by code, key or id, looked up once a request."""

from uuid import UUID

from django.db.models import Q
from rest_framework import serializers

from cases.forms.person import PERSON_NOT_FOUND
from cases.models import Detainee, LineAnswer, Topic
from facilities.models import Facility, Line
from helpline.accounts.models import User

NOT_A_CONCERN = "This is a way a call ends, not a concern. Say how the call ended in “disposition” instead."


class Known:
    """The rows a body may name, each read once, for `by` who sends it."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._topics: dict[str, Topic] | None = None
        self._facilities: dict[str, Facility | None] = {}

    def topic(self, code: str) -> Topic:
        """The topic with this code, if it can be a concern or a question."""
        if self._topics is None:
            self._topics = Topic.objects.in_bulk()
        topic = self._topics.get(code)
        if topic is None:
            raise serializers.ValidationError("There is no such topic. GET topics/ lists them.")
        if not topic.opens_case:
            raise serializers.ValidationError(NOT_A_CONCERN)
        return topic

    def facility(self, key: str) -> Facility | None:
        """The facility with this key or published code, in any case; None for no text."""
        key = key.upper()
        if key and key not in self._facilities:
            rows = Facility.objects.filter(Q(key=key) | Q(code=key)).defer("search")
            self._facilities[key] = rows.first()
        if key and self._facilities[key] is None:
            raise serializers.ValidationError(
                "There is no facility with this key. GET facilities/ lists them."
            )
        return self._facilities.get(key)

    def line(self, code: str) -> Line | None:
        """The line in use with this code, in any case; None for no text."""
        if not code:
            return None
        line = Line.objects.select_related("facility").filter(code=code.upper(), active=True).first()
        if line is None:
            raise serializers.ValidationError("There is no line in use with this code.")
        return line

    def answer(self, key: str) -> LineAnswer | None:
        """The answer of the library with this key; None for no text."""
        found = LineAnswer.objects.filter(pk=key).first() if key else None
        if key and found is None:
            raise serializers.ValidationError("There is no such answer. GET answers/ lists them.")
        return found

    def person(self, key: str) -> Detainee | None:
        """The person with this id as far as `by` may see them; unseen and unknown read the same."""
        if not key:
            return None
        try:
            person = Detainee.objects.visible_to(self.by).kept_of(UUID(key))
        except ValueError:
            person = None
        if person is None:
            raise serializers.ValidationError(PERSON_NOT_FOUND)
        return person
