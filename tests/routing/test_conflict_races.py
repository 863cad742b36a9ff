"""Shutting out and handing over at the same moment take turns: no order of the two leaves the case with the accused."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Exclusion
from facilities.models import Office
from helpline.refusals import Refused
from routing import desk
from routing.models import CaseCopy, Purpose, Shows
from routing.sharing import accused, copies
from tests.builders import a_case, item_of
from tests.cast import make_cast
from tests.routing.pages import fresh

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of these at the same time, each on a connection of its own; what became of each."""
    start, told = Barrier(len(deeds)), ["" for _ in deeds]

    def run(place: int) -> None:
        start.wait(timeout=60)
        try:
            deeds[place]()
            told[place] = "done"
        except (Refused, IntegrityError) as refusal:
            told[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return told


@pytest.mark.parametrize("turn", range(4))
def test_a_case_never_ends_with_an_office_that_was_named_while_it_moved_there(turn: int) -> None:
    cast = make_cast()
    mia, case = Office.objects.get(code="MIA"), a_case("RLG", by=cast.operator)
    item, seen = item_of(case), fresh(case)
    told = at_once(
        lambda: desk.transfer(item, mia, by=cast.hq, why="Theirs."),
        lambda: accused.name_accused(seen, office=mia, why="Its crew.", by=cast.hq),
    )
    assert "done" in told
    named = Exclusion.objects.filter(case=case, office=mia).exists()
    assert not (named and Case.objects.get(pk=case.pk).office_id == mia.pk)


@pytest.mark.parametrize("turn", range(2))
def test_the_tables_themselves_take_turns(turn: int) -> None:
    """Past every verb: a row that moves the case, a row that sends a copy and a row that shuts out."""
    cast = make_cast()
    mia, case = Office.objects.get(code="MIA"), a_case("RLG", by=cast.operator)
    decision = item_of(case).decision

    def shut_out() -> None:
        with transaction.atomic():
            Exclusion.objects.create(case=case, office=mia, why="Its crew.", made_by=cast.hq)

    def move() -> None:
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(office=mia)

    def copy() -> None:
        with transaction.atomic():
            CaseCopy.objects.create(
                case=case, office=mia, decision=decision, purpose=Purpose.KNOW, shows=Shows.ALL
            )

    at_once(shut_out, move, copy)
    if Exclusion.objects.filter(case=case).exists():
        assert Case.objects.get(pk=case.pk).office_id != mia.pk
        assert not CaseCopy.objects.lasting().filter(case=case, office=mia).exists()


def test_a_copy_is_answered_once_by_ten_at_once() -> None:
    cast = make_cast()
    case = a_case("RLG", by=cast.operator)
    mia = Office.objects.get(code="MIA")
    copy = copies.send_copy(item_of(case), mia, Purpose.ACT, Shows.FACTS_ONLY, "Look.", by=cast.hq)
    told = at_once(*[lambda: copies.note_copy(copy, "Looked.", by=cast.officer_mia)] * 10)
    assert sorted(told) == [*["Overtaken"] * 9, "done"]
    assert case.actions.count() == 1
