"""Who else may know of a case, in the API: copies sent, who is accused, who was let in."""

from typing import Any, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import Case
from helpline.accounts.models import Role, User
from helpline.problems import problems
from routing.access import DESK_ROLES
from routing.api.desk import Move, stay_of
from routing.api.shapes import NothingShape, WhyShape, read
from routing.api.sharing_shapes import (
    AccusedShape,
    CopyShape,
    ExclusionAnswer,
    ReaderAnswer,
    ReaderShape,
    SentCopyAnswer,
    described,
    listing,
)
from routing.models import Purpose, Shows
from routing.sharing import accused, letting_in, overview
from routing.sharing import copies as copying
from routing.sharing.overview import Party

Answer = dict[str, Any]


class CaseMove(Move):
    """A change of who may know. 201 with the list as it stands; an empty one once the doer sees the case no more."""

    def post(self, request: Request, number: str) -> Response:
        """Do it."""
        answer = super().post(request, number)
        answer.status_code = 201
        return answer

    def get(self, request: Request, number: str) -> Response:
        """The list."""
        by = cast(User, request.user)
        get_object_or_404(Case.objects.visible_to(by), number=number)
        return Response(self.listed(number, by))

    def afterwards(self, number: str, by: User) -> Response:
        """The list, for whoever still sees the case."""
        return Response(self.listed(number, by))

    def listed(self, number: str, by: User) -> list[Answer]:
        """What is to be told of the case now."""
        case = Case.objects.visible_to(by).filter(number=number).first()
        known = overview.read(case, by) if case else overview.Sharing()
        return [self.told(party) for party in self.parties(known)]

    def parties(self, known: overview.Sharing) -> list[Party]:
        """Which of them."""
        raise NotImplementedError

    def told(self, party: Party) -> Answer:
        """One of them."""
        raise NotImplementedError


class CaseCopies(CaseMove):
    """The copies of a case."""

    shape = CopyShape

    @listing("list_copies_of_case", "Who has a copy of the case", SentCopyAnswer)
    def get(self, request: Request, number: str) -> Response:
        """Those that last."""
        return super().get(request, number)

    @described(
        "send_copy",
        "Send an office a copy",
        CopyShape,
        {"office": "IHSC", "purpose": "know", "shows": "no_identity", "why": "You treat this person."},
        SentCopyAnswer,
    )
    def post(self, request: Request, number: str) -> Response:
        """Send one."""
        return super().post(request, number)

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """The verb."""
        item = stay_of(case, by)
        purpose, shows = Purpose(told["purpose"]), Shows(told["shows"])
        copying.send_copy(item, told["office"], purpose, shows, told["why"], by=by)

    def parties(self, known: overview.Sharing) -> list[Party]:
        """Who has one."""
        return list(known.copies)

    def told(self, party: Party) -> Answer:
        """One copy."""
        return {
            "id": party.key,
            "office": party.code,
            "purpose": party.purpose,
            "shows": party.shows,
            "why": party.why,
            "made_at": party.at,
            "noted_at": party.noted_at,
        }


class Exclusions(CaseMove):
    """Who is shut out of a case."""

    shape = AccusedShape

    @listing("list_exclusions", "Who is shut out of the case", ExclusionAnswer)
    def get(self, request: Request, number: str) -> Response:
        """All of them."""
        return super().get(request, number)

    @described(
        "name_accused",
        "Shut out an office or a person who is accused",
        AccusedShape,
        {"office": "MIA", "why": "The complaint names its transport crew."},
        ExclusionAnswer,
    )
    def post(self, request: Request, number: str) -> Response:
        """Name one. They give up the case at once."""
        return super().post(request, number)

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """The verb."""
        accused.name_accused(
            case, office=told.get("office"), person=told.get("person"), why=told["why"], by=by
        )

    def parties(self, known: overview.Sharing) -> list[Party]:
        """Who is shut out."""
        return list(known.shut_out)

    def told(self, party: Party) -> Answer:
        """One of them."""
        return {
            "id": party.key,
            "office": party.code or None,
            "person": party.username or None,
            "why": party.why,
            "made_at": party.at,
        }


class Readers(CaseMove):
    """Who was let in on a case for leads."""

    shape = ReaderShape

    @listing("list_readers", "Who was let in on a case for leads", ReaderAnswer)
    def get(self, request: Request, number: str) -> Response:
        """All of them."""
        return super().get(request, number)

    @described(
        "let_in", "Let somebody of the office in", ReaderShape, {"person": "officer.atl"}, ReaderAnswer
    )
    def post(self, request: Request, number: str) -> Response:
        """Let somebody in."""
        return super().post(request, number)

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """The verb."""
        letting_in.let_in(case, told["person"], by=by)

    def parties(self, known: overview.Sharing) -> list[Party]:
        """Who was let in."""
        return list(known.let_in)

    def told(self, party: Party) -> Answer:
        """One of them."""
        return {"id": party.key, "person": party.username, "given_at": party.at}


class Lifting(APIView):
    """Lifting what was written down by mistake."""

    roles = frozenset({Role.HEADQUARTERS})

    @extend_schema(
        operation_id="lift_exclusion",
        tags=["who may know"],
        summary="Lift that an office or a person is shut out",
        description="Headquarters, and somebody else than who wrote it down.",
        request=WhyShape,
        responses={204: None, **problems(404, 409, 422)},
        examples=[OpenApiExample("Lift it", {"why": "A mix-up of names."}, request_only=True)],
    )
    def post(self, request: Request, key: int) -> Response:
        """Lift it."""
        by = cast(User, request.user)
        row = get_object_or_404(accused.exclusions_seen_by(by), pk=key)
        accused.let_back(row, read(WhyShape, request.data)["why"], by=by)
        return Response(status=204)


class ReaderEnd(APIView):
    """Letting somebody out again."""

    roles = DESK_ROLES

    @extend_schema(
        operation_id="let_out",
        tags=["who may know"],
        summary="Let somebody out again",
        request=None,
        responses={204: None, **problems(404, 409, 422)},
    )
    def post(self, request: Request, key: int) -> Response:
        """They see the case no more."""
        by = cast(User, request.user)
        read(NothingShape, request.data)
        letting_in.let_out(get_object_or_404(letting_in.rows_seen_by(by), pk=key), by=by)
        return Response(status=204)
