"""What the page says before a call is handed in is what happens after it."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import intake
from cases.models import Call, CallerKind, Case, Topic
from facilities.models import Assignment, Facility
from helpline.accounts.models import User
from routing import dispatch, preview
from routing.models import CaseCopy, QueueItem
from tests.builders import KROME, STEWART, concern, submission
from tests.cast import Cast
from tests.routing.rules import HOME, adding, copy_to, in_force

Said = tuple[str, datetime, datetime | None, str, str, list[str]]


def foretold(call: Call, concerns: list[intake.Concern], by: User, at: datetime) -> list[Said]:
    return [
        (goes.office.code, goes.due_at, goes.respond_by, goes.why, goes.urgency, sorted(goes.copies))
        for goes in preview.destinations(call, concerns, by=by, at=at)
    ]


def happened(call: Call) -> list[Said]:
    stays = QueueItem.objects.filter(case__call=call).select_related("office", "decision", "case")
    copied: dict[int, list[str]] = defaultdict(list)
    for case, name in CaseCopy.objects.filter(case__call=call).values_list("case_id", "office__name"):
        copied[case].append(name)
    return [
        (s.office.code, s.due_at, s.respond_by, s.decision.why, s.case.urgency, sorted(copied[s.case_id]))
        for s in stays.order_by("case_id")
    ]


@pytest.mark.parametrize("accuses", [False, True])
@pytest.mark.parametrize("place", ["with an office", "without an office", "not known"])
def test_every_topic_goes_where_it_was_said_to_go(cast: Cast, place: str, accuses: bool) -> None:
    Assignment.objects.filter(facility__key=KROME).delete()
    key = {"with an office": STEWART, "without an office": KROME, "not known": None}[place]
    topics = Topic.objects.filter(opens_case=True)
    concerns = [
        concern(topic.code, urgency=urgency, accuses_staff=accuses, vulnerabilities=("elderly",))
        for topic in topics
        for urgency in ("", "P0")
    ]
    call = intake.submit(submission(*concerns, facility=key), by=cast.operator)
    opened_at = Case.objects.filter(call=call).values_list("opened_at", flat=True)[0]
    facility = Facility.objects.get(key=key) if key else None
    typed = Call(started_at=call.started_at, caller_kind=CallerKind.DETAINEE, facility=facility)
    said = foretold(typed, concerns, cast.operator, opened_at)
    dispatch.drain()
    assert len(said) == 2 * topics.count() >= 70
    assert said == happened(call)


def test_the_office_is_the_one_of_the_day_of_the_call(cast: Cast) -> None:
    on = timezone.now().replace(year=2014, month=3, day=4)
    typed = Call(started_at=on, caller_kind=CallerKind.DETAINEE, facility=Facility.objects.get(key=STEWART))
    call = intake.submit(submission(concern("TEL"), started_at=on), by=cast.operator)
    opened_at = Case.objects.get().opened_at
    said = foretold(typed, [concern("TEL")], cast.operator, opened_at)
    dispatch.drain()
    assert said == happened(call)


def test_many_concerns_cost_five_queries(cast: Cast) -> None:
    facility = Facility.objects.get(key=STEWART)
    typed = Call(started_at=timezone.now(), caller_kind=CallerKind.DETAINEE, facility=facility)
    for many in (1, 12):
        concerns = [concern("TEL") for _ in range(many)]
        with CaptureQueriesContext(connection) as queries:
            preview.destinations(typed, concerns, by=cast.operator, at=timezone.now())
        assert len(queries) == 5


def test_it_says_what_keeps_it_from_the_field_office(cast: Cast) -> None:
    typed = Call(
        started_at=timezone.now(),
        caller_kind=CallerKind.DETAINEE,
        facility=Facility.objects.get(key=STEWART),
    )
    ticked, by_topic, plain = preview.destinations(
        typed,
        [concern("CON", accuses_staff=True), concern("FOR"), concern("CON", urgency="P1")],
        by=cast.operator,
        at=timezone.now(),
    )
    assert ticked.raised == "no field office sees it, because it accuses staff"
    assert by_topic.raised == "no field office sees it, because this topic always counts as accusing staff"
    assert plain.raised == "you raised it to P1"
    assert ticked.because.startswith("a concern that accuses staff goes to the Office of Professional")


def test_it_says_what_the_rules_add(cast: Cast) -> None:
    in_force(HOME, adding("soon", raise_to="P1", copies=[copy_to("CMD")], resolve_within="3h"))
    typed = Call(
        started_at=timezone.now(),
        caller_kind=CallerKind.DETAINEE,
        facility=Facility.objects.get(key=STEWART),
    )
    at = timezone.now()
    [goes] = preview.destinations(typed, [concern("TEL")], by=cast.operator, at=at)
    assert (goes.urgency, goes.raised) == ("P1", "the rules raise it to P1")
    assert list(goes.copies) == ["Custody Management Division"]
    assert goes.due_at == at + timedelta(hours=3)
