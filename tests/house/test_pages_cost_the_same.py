"""Every list and every page of a record costs the same number of queries for 1, 3 and 50 rows.

Which pages: those whose row in `tests/policy.py` says `lists`, and those about one case, call or person. A new page is
measured as soon as it has its row.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import intake
from cases.models import ActionKind, Call, Case, Detainee
from routing import desk, dispatch
from routing.models import QueueItem
from tests.builders import STEWART, a_call, concern
from tests.cast import Cast
from tests.house.matrix import known
from tests.house.tree import tell
from tests.policy import ROWS, Row

pytestmark = [pytest.mark.house, pytest.mark.django_db]

TOLD = intake.ToldDetainee(a_number="A000000777", given_names="Ixchel", family_names="Batz")
BUDGETS = {"routing:queue": 12, "routing:case": 12}
SUBMIT_BUDGET = 40
READERS = ("taker", "supervisor", "officer_atl", "hq", "analyst", "auditor")
MEASURED = [
    name for name, row in ROWS.items() if row.get and (row.lists or row.target in {"case", "call", "person"})
]


@dataclass
class Growth:
    """One person, one office, and ever more calls and cases about them."""

    cast: Cast
    call: Call
    case: Case
    person: Detainee

    @classmethod
    def begun(cls, cast: Cast) -> "Growth":
        """The first call with the first case, claimed, with one step taken."""
        call = a_call(by=cast.operator, told=TOLD)
        dispatch.drain()
        case = call.cases.get()
        stay = QueueItem.objects.open().select_related("case", "office").get(case=case)
        desk.claim(stay, by=cast.officer_atl)
        grown = cls(cast, call, case, Detainee.objects.get())
        grown.step()
        return grown

    def step(self) -> None:
        """One more line of the story."""
        stay = QueueItem.objects.open().select_related("case", "office").get(case=self.case)
        desk.act(stay, ActionKind.NOTED, "Asked again.", by=self.cast.officer_atl)

    def by(self, more: int) -> None:
        """So many more calls, each with a case and an answer; and as many more steps, cases and answers of the first."""
        topic = concern().topic
        for _ in range(more):
            question = intake.Question(topic, "Told where it is posted.")
            call = a_call(by=self.cast.operator, found=self.person, questions=(question,))
            intake.answer_on_call(self.call, [question], by=self.cast.operator)
            self.step()
            assert call.facility is not None
        intake.open_cases(self.call, [concern() for _ in range(more)], by=self.cast.operator)
        dispatch.drain()

    def address(self, name: str, row: Row) -> str:
        """Where the page is."""
        value = {
            "case": self.case.number,
            "call": self.call.reference,
            "person": self.person.pk,
            "office": "ATL",
        }.get(row.target, STEWART)
        return known()[name].address(value, row.query)


def statements_of(client: Client, address: str) -> int:
    """How many statements a page takes, once warm; the marks of nested transactions are not counted."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code in {200, 302}
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def test_every_page_costs_the_same_for_1_3_and_50_rows(cast: Cast, signed_in: Any) -> None:
    people = {
        "taker": cast.operator,
        "supervisor": cast.supervisor,
        "officer_atl": cast.officer_atl,
        "hq": cast.hq,
        "analyst": cast.analyst,
        "auditor": cast.auditor,
    }
    clients = {name: signed_in(user) for name, user in people.items()}
    growth = Growth.begun(cast)
    costs: dict[tuple[str, str], list[int]] = {}
    for more in (0, 2, 47):
        growth.by(more)
        for name in MEASURED:
            for person in READERS:
                if person in ROWS[name].get:
                    cost = statements_of(clients[person], growth.address(name, ROWS[name]))
                    costs.setdefault((name, person), []).append(cost)
    odd = [
        f"{name} as {person}: {seen} statements"
        for (name, person), seen in costs.items()
        if len(set(seen)) > 1
    ]
    odd += [
        f"{name} as {person}: {max(seen)} statements, {BUDGETS[name]} at most"
        for (name, person), seen in costs.items()
        if max(seen) > BUDGETS.get(name, 99)
    ]
    assert not odd, tell(odd)
    assert {name for name, _ in costs} == set(MEASURED)


def test_taking_a_call_with_three_concerns_and_an_answer_costs_at_most_40_statements(
    cast: Cast, signed_in: Any
) -> None:
    said = {
        "line": "F-STWRTGA",
        "caller": {"kind": "family", "name": "Ana Xol", "phone": "(404) 555-0123", "relationship": "Sister"},
        "detainee": {"a_number": "A000000778", "given_names": "Ixchel", "family_names": "Batz"},
        "language": "es",
        "started_at": "2026-03-04T15:20:00Z",
        "cases": [{"topic": topic, "summary": "No hot water."} for topic in ("CON", "TEL", "MED")],
        "answers": [{"topic": "CAS", "note": "Told how to look up the next hearing."}],
    }
    client = signed_in(cast.operator)
    client.get("/api/v1/topics/")
    with CaptureQueriesContext(connection) as queries:
        key = {"Idempotency-Key": str(uuid4())}
        answer = client.post("/api/v1/calls/", said, content_type="application/json", headers=key)
    assert answer.status_code == 201
    assert len(queries) <= SUBMIT_BUDGET
