"""The state of the mail room, and the alarms that reach headquarters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Exclusion
from facilities.models import Office
from helpline import health, pulse
from helpline.accounts.models import User
from routing import desk, mailroom
from routing.models import Decision, DecisionKind, NoticeState, Notification, RouteRequest, RuleSet
from routing.rules.language import Rules
from tests.builders import a_case, item_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
OLDEST = "helpline_route_request_oldest_seconds"
LATE = "A case has waited for its office for more than a minute."


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_kept", health._Kept())


def without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rule can place anything."""
    monkeypatch.setattr(RuleSet, "read", lambda self: Rules())


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_case_that_waits_for_more_than_a_minute_rings_the_alarm_on_every_page_of_headquarters(
    cast: Cast, signed_in: SignedIn
) -> None:
    a_case(by=cast.operator, routed=False)
    assert LATE not in page(signed_in(cast.hq), "/live/news/")

    RouteRequest.objects.update(made_at=timezone.now() - timedelta(seconds=200), last_error_code="ValueError")

    assert LATE in page(signed_in(cast.hq), "/live/news/")
    assert LATE not in page(signed_in(cast.supervisor), "/live/news/")
    shown = page(signed_in(cast.hq), "/mailroom/")
    assert "A case has waited for its office for 3 min" in shown
    assert "ValueError" in shown
    [age] = [line for line in page(Client(), "/metrics").splitlines() if line.startswith(OLDEST)]
    assert float(age.split()[1]) >= 200


def test_what_no_rule_can_place_rings_until_somebody_takes_it_up(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rules(monkeypatch)
    case = a_case(by=cast.operator)
    assert Decision.objects.get(case=case).kind == DecisionKind.FALLBACK

    shown = page(signed_in(cast.hq), "/live/news/")
    assert "1 case could not be placed by any rule" in shown
    assert "no rule covers" in page(signed_in(cast.hq), "/mailroom/")
    assert "helpline_triage_last_hour 1.0" in page(Client(), "/metrics")

    desk.claim(item_of(case), by=cast.hq)
    assert "could not be placed by any rule" not in page(signed_in(cast.hq), "/live/news/")


def test_who_is_shut_out_does_not_count_it(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rules(monkeypatch)
    case = a_case(by=cast.operator)
    Exclusion.objects.create(case=case, person=cast.hq, why="Named by the caller.", made_by=cast.supervisor)

    assert mailroom.unplaced(cast.hq) == 0
    assert list(mailroom.read_state(cast.hq).reasons) == []


def test_notices_and_machinery_are_there_for_page_api_and_metrics(cast: Cast, signed_in: SignedIn) -> None:
    a_case(by=cast.operator)
    Notification.objects.update(state=NoticeState.FAILED, last_error_code="ConnectionRefusedError")
    pulse.swept()
    count = Notification.objects.count()

    told = signed_in(cast.supervisor).get("/api/v1/mailroom/").json()
    assert (told["notices_failed"], told["notices_waiting"], told["late"]) == (count, 0, False)
    assert told["sweep_seconds"] < 3600
    assert told["rules_version"] >= 1
    text = page(Client(), "/metrics")
    assert f"helpline_notices_failed {count}.0" in text
    assert "helpline_sweep_seen_seconds" in text
    assert "Headquarters sends them again." in page(signed_in(cast.supervisor), "/mailroom/")
    assert "Look at them and send them again" in page(signed_in(cast.hq), "/mailroom/")


def test_the_alarm_costs_headquarters_the_same_however_much_waits(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_rules(monkeypatch)
    client, costs = signed_in(cast.hq), []
    for more in (1, 2, 6):
        for _ in range(more):
            a_case(by=cast.operator)
        for address in ("/mailroom/", "/live/news/"):
            client.get(address)
        with CaptureQueriesContext(connection) as queries:
            for address in ("/mailroom/", "/live/news/"):
                client.get(address)
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert Office.objects.get(code="OPA").queue.count() == 9
