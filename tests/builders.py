"""Calls and cases for tests, made through the verbs."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from cases import intake
from cases.models import Call, CallerKind, Case, Topic
from facilities.models import Facility
from helpline.accounts.models import User
from routing import dispatch
from routing.invariants import check
from routing.models import QueueItem

STEWART = "STWRTGA"  # Stewart Detention Center, Georgia: Atlanta, phase 2
KROME = "KRO"  # Krome, Florida: Miami, phase 2


def concern(
    topic: str = "CON", summary: str = "No hot water for a week in the north unit.", **said: Any
) -> intake.Concern:
    """One concern with the topic's defaults."""
    if isinstance(said.get("facility"), str):
        said["facility"] = Facility.objects.get(key=said["facility"])
    return intake.Concern(topic=Topic.objects.get(code=topic), summary=summary, **said)


def submission(*concerns: intake.Concern, facility: str | None = STEWART, **said: Any) -> intake.Submission:
    """A call of a detainee that started just now."""
    said.setdefault("key", uuid4())
    said.setdefault("caller", intake.ToldCaller(kind=CallerKind.DETAINEE))
    said.setdefault("started_at", timezone.now())
    place = Facility.objects.get(key=facility) if facility else None
    return intake.Submission(facility=place, concerns=concerns or (concern(),), **said)


def a_call(*concerns: intake.Concern, by: User, facility: str | None = STEWART, **said: Any) -> Call:
    """A call on record; its cases wait for their route."""
    return intake.submit(submission(*concerns, facility=facility, **said), by=by)


def a_case(
    topic: str = "CON", *, by: User, facility: str | None = STEWART, routed: bool = True, **said: Any
) -> Case:
    """One case, in its queue unless `routed` is False."""
    call_said = {
        name: said.pop(name) for name in ("told", "caller", "started_at", "language") if name in said
    }
    call = a_call(concern(topic, **said), by=by, facility=facility, **call_said)
    if routed:
        dispatch.drain()
    return Case.objects.select_related("topic", "facility", "office", "call", "detainee").get(call=call)


def item_of(case: Case) -> QueueItem:
    """The stay that lasts."""
    return QueueItem.objects.open().select_related("case", "case__topic", "office").get(case=case)


def settle() -> None:
    """Run the deferred triggers now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def violations() -> list[str]:
    """What `check_invariants` finds once everything has settled."""
    settle()
    return check().violations
