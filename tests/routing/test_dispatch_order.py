"""Who is taken up first, and what becomes of a batch in which something is in the way."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction

from cases.models import Case, Exclusion
from facilities.models import Office
from helpline.accounts.models import Role
from routing import claiming, dispatch, placing
from routing.models import Decision, RouteRequest
from tests.builders import a_call, a_case, concern, violations
from tests.cast import Cast, person


def cases_of(requests: dict[int, int]) -> set[int]:
    return set(RouteRequest.objects.filter(pk__in=requests).values_list("case_id", flat=True))


def test_pressing_cases_stand_before_all_that_wait(cast: Cast) -> None:
    a_call(*[concern("TEL") for _ in range(8)], by=cast.operator)
    pressing = a_case("TEL", by=cast.operator, urgency="P0", routed=False)
    a_call(*[concern("TEL") for _ in range(8)], by=cast.operator)
    assert cases_of(claiming.claim(1)) == {pressing.pk}


def test_the_newest_case_does_not_wait_for_a_backlog(cast: Cast) -> None:
    first = a_case("TEL", by=cast.operator, routed=False)
    a_call(*[concern("TEL") for _ in range(11)], by=cast.operator)
    newest = a_case("TEL", by=cast.operator, routed=False)
    taken = cases_of(claiming.claim(4))
    assert {first.pk, newest.pk} < taken
    assert len(taken) == 4


def test_nobody_takes_up_the_same_case_twice_at_once(cast: Cast) -> None:
    a_call(*[concern("TEL") for _ in range(10)], by=cast.operator)
    first, second = claiming.claim(6), claiming.claim(6)
    assert (len(first), len(second), len(first | second)) == (6, 4, 10)


@contextmanager
def clashing(times: int, sqlstate: str) -> Iterator[None]:
    """The database refuses so many times, as it does when transactions clash."""
    left = [times]
    real = placing.place

    def place(*said: object) -> object:
        if left[0]:
            left[0] -= 1
            clash = OperationalError("transactions clash")
            clash.__cause__ = Exception()
            clash.__cause__.pgcode = sqlstate  # type: ignore[attr-defined]
            raise clash
        return real(*said)  # type: ignore[arg-type]

    with patch.object(placing, "place", place):
        yield


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_a_clash_of_transactions_is_tried_again_without_counting_as_a_failure(
    cast: Cast, sqlstate: str
) -> None:
    case = a_case("TEL", by=cast.operator, routed=False)
    with clashing(2, sqlstate), patch.object(dispatch, "time", SimpleNamespace(sleep=lambda _: None)):
        dispatch.route_waiting()
    request = RouteRequest.objects.get(case=case)
    assert (request.state, request.attempts) == ("done", 1)


def test_after_three_clashes_the_attempt_has_failed(cast: Cast) -> None:
    case = a_case("TEL", by=cast.operator, routed=False)
    with clashing(6, "40P01"), patch.object(dispatch, "time", SimpleNamespace(sleep=lambda _: None)):
        dispatch.route_waiting()
    request = RouteRequest.objects.get(case=case)
    assert (request.state, request.last_error_code) == ("pending", "OperationalError")


def test_a_case_given_up_goes_to_a_unit_that_is_not_shut_out(cast: Cast) -> None:
    case = a_case("TEL", by=cast.operator, routed=False)
    triage = Office.objects.get(code="OPA")
    Exclusion.objects.create(case=case, office=triage, why="Accused.", made_by=cast.hq)
    RouteRequest.objects.pending().update(attempts=5)
    dispatch.drain()
    decision = Decision.objects.select_related("office").get(case=case)
    assert (decision.kind, decision.office.kind) == ("fallback", "headquarters")
    assert decision.office != triage
    assert decision.why.endswith(
        "decides by hand for headquarters triage: the router failed 5 times (stopped in the middle)."
    )
    assert violations() == []


@pytest.mark.django_db(transaction=True)
def test_a_case_that_somebody_edits_holds_up_no_neighbour() -> None:
    operator = person("operator", Role.OPERATOR)
    a_call(*[concern("TEL") for _ in range(3)], by=operator)
    edited = Case.objects.order_by("pk").first()
    assert edited is not None
    locked, finish = threading.Event(), threading.Event()

    def edit() -> None:
        try:
            with transaction.atomic():
                Case.objects.select_for_update().get(pk=edited.pk)
                locked.set()
                finish.wait(timeout=60)
        finally:
            connection.close()

    editor = threading.Thread(target=edit)
    editor.start()
    assert locked.wait(timeout=60)
    try:
        waiting = list(claiming.claim(10))
        routed = dispatch._route(waiting, skip_edited=True)
    finally:
        finish.set()
        editor.join()
    assert len(routed) == 2
    dispatch._route(waiting)
    assert Decision.objects.count() == 3
    assert violations() == []
