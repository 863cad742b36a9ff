"""The board says who is on the line and what was left, nothing of what was said, at one price."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import board, drafts, presence
from cases.models import Doing, Draft, Presence
from cases.telephony import EventKind, PhoneEvent, take_event
from facilities.models import Line
from tests.builders import STEWART
from tests.cast import Cast


def busy(cast: Cast, times: int) -> None:
    line = Line.objects.select_related("facility").get(facility__key=STEWART)
    now = timezone.now()
    for _ in range(times):
        call = uuid4().hex
        take_event(PhoneEvent(EventKind.NEW_CALL, f"{call}-r", now - timedelta(seconds=75), line=line))
        take_event(PhoneEvent(EventKind.ANSWER, f"{call}-a", now, line=line, operator=cast.operator2))
        take_event(PhoneEvent(EventKind.ANSWER, f"{call}-e", now, line=line, operator=cast.operator2))
        take_event(PhoneEvent(EventKind.HANGUP, f"{call}-e", now, ended_by="caller"))
        drafts.keep(uuid4(), 0, {"note": ["Zqsecret words"]}, by=cast.operator)
        left = uuid4()
        drafts.keep(left, 0, {"note": ["Zqsecret words"]}, by=cast.supervisor)
        Draft.objects.filter(pk=left).update(updated_at=now - timedelta(hours=1))


def test_it_says_who_since_when_and_where_and_nothing_else(cast: Cast, signed_in: Any) -> None:
    busy(cast, 1)
    drafts.keep(uuid4(), 0, {"note": ["Zqsecret words"]}, by=cast.operator)  # still one call: the newest
    presence.note(Doing.READY, by=cast.operator)
    presence.note(Doing.AWAY, by=cast.operator2)
    Presence.objects.filter(operator=cast.operator2).update(seen_at=timezone.now() - timedelta(minutes=5))
    seen = board.read(cast.supervisor, timezone.now())
    assert [(one.who, one.on_phone) for one in seen.on_the_line] == [("operator2", True), ("operator", False)]
    assert (seen.ringing, seen.longest_wait[:2]) == (1, "1:")
    assert [one.who for one in seen.left] == ["supervisor"]
    assert [(one.who, one.doing) for one in seen.desk] == [("operator", "ready"), ("operator2", "")]
    assert [one.who for one in seen.unwritten] == ["operator2"]
    html = signed_in(cast.hq).get("/board/").content.decode()
    assert "Stewart Detention Center" in html
    assert "Zqsecret" not in html
    assert 'href="/board/"' in html  # a link refreshes it without a script


def test_an_empty_board_says_so(cast: Cast, signed_in: Any) -> None:
    html = signed_in(cast.supervisor).get("/board/").content.decode()
    for words in (
        "Nobody is on a call.",
        "No call was left",
        "Every call of the last seven days is on record.",
    ):
        assert words in html


def test_only_supervisors_and_headquarters(cast: Cast, signed_in: Any) -> None:
    seen = {user.username: signed_in(user).get("/board/").status_code for user in cast.everybody()}
    assert {name for name, status in seen.items() if status == 200} == {"supervisor", "hq"}


@pytest.mark.parametrize("path", ["/board/", "/api/v1/board/"])
def test_it_costs_the_same_for_1_3_and_50(cast: Cast, signed_in: Any, path: str) -> None:
    client, costs = signed_in(cast.supervisor), []
    client.get(path)
    for more in (1, 2, 13):
        busy(cast, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        costs.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert len(set(costs)) == 1, costs
