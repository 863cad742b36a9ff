"""From the body of POST calls/ to what the verb takes."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.api import checking, earlier, late
from cases.api.callbacks import wish_of
from cases.api.concern import guided
from cases.api.emergencies import read_told
from cases.api.known import Known
from cases.api.shapes import CallShape, Told
from cases.intake import Concern, Question, Submission, ToldCaller, ToldDetainee
from cases.models import CallEnding, CallerKind
from helpline.accounts.models import User


def read_submission(body: Any, key: UUID, *, by: User) -> Submission:
    """The submission in a body; raises `serializers.ValidationError` with every field to mend."""
    told: Told = CallShape(context={"known": Known(by), "key": key}).run_validation(body)
    caller, person = _caller(told["caller"]), told.get("detainee") or {}
    submission = Submission(
        key=key,
        caller=caller,
        started_at=told["started_at"],
        ended_at=told.get("ended_at"),
        channel=told["channel"],
        line=told.get("line"),
        facility=told.get("facility"),
        language=told["language"],
        interpreter=told["interpreter"] or bool((told.get("interpreting") or {}).get("joined_at")),
        interpreting=checking.interpreter(told.get("interpreting")),
        checked=checking.checked(
            told.get("verification"), caller.kind, timezone.localdate(told["started_at"])
        ),
        ending=told.get("disposition") or CallEnding.TAKEN,
        found=person.get("id"),
        told=ToldDetainee(
            a_number=person.get("a_number") or "",
            given_names=person.get("given_names") or "",
            family_names=person.get("family_names") or "",
            date_of_birth=person.get("date_of_birth"),
            country_of_birth=person.get("country_of_birth") or "",
            year_of_birth=None if person.get("date_of_birth") else person.get("year_of_birth"),
        ),
        concerns=[_concern(row) for row in told.get("cases", ())],
        **late.later(told),
        questions=[
            Question(topic=row["topic"], note=row["note"], from_library=row.get("from_library"))
            for row in told.get("answers", ())
        ],
        callback=wish_of(told),
        receipt_code=told["receipt_code"],
    )
    numbers = [row.get("repeats") or "" for row in told.get("cases", ())]
    return earlier.settled(submission, numbers, by=by)


def _caller(told: Told) -> ToldCaller:
    if told["anonymous"] or told.get("kind") == CallerKind.ANONYMOUS:
        return ToldCaller(CallerKind.ANONYMOUS)
    return ToldCaller(
        kind=CallerKind(told["kind"]),
        name=told.get("name") or "",
        phone=told.get("phone") or "",
        relationship=told.get("relationship") or "",
        safe_to_call_back=told.get("safe_to_call_back"),
        may_announce=told.get("may_announce"),
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
        **guided(told),
        told=read_told(told.get("told")),
    )
