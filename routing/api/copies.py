"""Copies in the API: what an office got beside its queue, redacted by the same table as the page."""

from typing import Any, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import OneOf, Shape, Text
from cases.api.shapes import CODE_LIMIT
from cases.models import Urgency
from helpline.accounts.models import User
from helpline.audit import journal
from helpline.problems import problems
from routing.access import DESK_ROLES
from routing.api.shapes import CURSOR_LIMIT, NothingShape, read
from routing.desk import NOTE_LIMIT
from routing.models import CaseCopy, Purpose, Shows
from routing.sharing import copies as verbs
from routing.sharing import copy_list, copy_view
from routing.sharing.copy_list import View
from routing.sharing.copy_view import CopyFile

Answer = dict[str, Any]


class CopyRowAnswer(serializers.Serializer[Any]):
    """A copy in a list: nothing about persons."""

    id = serializers.IntegerField()
    case = serializers.CharField(help_text="The case number.")
    topic = serializers.CharField(help_text="The topic's code.")
    urgency = serializers.ChoiceField(Urgency.choices)
    facility = serializers.CharField(allow_null=True, help_text="The facility's key.")
    office = serializers.CharField(help_text="Code of the office that has the copy.")
    purpose = serializers.ChoiceField(Purpose.choices)
    made_at = serializers.DateTimeField()
    noted_at = serializers.DateTimeField(allow_null=True, help_text="When the office answered it.")
    noted_by = serializers.CharField(allow_null=True, help_text="User name.")


class CopyPageAnswer(serializers.Serializer[Any]):
    """Some copies, those to act on first. `next` is the cursor of what follows, null at the end."""

    results = CopyRowAnswer(many=True)
    next = serializers.CharField(allow_null=True)


class CopyAnswer(CopyRowAnswer):
    """One copy. `shown` holds only what this copy shows: a field that is not there is not for this office."""

    shows = serializers.ChoiceField(Shows.choices, help_text="How much it shows now.")
    why = serializers.CharField(allow_blank=True, help_text="Empty where a rule sent it.")
    noted_what = serializers.CharField(allow_blank=True)
    shown = serializers.DictField(child=serializers.JSONField())


class CopyWishShape(Shape):
    """How to narrow the list of copies."""

    view = OneOf(View.choices, required=False)
    office = Text(max_length=CODE_LIMIT, required=False, help_text="Code of the office that has the copy.")
    cursor = Text(max_length=CURSOR_LIMIT, required=False, help_text="`next` of the page before.")


class CopyNoteShape(Shape):
    """What the office did. Needed where the copy is to act."""

    what = Text(max_length=NOTE_LIMIT, required=False, help_text="What the office did.")


def _row(copy: CaseCopy) -> Answer:
    case = copy.case
    return {
        "id": copy.pk,
        "case": case.number,
        "topic": case.topic_id,
        "urgency": case.urgency,
        "facility": case.facility.key if case.facility else None,
        "office": copy.office.code,
        "purpose": copy.purpose,
        "made_at": copy.made_at,
        "noted_at": copy.noted_at,
        "noted_by": copy.noted_by.username if copy.noted_by else None,
    }


def _whole(file: CopyFile) -> Answer:
    copy = file.copy
    shown = {line.name: line.value for line in file.lines} | ({"summary": file.words} if file.words else {})
    return _row(copy) | {
        "shows": file.level,
        "why": copy.why,
        "noted_what": copy.noted_what,
        "shown": shown,
    }


def _found(by: User, key: int) -> CaseCopy:
    found = copy_view.find(by, key)
    if found is None:
        raise Http404
    return found


class Copies(APIView):
    """The copies of this person's offices."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="list_copies",
        tags=["copies"],
        summary="Copies of cases, those to act on first",
        parameters=[CopyWishShape],
        responses={200: CopyPageAnswer, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """One page of those that last; without `view`, those not answered yet."""
        by = cast(User, request.user)
        wish = read(CopyWishShape, request.query_params.dict())
        view = View(wish.get("view", View.OPEN))
        page = copy_list.read_page(by, view, wish.get("office", "").upper(), wish.get("cursor", ""))
        journal.looked_many([row.case for row in page.rows], by=by, at="api copies")
        return Response({"results": [_row(row) for row in page.rows], "next": page.next or None})


class OneCopy(APIView):
    """One copy."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="read_copy",
        tags=["copies"],
        summary="Read a copy",
        responses={200: CopyAnswer, **problems(404)},
    )
    def get(self, request: Request, key: int) -> Response:
        """What it shows; the reading is written down."""
        by = cast(User, request.user)
        return Response(_whole(copy_view.read(by, _found(by, key), "api copy")))


class CopyNote(APIView):
    """The answer to a copy."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="answer_copy",
        tags=["copies"],
        summary="Say that a copy was read, or what was done",
        description="What was done becomes a step on the case, which its holder reads. A second answer is 409.",
        request=CopyNoteShape,
        responses={200: CopyAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: int) -> Response:
        """Answer it, once."""
        by = cast(User, request.user)
        told = read(CopyNoteShape, request.data)
        verbs.note_copy(_found(by, key), told.get("what", ""), by=by)
        return Response(_whole(copy_view.read(by, _found(by, key), "api copy")))


class CopyWithdrawal(APIView):
    """The end of a copy."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="take_copy_back",
        tags=["copies"],
        summary="Take a copy back",
        request=None,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The office reads it no more. For headquarters and whoever may hand the case over."""
        by = cast(User, request.user)
        read(NothingShape, request.data)
        verbs.take_back(get_object_or_404(verbs.copies_sent_by(by), pk=key), by=by)
        return Response(status=204)
