"""Whoever records a call dies before or after COMMIT: nothing is saved, or the call is saved once and routed."""

import subprocess
import threading
from uuid import UUID, uuid4

import pytest

from cases.models import Call
from routing.invariants import check
from routing.models import RouteRequest
from tests.cast import Cast
from tests.machinery import Machinery, everybody_waits, in_queues, take, until


def _take_and_die(taker: subprocess.Popen[str], key: UUID) -> None:
    with pytest.raises(EOFError):
        take(taker, "operator", key, cases=2)


def test_between_commit_and_the_bell(machinery: Machinery, cast: Cast) -> None:
    machinery.start_worker()
    key = uuid4()
    with pytest.raises(EOFError):
        take(machinery.taker(failpoint="after_commit"), "operator", key, cases=2)
    saved = Call.objects.get(submission_key=key)
    assert RouteRequest.objects.pending().count() == 2
    machinery.start_beat()
    until(lambda: in_queues(saved.reference) == 2, 10, of="Routed by the sweep", then=machinery.look_after)
    again = take(machinery.taker(), "operator", key, cases=2)
    assert again.reference == saved.reference
    assert Call.objects.count() == 1
    assert check().violations == []


def test_before_commit(machinery: Machinery, cast: Cast) -> None:
    key = uuid4()
    taker = machinery.taker()
    with everybody_waits("cases_case") as waiting:  # the taker waits there within its transaction
        thread = threading.Thread(target=_take_and_die, args=(taker, key))
        thread.start()
        until(lambda: waiting() == 1, 3, of="The taker is in the middle of saving")
        taker.kill()
        thread.join()
    assert not Call.objects.exists()
    again = take(machinery.taker(), "operator", key, cases=2)
    assert Call.objects.get().reference == again.reference
    assert check().violations == []
