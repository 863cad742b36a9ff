"""Trying a draft out, in the API: its truth table, past cases, one situation."""

from collections.abc import Mapping
from typing import IO, Any, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpline.accounts.models import Role, User
from helpline.problems import FieldError, InItsOwnWords, Invalid, TooLarge, error, invalid, problems
from routing.api.preconditions import etag_of_draft, must_match_draft
from routing.api.shapes import read
from routing.api.trial_shapes import (
    OutcomeAnswer,
    SimulationAnswer,
    SimulationShape,
    SituationShape,
    TableAnswer,
    outcome_told,
    simulation_told,
)
from routing.models import RuleDraft, SimulationState
from routing.rules import drafts
from routing.rules.in_force import rules_in_force
from routing.tasks import call_for_simulation
from routing.trials import simulation, trial, truth, truth_csv
from routing.trials.simulation import BadWish
from routing.trials.simulation_report import report
from routing.trials.truth_csv import MOST_BYTES
from routing.trials.truth_table import EXPECTED, Problem, compare, restored, stored

HEADQUARTERS = frozenset({Role.HEADQUARTERS})
CSV = "text/csv"
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The draft's ETag."
)
KEEP = OpenApiParameter("dry_run", bool, description="true: say what would change, and keep nothing.")
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200])


class CsvRenderer(BaseRenderer):
    """A table as it is."""

    media_type = CSV
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The text in UTF-8."""
        return str(data).encode()


class CsvParser(BaseParser):
    """The bytes of a table, up to its greatest size."""

    media_type = CSV

    def parse(
        self, stream: IO[Any], media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The bytes as `raw`; `TooLarge` for more than a table may have."""
        raw: bytes = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise TooLarge
        return {"raw": raw}


def find_draft(key: int) -> RuleDraft:
    """A draft of the rules."""
    return get_object_or_404(RuleDraft, pk=key)


class TruthInForce(APIView):
    """The truth table that the rules in force passed."""

    roles = HEADQUARTERS
    renderer_classes = (CsvRenderer, JSONRenderer)

    @extend_schema(
        operation_id="read_truth",
        tags=["rules"],
        summary="The truth table of the rules in force",
        responses={(200, CSV): OpenApiTypes.STR, **problems(404)},
    )
    def get(self, request: Request) -> Response:
        """A CSV file."""
        current = rules_in_force()
        if current is None:
            raise Http404
        return _as_csv(request, truth_csv.write(restored(current.truth)))


class DraftTruth(APIView):
    """The truth table of a draft."""

    roles = HEADQUARTERS
    renderer_classes = (CsvRenderer, JSONRenderer)
    parser_classes = (CsvParser,)

    @extend_schema(
        operation_id="read_draft_truth",
        tags=["rules"],
        summary="The truth table of a draft",
        parameters=[ETAG],
        responses={(200, CSV): OpenApiTypes.STR, **problems(404)},
    )
    def get(self, request: Request, key: int) -> Response:
        """A CSV file, with the draft's ETag."""
        draft = find_draft(key)
        return _as_csv(request, truth_csv.write(restored(draft.truth)), {"ETag": etag_of_draft(draft)})

    @extend_schema(
        operation_id="put_draft_truth",
        tags=["rules"],
        summary="Put another truth table in its place",
        description="Codes, doubles and contradictions are refused with row, column and reason; then nothing changes.",
        parameters=[IF_MATCH, KEEP, ETAG],
        request={CSV: OpenApiTypes.STR},
        responses={(200, "application/json"): TableAnswer, **problems(404, 409, 412, 413, 422, 428)},
    )
    def put(self, request: Request, key: int) -> Response:
        """What changed, and which rows the draft breaks."""
        draft, by = find_draft(key), cast(User, request.user)
        must_match_draft(request, draft)
        parsed = truth.parse(_sent(request))
        if parsed.problems:
            raise Invalid([_mend(problem) for problem in parsed.problems])
        found = compare(restored(draft.truth), parsed.rows)
        if request.query_params.get("dry_run", "") not in {"true", "1"}:
            draft = drafts.change(draft, draft.rev, truth=stored(parsed.rows), by=by)
        broken = truth.broken(draft.read(), parsed.rows)
        told = {
            "rows": len(parsed.rows),
            "added": [change.after.situation for change in found.added if change.after],
            "changed": [change.after.situation for change in found.changed if change.after],
            "removed": [change.before.situation for change in found.removed if change.before],
            "broken": [{"row": one.number, "situation": one.situation, "reason": one.why} for one in broken],
        }
        request.accepted_renderer = JSONRenderer()
        return Response(
            TableAnswer(told).data, content_type="application/json", headers={"ETag": etag_of_draft(draft)}
        )


class DraftSimulation(APIView):
    """Trying a draft on cases that were."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="simulate_draft",
        tags=["rules"],
        summary="What would the draft do to cases that were?",
        description="A small set is answered at once (200); else the answer is 202: read `Location` until it is done.",
        request=SimulationShape,
        responses={200: SimulationAnswer, 202: SimulationAnswer, **problems(404, 422)},
    )
    def post(self, request: Request, key: int) -> Response:
        """The simulation, done or begun."""
        draft, by = find_draft(key), cast(User, request.user)
        told = read(SimulationShape, request.data)
        try:
            made = simulation.ask(draft, simulation.Wish(**told), by=by)
        except BadWish as refusal:
            raise invalid((refusal.field,), str(refusal)) from refusal
        status = 200 if made.state == SimulationState.DONE else 202
        if status == 202:
            call_for_simulation()
        where = reverse("api:simulation", args=[made.pk])
        return Response(simulation_told(report(made, by)), status=status, headers={"Location": where})


class OneSimulation(APIView):
    """One simulation."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="read_simulation",
        tags=["rules"],
        summary="How far a simulation is, and what it found",
        responses={200: SimulationAnswer, **problems(404)},
    )
    def get(self, request: Request, key: int) -> Response:
        """Counts, and up to 200 examples of cases you may see."""
        by = cast(User, request.user)
        found = simulation.seen_by(by, key)
        if found is None:
            raise Http404
        return Response(simulation_told(report(found, by)))


class DraftTry(APIView):
    """One situation."""

    roles = HEADQUARTERS

    @extend_schema(
        operation_id="try_draft",
        tags=["rules"],
        summary="What would the draft do in this situation, and why?",
        description="Facts are named and written as in the truth table. Nothing is written.",
        request=SituationShape,
        responses={200: OutcomeAnswer, **problems(404, 422)},
    )
    def post(self, request: Request, key: int) -> Response:
        """What the draft says, and what the rules in force say."""
        draft, told = find_draft(key), read(SituationShape, request.data)
        parsed = truth_csv.read([(1, {**told, "situation": "Tried", EXPECTED[0]: "OPA"})], truth.known())
        if parsed.problems:
            raise Invalid([error((problem.column,), problem.reason) for problem in parsed.problems])
        found = trial.outcome(draft, parsed.rows[0], on=timezone.localdate())
        if found is None:
            raise Http404
        return Response(outcome_told(found))


def _sent(request: Request) -> bytes:
    """The table in the body."""
    try:
        return cast(dict[str, bytes], request.data)["raw"]
    except UnsupportedMediaType as other:
        raise InItsOwnWords(415, "Send the table as Content-Type: text/csv.") from other


def _as_csv(request: Request, text: str, headers: dict[str, str] | None = None) -> Response:
    """A table, whatever the client said it accepts beside it."""
    request.accepted_renderer = CsvRenderer()
    return Response(text, content_type=f"{CSV}; charset=utf-8", headers=headers)


def _mend(problem: Problem) -> FieldError:
    """A problem of the table as the API tells it: row 1 is the line with the names of the columns."""
    path = ("rows", problem.row, problem.column) if problem.column else ("rows", problem.row)
    return error(path, str(problem))
