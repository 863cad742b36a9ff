"""A case that the router fails over goes to triage after five attempts, with the reason; its neighbours are unharmed."""

from cases.models import Topic
from routing.invariants import check
from routing.models import Decision, RequestState, RouteRequest
from tests.builders import a_call, concern
from tests.cast import Cast
from tests.machinery import Machinery, in_queues, make_due, until


def test_attempts_are_counted_and_triage_gets_the_reason(machinery: Machinery, cast: Cast) -> None:
    Topic.objects.filter(code="TEL").update(resolve_within="soon")  # a limit that no clock can read
    poison = a_call(concern("TEL"), by=cast.operator).reference
    neighbours = a_call(concern("CON"), concern("CAS"), by=cast.operator).reference
    worker = machinery.start_worker()
    machinery.start_beat()
    until(lambda: in_queues(neighbours) == 2, of="The neighbours are routed", then=machinery.look_after)
    failed = RouteRequest.objects.get(case__call__reference=poison)
    assert failed.state == RequestState.PENDING

    def look_after() -> None:
        machinery.look_after()
        make_due()

    until(lambda: in_queues(poison) == 1, of="The poison case is in triage", then=look_after)
    failed.refresh_from_db()
    decision = Decision.objects.get(case=failed.case)
    assert failed.attempts >= 5
    assert (decision.office.code, decision.kind) == ("OPA", "fallback")
    assert decision.why.startswith("Headquarters triage decides by hand: the router failed 5 times (")
    assert worker.ended() is None
    assert check().violations == []
