"""Whose call it was, two records that are one, and hiding one."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, history, merging, people
from cases.access import TAKERS
from cases.api.fields import Shape, Text, WholeNumber
from cases.api.known import Known
from cases.merging import MERGERS
from cases.models import Call, Detainee
from helpline.accounts.models import Role, User
from helpline.problems import problems
from helpline.refusals import Refused

LINKERS = TAKERS | {Role.HEADQUARTERS}


class LinkShape(Shape):
    """The person on record the call is about."""

    id = Text(max_length=40)


class ReasonShape(Shape):
    """A reason, in a sentence."""

    why = Text(max_length=people.WHY_LIMIT)


class MergeShape(ReasonShape):
    """The record that is merged into the one addressed, and how it is known that both are one person."""

    merged = Text(max_length=40)


class ReversalShape(Shape):
    """The number of the merge to take back; the latest one where none is sent."""

    merge = WholeNumber(min_value=1, max_value=2**53, required=False, allow_null=True)


class MergeAnswer(serializers.Serializer[Any]):
    """A merge: its number, and the record that stands for both now."""

    merge = serializers.IntegerField()
    kept = serializers.UUIDField()


class CallDetainee(APIView):
    """Whose call it was."""

    roles = LINKERS

    @extend_schema(
        operation_id="link_detainee",
        tags=["detainees"],
        summary="Link a person to a call",
        request=LinkShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, reference: str) -> Response:
        """The call and its cases are about this person."""
        by, call = self._call(request, reference)
        told = LinkShape().run_validation(request.data)
        try:
            person = Known(by).person(told["id"])
        except serializers.ValidationError as unknown:
            raise serializers.ValidationError({"id": unknown.detail}) from None
        people.link(call, cast(Detainee, person), by=by)
        return Response(status=204)

    @extend_schema(
        operation_id="unlink_detainee",
        tags=["detainees"],
        summary="Take the person off a call",
        request=ReasonShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def delete(self, request: Request, reference: str) -> Response:
        """The call and its cases are about nobody on record."""
        by, call = self._call(request, reference)
        people.unlink(call, ReasonShape().run_validation(request.data)["why"], by=by)
        return Response(status=204)

    def _call(self, request: Request, reference: str) -> tuple[User, Call]:
        by = cast(User, request.user)
        call = get_object_or_404(Call.objects.visible_to(by), reference=reference)
        if not access.may_link(by, call):
            raise Http404
        return by, call


class Merges(APIView):
    """Records merged into one."""

    roles = MERGERS

    @extend_schema(
        operation_id="merge_detainee",
        tags=["detainees"],
        summary="Merge another record into this one",
        request=MergeShape,
        responses={201: MergeAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Calls and cases of the other record come to this one."""
        by = cast(User, request.user)
        kept = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        told = MergeShape().run_validation(request.data)
        try:
            merged = Detainee.objects.visible_to(by).filter(pk=UUID(told["merged"])).first()
        except ValueError:
            merged = None
        if merged is None:
            raise serializers.ValidationError({"merged": ["That record was not found. Search again."]})
        done = merging.merge(kept, merged, told["why"], by=by)
        return Response({"merge": done.pk, "kept": str(kept.pk)}, status=201)

    @extend_schema(
        operation_id="undo_merge",
        tags=["detainees"],
        summary="Take a merge into this record back",
        request=ReversalShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """What the merge moved, and what still is here, goes back."""
        by = cast(User, request.user)
        kept = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        told = ReversalShape().run_validation(request.data or {})
        done = history.merge_into(kept, str(told.get("merge") or ""), by=by)
        if done is None:
            raise Refused("No such merge is on this record.")
        merging.undo_merge(done, by=by)
        return Response(status=204)


class ProtectionOfDetainee(APIView):
    """Hiding that a record exists (8 U.S.C. 1367)."""

    roles = frozenset({Role.HEADQUARTERS})

    @extend_schema(
        operation_id="protect_detainee",
        tags=["detainees"],
        summary="Protect a record",
        request=ReasonShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """From now on only those with need know of it."""
        person, why, by = self._asked(request, key)
        people.protect(person, why, by=by)
        return Response(status=204)

    @extend_schema(
        operation_id="lift_protection",
        tags=["detainees"],
        summary="Lift the protection",
        request=ReasonShape,
        responses={204: None, **problems(404, 409, 422)},
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """It is seen as any other again."""
        person, why, by = self._asked(request, key)
        people.lift_protection(person, why, by=by)
        return Response(status=204)

    def _asked(self, request: Request, key: UUID) -> tuple[Detainee, str, User]:
        by = cast(User, request.user)
        person = get_object_or_404(Detainee.objects.visible_to(by), pk=key)
        return person, ReasonShape().run_validation(request.data)["why"], by
