"""Languages on the line: how long callers wait for an interpreter, and how many are lost for want of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet
from django.db.models.functions import Now

from cases import languages
from cases.languages import Language
from cases.models import Call, CallEnding
from cases.submission import Interpreter, Submission
from helpline.refusals import Refused

LANGUAGE_FIRST = (
    "Choose the language the caller spoke first. Calls lost for want of an interpreter are counted by it."
)


class Median(Aggregate):
    """The middle value; nothing where there is none."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Wait:
    """What callers of one language met: how many called, had an interpreter, were lost; the median wait."""

    language: Language
    calls: int
    interpreted: int
    measured: int
    wait: timedelta | None
    lost: int


def speaks_our_language(code: str) -> bool:
    """Whether operators speak it, so that nobody is lost for want of an interpreter of it."""
    return code in {"", languages.DEFAULT}


def refuse_loss_without_language(submission: Submission) -> None:
    """A call lost for want of an interpreter says in which language. Raises `Refused`."""
    if submission.ending == CallEnding.NO_INTERPRETER and speaks_our_language(submission.language):
        raise Refused(LANGUAGE_FIRST)


def of(interpreting: Interpreter | None) -> dict[str, Any]:
    """The columns of a call that keep the help of an interpreter."""
    told = interpreting or Interpreter()
    return {
        "interpreter_number": told.number,
        "interpreter_asked_at": told.asked_at,
        "interpreter_joined_at": told.joined_at,
    }


def waits_for_interpreter(calls: QuerySet[Call], since: datetime) -> list[Wait]:
    """Per language of these calls since a moment, the most spoken first. One query."""
    both = Q(interpreter_asked_at__isnull=False, interpreter_joined_at__isnull=False)
    wait = F("interpreter_joined_at") - F("interpreter_asked_at")
    rows = list(
        calls.filter(started_at__gte=since, started_at__lte=Now())
        .order_by()
        .values("language")
        .annotate(
            calls=Count("pk"),
            interpreted=Count("pk", filter=Q(interpreter=True)),
            measured=Count("pk", filter=both),
            wait=Median(wait, filter=both),
            lost=Count("pk", filter=Q(ending=CallEnding.NO_INTERPRETER)),
        )
        .order_by("-calls", "language")
    )
    return [
        Wait(
            language=_named(row["language"]),
            calls=row["calls"],
            interpreted=row["interpreted"],
            measured=row["measured"],
            wait=row["wait"],
            lost=row["lost"],
        )
        for row in rows
    ]


def _named(code: str) -> Language:
    return languages.BY_CODE.get(code) or Language(code, code)
