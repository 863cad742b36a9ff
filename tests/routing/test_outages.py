"""PostgreSQL goes away over cases that were taken up: no attempt is held against those that nobody had begun with."""

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from django.db import OperationalError

from routing import dispatch, outages
from routing.models import RouteRequest
from tests.builders import a_case, violations
from tests.cast import Cast


def attempts() -> list[int]:
    return list(RouteRequest.objects.order_by("pk").values_list("attempts", flat=True))


def gone(pks: Sequence[int], **_: bool) -> set[int]:
    """Instead of `dispatch._route`: PostgreSQL is away as soon as it is asked for anything."""
    if pks:
        raise OperationalError("server closed the connection unexpectedly")
    return set()


def test_a_batch_is_due_again_at_once_and_its_attempt_counts(cast: Cast) -> None:
    for _ in range(3):
        a_case("TEL", by=cast.operator, routed=False)
    with (
        patch.object(dispatch, "_route", side_effect=gone),
        pytest.raises(OperationalError),
    ):
        dispatch.route_waiting()
    assert attempts() == [1, 1, 1]
    assert dispatch.drain() == 3
    assert attempts() == [2, 2, 2]
    assert violations() == []


def test_of_those_tried_alone_only_the_one_in_work_counts(cast: Cast) -> None:
    for _ in range(3):
        a_case("TEL", by=cast.operator, routed=False)
    RouteRequest.objects.update(attempts=3)
    with (
        patch.object(dispatch, "_route", side_effect=gone),
        pytest.raises(OperationalError),
    ):
        dispatch.route_waiting()
    assert attempts() == [4, 4, 4]
    outages.make_good()
    assert sorted(attempts()) == [3, 3, 4]
    assert dispatch.drain() == 3
    assert violations() == []


def test_a_statement_that_was_refused_is_no_outage() -> None:
    class LockTimeout(Exception):
        pgcode = "55P03"

    class Shutdown(Exception):
        pgcode = "57P01"

    refused, ended = OperationalError(), OperationalError()
    refused.__cause__, ended.__cause__ = LockTimeout(), Shutdown()
    assert not outages.is_outage(refused)
    assert outages.is_outage(ended)
    assert outages.is_outage(OperationalError("server closed the connection unexpectedly"))
    assert not outages.is_outage(ValueError())
