"""What an office does with a case: the verbs of the desk, each a noun to be posted, each with If-Match."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, cast

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import lifecycle
from cases.access import READERS_OF_CASES
from cases.api import answers as record
from cases.api.fields import Shape
from cases.models import ActionKind, Case, CaseState, Disposition
from helpline.accounts.models import Role, User
from helpline.problems import ChangedMeanwhile, problems
from helpline.refusals import Overtaken, Refused
from routing import desk, dispatch
from routing.access import DESK_ROLES
from routing.api import answers, examples, shapes
from routing.api.cases import ETAG, open_file
from routing.api.preconditions import etag_of, must_match
from routing.desk import ReturnReason
from routing.models import QueueItem

View = TypeVar("View", bound=type[APIView])
IN_NO_QUEUE = {
    CaseState.RECEIVED: "The router is still finding an office for this case. Try again in a moment.",
    CaseState.CLOSED: "This case is closed. Reopen it first.",
}
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="ETag of the case as you last read it.",
)


def documented(operation: str, summary: str, shape: type[Shape] | None) -> Callable[[View], View]:
    """Describes the `post` of a move in the schema."""
    body = examples.BODIES.get(operation)
    return extend_schema_view(
        post=extend_schema(
            operation_id=operation,
            tags=["desk"],
            summary=summary,
            parameters=[IF_MATCH, ETAG],
            request=shape,
            responses={200: answers.MovedCaseAnswer, **problems(404, 409, 412, 422, 428)},
            examples=[OpenApiExample(summary, body, request_only=True)] if body else [],
        )
    )


class Move(APIView):
    """A move of one case: find it, check the version it was decided on, read the body, do it, answer."""

    roles: ClassVar[frozenset[Role]] = DESK_ROLES
    shape: ClassVar[type[Shape]] = shapes.NothingShape

    def post(self, request: Request, number: str) -> Response:
        """Do it. A race lost after the check is 412 like a stale version."""
        by = cast(User, request.user)
        case = (
            Case.objects.visible_to(by).select_related("topic").defer("search").filter(number=number).first()
        )
        if case is None:
            raise Http404
        must_match(request, case)
        told = shapes.read(self.shape, request.data)
        try:
            self.take(case, told, by)
        except Overtaken as overtaken:
            raise self.lost(overtaken) from overtaken
        return self.afterwards(number, by)

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """The verb."""
        raise NotImplementedError

    def lost(self, overtaken: Overtaken) -> Exception:
        """What is said when somebody was faster."""
        return ChangedMeanwhile(str(overtaken))

    def afterwards(self, number: str, by: User) -> Response:
        """The case with its new tag, or three words about it once the doer sees it no more."""
        if not Case.objects.visible_to(by).filter(number=number).exists():
            return Response(record.opened_case(Case.objects.select_related("office").get(number=number)))
        file = open_file(by, number, "api case")
        return Response(answers.whole_case(file), headers={"ETag": etag_of(file.case)})


def stay_of(case: Case, user: User) -> QueueItem:
    """The stay that lasts, holding this very `case`, so that the verb moves the version that was checked."""
    item = QueueItem.objects.visible_to(user).open().select_related("office").filter(case=case).first()
    if item is None and (reason := IN_NO_QUEUE.get(CaseState(case.state))):
        raise Refused(reason)
    if item is None:
        raise Overtaken("This case has left the queue meanwhile.")
    item.case = case
    return item


@documented("claim_case", "Take the case on", None)
class Claim(Move):
    """Whoever claims holds the case; claiming what one holds already changes nothing."""

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Claim it."""
        item = stay_of(case, by)
        if item.claimed_by_id != by.pk:
            desk.claim(item, by=by)

    def lost(self, overtaken: Overtaken) -> Exception:
        """409: a colleague has it now."""
        return overtaken


@documented("release_case", "Give the case back to the queue", None)
class Release(Move):
    """Nobody holds the case any more."""

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Release it."""
        desk.release(stay_of(case, by), by=by)


@documented("act_on_case", "Record a step", shapes.ActionShape)
class Actions(Move):
    """The steps taken on a case."""

    shape = shapes.ActionShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Record one."""
        desk.act(stay_of(case, by), ActionKind(told["kind"]), told["note"], by=by)


@documented("transfer_case", "Move the case to another office", shapes.TransferShape)
class Transfer(Move):
    """The other office's queue, with the same due time."""

    shape = shapes.TransferShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Hand it over."""
        desk.transfer(stay_of(case, by), told["to"], by=by, why=told["why"])


@documented("return_case", "Give the case back to headquarters", shapes.ReturnShape)
class Return(Move):
    """Headquarters triage."""

    shape = shapes.ReturnShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Give it back."""
        desk.return_to_headquarters(stay_of(case, by), ReturnReason(told["reason"]), by=by, why=told["why"])


@documented("close_case", "Close the case", shapes.ClosureShape)
class Closure(Move):
    """How a case ended."""

    shape = shapes.ClosureShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Close it."""
        desk.close(stay_of(case, by), Disposition(told["disposition"]), told["note"], by=by)


@documented("reopen_case", "Take a closed case up again", shapes.WhyShape)
class Reopening(Move):
    """Back to the router; the closure stays on record."""

    roles = READERS_OF_CASES
    shape = shapes.WhyShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Reopen it."""
        lifecycle.reopen(case, told["why"], by=by)


@documented("reroute_case", "Send the case back to the router", shapes.WhyShape)
class Rerouting(Move):
    """The rules in force decide again. Headquarters only."""

    roles = frozenset({Role.HEADQUARTERS})
    shape = shapes.WhyShape

    def take(self, case: Case, told: dict[str, Any], by: User) -> None:
        """Reroute it."""
        dispatch.reroute(case, told["why"], by=by)
