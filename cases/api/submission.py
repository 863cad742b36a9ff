"""From the body of POST calls/ to what the verb takes."""

from typing import Any
from uuid import UUID

from cases.api.known import Known
from cases.api.shapes import CallShape, Told
from cases.intake import Concern, Question, Submission, ToldCaller, ToldDetainee
from cases.models import CallEnding, CallerKind
from helpline.accounts.models import User


def read_submission(body: Any, key: UUID, *, by: User) -> Submission:
    """The submission in a body; raises `serializers.ValidationError` with every field to mend."""
    told: Told = CallShape(context={"known": Known(by)}).run_validation(body)
    person = told.get("detainee") or {}
    return Submission(
        key=key,
        caller=_caller(told["caller"]),
        started_at=told["started_at"],
        ended_at=told.get("ended_at"),
        channel=told["channel"],
        line=told.get("line"),
        facility=told.get("facility"),
        language=told["language"],
        interpreter=told["interpreter"],
        ending=told.get("disposition") or CallEnding.TAKEN,
        found=person.get("id"),
        told=ToldDetainee(
            a_number=person.get("a_number") or "",
            given_names=person.get("given_names") or "",
            family_names=person.get("family_names") or "",
            date_of_birth=person.get("date_of_birth"),
            country_of_birth=person.get("country_of_birth") or "",
        ),
        concerns=[_concern(row) for row in told.get("cases", ())],
        questions=[Question(topic=row["topic"], note=row["note"]) for row in told.get("answers", ())],
    )


def _caller(told: Told) -> ToldCaller:
    if told["anonymous"] or told.get("kind") == CallerKind.ANONYMOUS:
        return ToldCaller(CallerKind.ANONYMOUS)
    return ToldCaller(
        kind=CallerKind(told["kind"]),
        name=told.get("name") or "",
        phone=told.get("phone") or "",
        relationship=told.get("relationship") or "",
        safe_to_call_back=told.get("safe_to_call_back"),
    )


def _concern(told: Told) -> Concern:
    return Concern(
        topic=told["topic"],
        summary=told["summary"],
        urgency=told.get("urgency") or "",
        facility=told.get("facility"),
        vulnerabilities=tuple(told.get("vulnerabilities") or ()),
        accuses_staff=told["accuses_staff"],
        identity_withheld=told.get("identity_withheld"),
        hearing_on=told.get("hearing_on"),
    )
