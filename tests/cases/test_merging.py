"""Two records of one person are merged and taken back: exactly what moved goes back, what came later stays."""

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from cases import intake, merging, people
from cases.matching import Description, find
from cases.models import Call, Case, Detainee, DetaineeMerge
from helpline.accounts.models import User
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Overtaken, Refused
from tests.builders import a_call, submission
from tests.cases.people import a_person
from tests.cast import Cast

TOLD = intake.ToldDetainee(a_number="A000000043")
WHY = "Same birth date, same family, said so."


@pytest.fixture
def kept(cast: Cast) -> Detainee:
    return a_person(by=cast.hq, a_number="A000000042")


@pytest.fixture
def twin(cast: Cast) -> Detainee:
    return a_person(by=cast.hq, a_number="A000000043", family_names="Crus")


def holders(*calls: Call) -> list[Detainee | None]:
    """Whom these calls and their cases are about; one entry a call where both agree."""
    found = []
    for call in calls:
        persons = {
            Call.objects.get(pk=call.pk).detainee,
            *(case.detainee for case in Case.objects.filter(call=call)),
        }
        assert len(persons) == 1
        found.append(persons.pop())
    return found


def test_calls_and_cases_move_and_the_merged_is_found_as_the_kept(
    cast: Cast, kept: Detainee, twin: Detainee
) -> None:
    call = a_call(by=cast.operator, found=twin)
    merging.merge(kept, twin, WHY, by=cast.supervisor)
    assert holders(call) == [kept]
    assert Case.objects.get(call=call).version == 2
    assert find(Description(names="ana crus"), by=cast.operator) == [kept]
    assert find(Description(a_number="A000000043"), by=cast.operator) == [kept]
    assert a_call(by=cast.operator, told=intake.ToldDetainee(a_number="A000000043")).detainee == kept
    assert {e.verb for e in Entry.objects.filter(subject_kind="detainee")} == {"merged", "took_in"}


def test_taking_back_moves_back_what_is_still_there_and_nothing_else(
    cast: Cast, kept: Detainee, twin: Detainee
) -> None:
    moved, left_since = a_call(by=cast.operator, found=twin), a_call(by=cast.operator, found=twin)
    own = a_call(by=cast.operator, found=kept)
    done = merging.merge(kept, twin, WHY, by=cast.supervisor)
    later = a_call(by=cast.operator, found=twin)
    people.unlink(left_since, "Somebody else.", by=cast.operator)
    merging.undo_merge(done, by=cast.supervisor)
    assert holders(moved, own, later, left_since) == [twin, kept, kept, None]
    assert find(Description(a_number="A000000043"), by=cast.operator) == [twin]
    with pytest.raises(Overtaken):
        merging.undo_merge(done, by=cast.supervisor)


def test_what_is_refused(cast: Cast, kept: Detainee, twin: Detainee) -> None:
    third = a_person(by=cast.hq, given_names="Eva")
    with pytest.raises(Refused, match="one record already"):
        merging.merge(kept, kept, WHY, by=cast.hq)
    with pytest.raises(Refused, match="Say how"):
        merging.merge(kept, twin, " ", by=cast.hq)
    for user in (cast.operator, cast.officer_atl, cast.auditor):
        with pytest.raises(OutOfReach):
            merging.merge(kept, twin, WHY, by=user)
    first = merging.merge(kept, twin, WHY, by=cast.hq)
    for pair in ((twin, third), (third, twin), (twin, kept)):
        with pytest.raises(Overtaken):
            merging.merge(*pair, WHY, by=cast.hq)
    merging.merge(third, kept, WHY, by=cast.hq)
    assert find(Description(a_number="A000000043"), by=cast.operator) == [third]
    with pytest.raises(Refused, match="Take that merge back first"):
        merging.undo_merge(first, by=cast.hq)


def test_a_protected_record_is_merged_by_headquarters_and_never_uncovered(
    cast: Cast, kept: Detainee, twin: Detainee
) -> None:
    people.protect(kept, "An application is pending.", by=cast.hq)
    with pytest.raises(OutOfReach):
        merging.merge(kept, twin, WHY, by=cast.supervisor)
    with pytest.raises(Refused, match="Keep the protected one"):
        merging.merge(twin, Detainee.objects.get(pk=kept.pk), WHY, by=cast.hq)
    merging.merge(kept, twin, WHY, by=cast.hq)
    assert find(Description(a_number="A000000043"), by=cast.operator) == []
    again = a_call(by=cast.operator, told=intake.ToldDetainee(a_number="A000000043", given_names="Ana"))
    assert again.detainee is not None
    assert again.detainee.stands_in_for == twin


def test_the_page_shows_both_merges_and_takes_back(
    cast: Cast, signed_in: Any, kept: Detainee, twin: Detainee
) -> None:
    call = a_call(by=cast.operator, found=twin)
    client, page = signed_in(cast.supervisor), f"/detainees/{kept.pk}/merge/"
    assert page in client.get(f"/detainees/{kept.pk}/").content.decode()
    assert str(twin.pk) in client.post(page, {"find": "1", "name": "Ana Crus"}).content.decode()
    side_by_side = client.post(page, {"compare": "1", "detainee": str(twin.pk)}).content.decode()
    assert "Differs" in side_by_side
    assert "1 call, 1 case" in side_by_side
    silent = client.post(page, {"merge": "1", "detainee": str(twin.pk), "keep": "this"})
    assert (silent.status_code, merging.SAY_WHY in silent.content.decode()) == (409, True)
    done = client.post(
        page, {"merge": "1", "detainee": str(twin.pk), "keep": "this", "why": WHY}, follow=True
    )
    assert "Take back" in done.content.decode()
    assert client.get(f"/detainees/{twin.pk}/").headers["Location"] == f"/detainees/{kept.pk}/"
    number = DetaineeMerge.objects.get().pk
    assert client.post(f"{page}reversal/", {"merge": str(number)}).status_code == 302
    assert holders(call) == [twin]


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_make_one_and_no_circle(cast: Cast, kept: Detainee, twin: Detainee) -> None:
    start, told = threading.Barrier(2), []

    def run(first: Detainee, second: Detainee) -> None:
        start.wait()
        try:
            merging.merge(first, second, WHY, by=cast.hq)
            told.append("merged")
        except Overtaken:
            told.append("overtaken")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in ((kept, twin), (twin, kept))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["merged", "overtaken"]
    assert Detainee.objects.filter(merged_into__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_call_that_waits_for_a_merge_is_about_the_record_that_was_kept(
    cast: Cast, kept: Detainee, twin: Detainee
) -> None:
    found, by_number = submission(found=twin), submission(told=TOLD)
    threads = [threading.Thread(target=write, args=[said, cast.operator]) for said in (found, by_number)]
    with transaction.atomic():
        merging.merge(kept, twin, WHY, by=cast.hq)
        for thread in threads:
            thread.start()
        wait_for_blocked(2)
    for thread in threads:
        thread.join()
    assert holders(*Call.objects.all()) == [kept, kept]


@pytest.mark.django_db(transaction=True)
def test_a_link_taken_off_while_its_person_is_merged_waits_and_ends_in_no_circle(
    cast: Cast, kept: Detainee, twin: Detainee
) -> None:
    call = a_call(by=cast.supervisor, found=twin)
    off = threading.Thread(target=take_off, args=[call, cast.supervisor])
    with transaction.atomic():
        merging._held([kept.pk, twin.pk], cast.hq)
        off.start()
        off.join(5)
        assert not off.is_alive()
        merging.merge(kept, twin, WHY, by=cast.hq)
    assert holders(call) == [None]


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_merge_holds_no_record_meanwhile(cast: Cast, kept: Detainee, twin: Detainee) -> None:
    merging.merge(kept, twin, WHY, by=cast.hq)
    call = a_call(by=cast.operator)
    waiting = [
        threading.Thread(target=write, args=[submission(found=twin), cast.operator]),
        threading.Thread(target=put_on, args=[call, twin, cast.operator]),
    ]
    with transaction.atomic():
        merging._held([kept.pk, a_person(by=cast.hq, family_names="Third").pk], cast.hq)
        for thread in waiting:
            thread.start()
        wait_for_blocked(2)
        Detainee.objects.select_for_update(nowait=True).get(pk=twin.pk)  # raises where somebody holds it
    for thread in waiting:
        thread.join()
    assert set(holders(*Call.objects.filter(detainee=kept))) == {kept}
    assert Call.objects.filter(detainee=kept).count() == 2


def put_on(call: Call, person: Detainee, by: User) -> None:
    people.link(call, person, by=by)
    connection.close()


def write(said: intake.Submission, by: User) -> None:
    intake.submit(said, by=by)
    connection.close()


def take_off(call: Call, by: User) -> None:
    people.unlink(call, "Another person.", by=by)
    connection.close()


def wait_for_blocked(many: int) -> None:
    """Until so many sessions of this database wait for a lock."""
    until = time.monotonic() + 5
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked)
            if cursor.fetchone() == (many,):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
