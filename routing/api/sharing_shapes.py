"""What the API takes and answers about who else may know of a case."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from cases.api.fields import OneOf, Shape, Text
from cases.api.shapes import CODE_LIMIT
from facilities.models import Office
from helpline.accounts.models import User
from helpline.problems import problems
from routing.api.desk import IF_MATCH
from routing.api.shapes import office_with
from routing.desk import NOTE_LIMIT
from routing.models import Purpose, Shows
from routing.sharing.sharing_forms import NO_SUCH_PERSON, USERNAME_LIMIT

Answer = dict[str, Any]
AnswerShape = serializers.Serializer[Any]
Method = TypeVar("Method", bound=Callable[..., Any])


class SentCopyAnswer(serializers.Serializer[Any]):
    """A copy of this case that lasts."""

    id = serializers.IntegerField()
    office = serializers.CharField()
    purpose = serializers.ChoiceField(Purpose.choices)
    shows = serializers.ChoiceField(
        Shows.choices, help_text="At most; a protected person or caller lowers it."
    )
    why = serializers.CharField(allow_blank=True, help_text="Empty where a rule sent it.")
    made_at = serializers.DateTimeField()
    noted_at = serializers.DateTimeField(allow_null=True)


class ExclusionAnswer(serializers.Serializer[Any]):
    """An office or a person that is shut out of this case."""

    id = serializers.IntegerField()
    office = serializers.CharField(allow_null=True)
    person = serializers.CharField(allow_null=True, help_text="User name.")
    why = serializers.CharField()
    made_at = serializers.DateTimeField()


class ReaderAnswer(serializers.Serializer[Any]):
    """Somebody who was let in on a case for leads."""

    id = serializers.IntegerField()
    person = serializers.CharField(help_text="User name.")
    given_at = serializers.DateTimeField()


class CopyShape(Shape):
    """A copy for another office."""

    office = Text(max_length=CODE_LIMIT, help_text="Code of the office.")
    purpose = OneOf(Purpose.choices)
    shows = OneOf(Shows.choices)
    why = Text(max_length=NOTE_LIMIT, help_text="The other office reads this.")

    def validate_office(self, code: str) -> Office:
        """An office on the map."""
        return office_with(code)


def person_with(username: str) -> User:
    """The person with this user name."""
    person = User.objects.filter(username__iexact=username).first()
    if person is None:
        raise serializers.ValidationError(NO_SUCH_PERSON)
    return person


class AccusedShape(Shape):
    """Who is accused: an office or a person."""

    office = Text(max_length=CODE_LIMIT, required=False, help_text="Code of the office.")
    person = Text(max_length=USERNAME_LIMIT, required=False, help_text="User name of the person.")
    why = Text(max_length=NOTE_LIMIT, help_text="What the conflict of interest is.")

    def validate_office(self, code: str) -> Office:
        """An office on the map."""
        return office_with(code)

    def validate_person(self, username: str) -> User:
        """Somebody who works here."""
        return person_with(username)


class ReaderShape(Shape):
    """Who needs to know."""

    person = Text(
        max_length=USERNAME_LIMIT, help_text="User name of somebody in the office that holds the case."
    )

    def validate_person(self, username: str) -> User:
        """Somebody who works here."""
        return person_with(username)


def described(
    operation: str, summary: str, shape: type[Shape], body: Answer, answer: type[AnswerShape]
) -> Callable[[Method], Method]:
    """The schema of a `post` that adds to the list it gives back."""
    said: Callable[[Method], Method] = extend_schema(
        operation_id=operation,
        tags=["who may know"],
        summary=summary,
        parameters=[IF_MATCH],
        request=shape,
        responses={201: answer(many=True), **problems(404, 409, 412, 422, 428)},
        examples=[OpenApiExample(summary, body, request_only=True)],
    )
    return said


def listing(operation: str, summary: str, answer: type[AnswerShape]) -> Callable[[Method], Method]:
    """The schema of a `get` of the list."""
    said: Callable[[Method], Method] = extend_schema(
        operation_id=operation,
        tags=["who may know"],
        summary=summary,
        responses={200: answer(many=True), **problems(404)},
    )
    return said
