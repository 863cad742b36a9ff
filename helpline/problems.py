"""How the API says no: RFC 9457 problem+json, and a reader of bodies that never lets a bad one through.

Every answer that is not a success has `type, title, status, detail` and, where fields are to be mended, `errors`.
The body of a 404 is always the same, whatever was asked for, so that unseen and unknown cannot be told apart.
"""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import IO, Any, NoReturn, TypedDict

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from helpline.refusals import OutOfReach, Refused

MEDIA_TYPE = "application/problem+json"
BODY_LIMIT = 2 * 1024 * 1024
DEPTH_LIMIT = 16
ERRORS_LIMIT = 100
TRY_AGAIN_SECONDS = 5

KINDS = {
    400: "bad-request",
    401: "not-signed-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "refused",
    412: "changed-meanwhile",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    428: "if-match-required",
    429: "too-many-requests",
    503: "try-again",
}
DETAILS = {
    401: "Sign in, or send a valid token in the header “Authorization: Token …”.",
    403: "This was not allowed. Send the CSRF token with a session, or use an API token.",
    404: "There is nothing at this address.",
    406: "Answers are JSON only. Accept application/json.",
    413: f"The body is larger than {BODY_LIMIT // 1024 // 1024} MB. Send less at once.",
    415: "Bodies are JSON only. Send Content-Type: application/json.",
    422: "Some fields need mending.",
    503: "The helpline is short of breath. Nothing was saved; send the same again in a few seconds.",
}
MALFORMED = "The body is not JSON in UTF-8."
UNKEEPABLE = "This text holds a sign that cannot be kept (NUL or half of a surrogate pair). Take it out."


class FieldErrorShape(serializers.Serializer[Any]):
    """One field to mend."""

    pointer = serializers.CharField(help_text="JSON pointer into the body, such as #/cases/0/topic.")
    field = serializers.CharField(
        allow_blank=True, help_text="The same place in words, such as cases[0].topic."
    )
    detail = serializers.CharField(help_text="How to mend it.")


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457 problem details."""

    type = serializers.CharField(help_text="urn:helpline:problem:…, one a status.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence a person can act on.")
    errors = FieldErrorShape(many=True, required=False)  # type: ignore[assignment]


class FieldError(TypedDict):
    """One field to mend: a JSON pointer into the body, the same place in words, and a sentence."""

    pointer: str
    field: str
    detail: str


class Invalid(exceptions.APIException):
    """422: the request is well-formed and some of its fields are not right."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, errors: list[FieldError], detail: str = "") -> None:
        super().__init__(detail or DETAILS[422])
        self.errors = errors


class InItsOwnWords(exceptions.APIException):
    """A refusal that says more than its status usually does."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status_code = status


class TooLarge(exceptions.APIException):
    """413: more than the helpline reads at once."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = DETAILS[413]


class MissingPrecondition(exceptions.APIException):
    """428: a write on an existing record came without If-Match."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = "Send If-Match with the ETag of the case as you last read it."


class ChangedMeanwhile(exceptions.APIException):
    """412: the record is not what the caller last saw."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "The case changed since you read it. Read it again, then decide."


class ProblemRenderer(JSONRenderer):
    """JSON under the name of a problem, whatever the request said it accepts."""

    media_type = MEDIA_TYPE
    charset = None


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """These refusals for the schema of an endpoint, with the 401 that every one of them has."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemShape, DETAILS.get(status, HTTPStatus(status).phrase))
        for status in (401, *statuses)
    }


def error(path: tuple[str | int, ...], detail: str) -> FieldError:
    """An error at `path`, such as ("cases", 0, "topic")."""
    pointer = "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
    field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return {"pointer": pointer, "field": field, "detail": detail}


def bad_request(detail: str) -> exceptions.ParseError:
    """A request that cannot be understood as a whole."""
    return exceptions.ParseError(detail)


def invalid(path: tuple[str | int, ...], detail: str) -> Invalid:
    """A refusal of one field."""
    return Invalid([error(path, detail)])


def flatten(detail: Any, path: tuple[str | int, ...] = ()) -> Iterator[FieldError]:
    """The errors of nested serializers, each with the place it belongs to."""
    if isinstance(detail, Mapping):
        for name, below in detail.items():
            yield from flatten(below, path if name == "non_field_errors" else (*path, name))
    elif isinstance(detail, list):
        for place, below in enumerate(detail):
            yield from flatten(below, path if isinstance(below, str) else (*path, place))
    else:
        yield error(path, str(detail))


def answer(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Any refusal as problem+json; None (a crash, to be seen and mended) for anything else."""
    told = _translated(exc)
    if told is None:
        return None
    status = told.status_code
    problem: dict[str, Any] = {
        "type": f"urn:helpline:problem:{KINDS.get(status, 'other')}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": DETAILS[status] if status in DETAILS and status != 422 else str(told.detail),
    }
    if isinstance(told, InItsOwnWords):
        problem["detail"] = str(told.detail)
    if isinstance(told, Invalid):
        problem["detail"] = str(told.detail)
        problem["errors"] = told.errors[:ERRORS_LIMIT]
    request = context.get("request")
    if request is not None:
        request.accepted_renderer = ProblemRenderer()
        request.accepted_media_type = MEDIA_TYPE
    return Response(problem, status=status, headers=_headers(told), content_type=MEDIA_TYPE)


def _translated(exc: Exception) -> exceptions.APIException | None:
    match exc:
        case exceptions.ValidationError():
            return Invalid(list(flatten(exc.detail)))
        case exceptions.APIException():
            return exc
        case Http404() | OutOfReach():
            return exceptions.NotFound()
        case Refused():
            return _with_status(HTTPStatus.CONFLICT, str(exc))
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation() | BadRequest() | MultiPartParserError() | UnreadablePostError():
            return exceptions.ParseError("The request could not be read.")
        case OperationalError() | InterfaceError():
            return _with_status(HTTPStatus.SERVICE_UNAVAILABLE, DETAILS[503])
    return None


def _with_status(status: HTTPStatus, detail: str) -> exceptions.APIException:
    told = exceptions.APIException(detail)
    told.status_code = status
    return told


def _headers(told: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if name := getattr(told, "auth_header", ""):
        headers["WWW-Authenticate"] = name
    if told.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    elif wait := getattr(told, "wait", None):
        headers["Retry-After"] = str(wait)
    return headers


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise exceptions.ParseError("A name stands twice in one object. Send each once.")
    return names


class CleanJSONParser(JSONParser):
    """JSON of bounded size and depth in which every text can be kept. Anything else is a 4xx, never a crash."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value in the body."""
        try:
            body = stream.read(BODY_LIMIT + 1)
        except RequestDataTooBig as too_big:
            raise TooLarge from too_big
        if len(body) > BODY_LIMIT:
            raise TooLarge
        try:
            value = json.loads(
                body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once_each
            )
        except RecursionError as too_deep:
            raise exceptions.ParseError("The body is nested too deeply.") from too_deep
        except ValueError as malformed:
            raise exceptions.ParseError(MALFORMED) from malformed
        if errors := list(_unkeepable(value)):
            raise Invalid(errors)
        return value


def _unkeepable(value: Any) -> Iterator[FieldError]:
    """Every place with a text that PostgreSQL cannot hold; a name of that kind counts for its object."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        if len(path) > DEPTH_LIMIT:
            raise exceptions.ParseError("The body is nested too deeply.")
        if isinstance(here, str) and not _keepable(here):
            yield error(path, UNKEEPABLE)
        elif isinstance(here, list):
            waiting.extend(((*path, place), below) for place, below in enumerate(here) if below)
        elif isinstance(here, dict):
            if not all(_keepable(name) for name in here):
                yield error(path, UNKEEPABLE)
            waiting.extend(((*path, name), below) for name, below in here.items() if _keepable(name))


def _keepable(text: str) -> bool:
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False
