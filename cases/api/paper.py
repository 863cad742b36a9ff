"""References on paper, in the API. Drafts, and handing them over, are for pages only."""

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import paper
from cases.api.fields import Many, Shape, Text
from cases.models import PaperReference, ReferenceBlock
from helpline.accounts.models import Role, User
from helpline.problems import problems

WATCH = frozenset({Role.SUPERVISOR, Role.HEADQUARTERS})


class BlockShape(Shape):
    """How many references, and what for."""

    how_many = serializers.IntegerField(min_value=1, max_value=paper.MOST)
    why = Text(max_length=paper.WHY_LIMIT)


class StrikingShape(Shape):
    """Which open references are not to be used any more, and why."""

    references = Many(child=Text(max_length=40), most=paper.MOST)
    why = Text(max_length=paper.WHY_LIMIT)


class BlockAnswer(serializers.Serializer[Any]):
    """A block with its counts."""

    id = serializers.UUIDField()
    why = serializers.CharField()
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField(help_text="User name.")
    open = serializers.IntegerField()
    used = serializers.IntegerField()
    struck = serializers.IntegerField()
    open_too_long = serializers.BooleanField()


class ReferenceAnswer(serializers.Serializer[Any]):
    """One reference of a block."""

    reference = serializers.CharField()
    standing = serializers.ChoiceField(["open", "used", "struck"])


class WholeBlockAnswer(BlockAnswer):
    """A block with its references."""

    references = ReferenceAnswer(many=True)


def counted(block: paper.Block) -> dict[str, Any]:
    """A block as the API says it."""
    return {
        "id": str(block.row.pk),
        "why": block.row.why,
        "issued_at": block.row.issued_at,
        "issued_by": block.row.issued_by.username,
        "open": block.open,
        "used": block.used,
        "struck": block.struck,
        "open_too_long": block.open_too_long,
    }


def whole(key: UUID) -> dict[str, Any]:
    """A block with its references; 404 for none."""
    row = get_object_or_404(ReferenceBlock.objects.select_related("issued_by"), pk=key)
    found = list(PaperReference.objects.filter(block=row).order_by("reference"))
    references = [
        {"reference": r.reference, "standing": "used" if r.call_id else "struck" if r.struck_at else "open"}
        for r in found
    ]
    return counted(paper.block(row, found, timezone.now())) | {"references": references}


class Blocks(APIView):
    """The blocks."""

    roles = WATCH

    @extend_schema(
        operation_id="list_reference_blocks",
        tags=["supervising"],
        summary="References handed out on paper",
        responses={200: BlockAnswer(many=True), **problems()},
    )
    def get(self, request: Request) -> Response:
        """Those with open references first, then the newest."""
        return Response([counted(block) for block in paper.blocks(timezone.now())])

    @extend_schema(
        operation_id="issue_reference_block",
        tags=["supervising"],
        summary="Hand out references for an outage",
        request=BlockShape,
        responses={201: WholeBlockAnswer, **problems(422)},
    )
    def post(self, request: Request) -> Response:
        """Nobody else is given one of them."""
        told = BlockShape().run_validation(request.data)
        row = paper.issue_block(told["how_many"], told["why"], by=cast(User, request.user))
        return Response(whole(row.pk), status=201)


class OneBlock(APIView):
    """One block."""

    roles = WATCH

    @extend_schema(
        operation_id="read_reference_block",
        tags=["supervising"],
        summary="One block with what became of each reference",
        responses={200: WholeBlockAnswer, **problems(404)},
    )
    def get(self, request: Request, key: UUID) -> Response:
        """Read it."""
        return Response(whole(key))


class Striking(APIView):
    """Striking references out."""

    roles = WATCH

    @extend_schema(
        operation_id="strike_out_references",
        tags=["supervising"],
        summary="Strike out open references, with a reason",
        request=StrikingShape,
        responses={200: WholeBlockAnswer, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """They are never used again."""
        row = get_object_or_404(ReferenceBlock, pk=key)
        told = StrikingShape().run_validation(request.data)
        paper.strike_out(row, told["references"], told["why"], by=cast(User, request.user))
        return Response(whole(key))
