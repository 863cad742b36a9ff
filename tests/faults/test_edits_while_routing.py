"""Facilities change hands and people are moved while a worker routes: each decision keeps the facts it was made on."""

import threading
from collections.abc import Callable
from itertools import cycle

from django.db import connection
from django.utils import timezone

from cases import custody, intake
from cases.models import Case, Detainee
from facilities import moving
from facilities.models import Facility, Office
from helpline.audit.models import Entry
from routing.invariants import check
from routing.models import Decision
from routing.router import Offices
from tests.builders import KROME, STEWART, concern, submission
from tests.cast import Cast
from tests.faults.test_messages import send_hints
from tests.faults.test_rules_change_while_routing import is_reproduced
from tests.machinery import Machinery, until

ROUNDS = 40
TOPICS = ["CON", "TEL", "PRP"]
TOLD = intake.ToldDetainee(given_names="Ana", family_names="Prueba", a_number="A000000321")


def again_and_again(edit: Callable[[int], object], stop: threading.Event) -> threading.Thread:
    """A thread that edits until told to stop; `edit` is told which round it is."""

    def work() -> None:
        number = 0
        try:
            while not stop.wait(0.02):
                edit(number := number + 1)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_every_decision_is_reproduced_from_the_facts_it_keeps(machinery: Machinery, cast: Cast) -> None:
    stewart, krome = Facility.objects.get(key=STEWART), Facility.objects.get(key=KROME)
    offices = cycle(Office.objects.filter(code__in=["MIA", "ATL"]).order_by("-code"))
    intake.submit(submission(concern("CON"), told=TOLD), by=cast.operator)
    ana, today = Detainee.objects.get(), timezone.localdate()

    def move_facility(number: int) -> None:
        moving.move_facility(stewart, next(offices), moving.today_at(stewart), f"Order {number}", by=cast.hq)

    def move_person(number: int) -> None:
        custody.note_custody(ana, (krome, stewart)[number % 2], today, "The facility called.", by=cast.hq)

    machinery.start_worker()
    machinery.start_beat()
    stop = threading.Event()
    editors = [again_and_again(edit, stop) for edit in (move_facility, move_person)]
    try:
        for _ in range(ROUNDS):
            said = submission(*map(concern, TOPICS), told=TOLD)
            intake.submit(said, by=cast.operator)
            send_hints(machinery, 1)
            machinery.look_after()
        until(
            lambda: not Case.objects.filter(state="received").exists(),
            of="All are routed",
            then=machinery.look_after,
        )
    finally:
        stop.set()
        for editor in editors:
            editor.join()
    decisions = list(Decision.objects.select_related("ruleset", "office"))
    assert len(decisions) == 1 + ROUNDS * len(TOPICS)
    assert {decision.office.code for decision in decisions} == {"ATL", "MIA"}
    rows = Office.objects.all()
    book = Offices({o.code: o.name for o in rows}, frozenset(o.code for o in rows if o.kind == "field"))
    assert [decision.pk for decision in decisions if not is_reproduced(decision, book)] == []
    assert Entry.objects.filter(verb="moved").count() > 1
    assert Entry.objects.filter(verb="noted_custody").count() > 1
    assert check().violations == []
