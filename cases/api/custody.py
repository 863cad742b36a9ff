"""Where a person is held, told to the API."""

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import custody
from cases.api.fields import Day, Shape, Text
from cases.api.shapes import CODE_LIMIT
from cases.custody import SOURCE_LIMIT, WHO_HEARS_OF_IT
from cases.models import Detainee
from facilities.models import Facility
from helpline.accounts.models import User
from helpline.problems import problems


class CustodyShape(Shape):
    """Where the person is now."""

    facility = Text(
        max_length=CODE_LIMIT,
        allow_null=True,
        help_text="Key of the facility; null where the person was released or removed.",
    )
    since = Day(earliest_year=2000, help_text="The day on which the person was moved.")
    source = Text(  # type: ignore[assignment]  # a field of that name
        max_length=SOURCE_LIMIT, help_text="How this is known. Name nobody."
    )

    def validate_facility(self, key: str | None) -> Facility | None:
        """A facility on the map."""
        if key is None:
            return None
        found = Facility.objects.filter(key=key.upper()).first()
        if found is None:
            raise serializers.ValidationError(
                "There is no facility with this key. GET facilities/ lists them."
            )
        return found


class CustodyAnswer(serializers.Serializer[Any]):
    """What is on record now."""

    facility = serializers.CharField(allow_null=True)
    since = serializers.DateField()


class CustodyOfDetainee(APIView):
    """Where a person is held."""

    roles = WHO_HEARS_OF_IT

    @extend_schema(
        operation_id="note_custody",
        tags=["detainees"],
        summary="Write down where a person is held",
        description="Open cases then know where the person is; none goes to another office by it. Sent twice, done once.",
        request=CustodyShape,
        responses={201: CustodyAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """The person is at this facility, or at none, since that day."""
        by = cast(User, request.user)
        person = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        told = CustodyShape().run_validation(request.data)
        custody.note_custody(person, told["facility"], told["since"], told["source"], by=by)
        place = told["facility"].key if told["facility"] else None
        return Response({"facility": place, "since": told["since"].isoformat()}, status=201)
