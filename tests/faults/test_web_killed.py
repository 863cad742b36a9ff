"""A web process dies before or after COMMIT: nothing is saved, or the call is saved once and routed."""

from uuid import uuid4

from cases.models import Call
from routing.invariants import check
from routing.models import RouteRequest
from tests.faults.handing_in import client_of, hand_in, hand_in_at_last
from tests.machinery import Machinery, in_queues, until


def test_between_commit_and_the_hint(machinery: Machinery, token: str) -> None:
    once = machinery.folder / "once"
    once.touch()
    client, key = client_of(machinery.start_web(f"after_commit:die:{once}"), token), uuid4()
    assert hand_in(client, key).status == 0
    assert not once.exists()
    saved = Call.objects.get(submission_key=key)
    assert RouteRequest.objects.pending().count() == 2
    machinery.start_worker()
    machinery.start_beat()
    until(lambda: in_queues(saved.reference) == 2, of="Routed by the sweep", then=machinery.look_after)
    again = hand_in_at_last(client, key)
    assert (again.status, again.body["reference"]) == (200, saved.reference)
    assert Call.objects.count() == 1
    assert check().violations == []


def test_before_commit(machinery: Machinery, token: str) -> None:
    once = machinery.folder / "once"
    once.touch()
    client, key = client_of(machinery.start_web(f"before_commit:die:{once}"), token), uuid4()
    assert hand_in(client, key).status == 0
    assert not once.exists()
    assert not Call.objects.exists()
    assert not RouteRequest.objects.exists()
    again = hand_in_at_last(client, key)
    assert again.status == 201
    assert Call.objects.get().reference == again.body["reference"]
    machinery.start_worker()
    machinery.start_beat()
    until(lambda: in_queues(again.body["reference"]) == 2, of="Routed", then=machinery.look_after)
    assert check().violations == []
