"""A later call adds to its case: it is counted, nothing is lost, and nobody learns of a case who may not."""

import dataclasses
import threading
from typing import Any

import pytest
from django.db import connection

from cases import intake, repeats
from cases.models import Call, Case, Certification, Detainee, Disposition, RepeatCall, Topic
from helpline.audit.models import Entry
from helpline.refusals import Refused
from routing import desk, dispatch
from tests.builders import KROME, a_call, a_case, concern, item_of, submission, violations
from tests.cast import Cast

TOLD = intake.ToldDetainee(a_number="A000000042", given_names="Ixchel", family_names="Batz")


@pytest.fixture
def case(cast: Cast) -> Case:
    """Phones, about Ixchel, with Atlanta."""
    return a_case("TEL", by=cast.operator, told=TOLD)


def again(case: Case, summary: str = "Phones are still dead.", **said: Any) -> intake.Concern:
    return concern(case.topic_id, summary, repeats=case, **said)


def test_a_repeat_call_adds_to_its_case_and_opens_none(cast: Cast, case: Case) -> None:
    call = a_call(again(case, vulnerabilities=("elderly",)), by=cast.operator2, found=case.detainee)
    after = Case.objects.get()
    assert (after.calls_heard, after.version, after.urgency) == (2, case.version + 1, case.urgency)
    assert after.vulnerabilities == ["elderly"]
    assert (RepeatCall.objects.get().call, RepeatCall.objects.get().note) == (call, "Phones are still dead.")
    entry = Entry.objects.get(verb="called_again")
    assert (entry.subject_ref, entry.by) == (case.number, cast.operator2)
    assert violations() == []


def test_a_more_urgent_repeat_raises_the_urgency_and_nothing_lowers_it(cast: Cast, case: Case) -> None:
    a_call(again(case, urgency="P1"), by=cast.operator2, found=case.detainee)
    a_call(again(case), by=cast.operator2, found=case.detainee)
    assert (Case.objects.get().urgency, Case.objects.get().calls_heard) == ("P1", 3)


def test_the_same_submission_twice_counts_once(cast: Cast, case: Case) -> None:
    said = submission(again(case), found=case.detainee)
    intake.submit(said, by=cast.operator2)
    assert intake.submit(said, by=cast.operator2).sent_before
    assert (Case.objects.get().calls_heard, RepeatCall.objects.count()) == (2, 1)


def test_a_closed_case_takes_no_more_calls_and_nothing_is_saved(cast: Cast, case: Case) -> None:
    desk.claim(item_of(case), by=cast.officer_atl)
    desk.close(item_of(case), Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)
    with pytest.raises(Refused, match="closed a moment ago"):
        a_call(again(case), by=cast.operator2, found=case.detainee)
    assert (Call.objects.count(), RepeatCall.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"topic": "CON"}, True),
        ({}, False),
        ({"accuses_staff": True}, True),
    ],
    ids=["another topic", "another person", "accusing staff, to a case that does not"],
)
def test_it_adds_to_no_other_case(cast: Cast, case: Case, other: dict[str, Any], found: bool) -> None:
    said = dataclasses.replace(concern(other.pop("topic", "TEL"), **other), repeats=case)
    with pytest.raises(Refused):
        a_call(said, by=cast.operator2, found=case.detainee if found else None)


def test_two_concerns_of_a_call_do_not_add_to_the_same_case(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="same case"):
        a_call(again(case), again(case), by=cast.operator2, found=case.detainee)


# -- who may know ----------------------------------------------------------------------------------


def uncertified(cast: Cast) -> None:
    Certification.objects.filter(operator=cast.operator2).delete()


def known(cast: Cast, who: str, person: Detainee | None) -> set[str]:
    assert person is not None
    return {case.topic_id for case in repeats.open_cases_of(person, by=getattr(cast, who))}


def test_restricted_and_accusing_cases_are_known_to_the_certified_only(cast: Cast, case: Case) -> None:
    uncertified(cast)
    a_call(
        concern("SUI"),
        concern("FOR"),
        concern("CON", accuses_staff=True),
        by=cast.operator,
        found=case.detainee,
    )
    everything = {"TEL", "SUI", "FOR", "CON"}
    assert known(cast, "supervisor", case.detainee) == everything
    assert known(cast, "operator", case.detainee) == everything  # who took them
    assert known(cast, "operator2", case.detainee) == {"TEL"}
    topic = Topic.objects.get(code="SUI")
    Certification.objects.create(operator=cast.operator2, topic=topic, expires_at="2099-01-01T00:00:00Z")
    assert known(cast, "operator2", case.detainee) == {"TEL", "SUI"}
    for who in ("officer_atl", "lead_atl", "hq", "analyst", "auditor"):
        assert known(cast, who, case.detainee) == set()


def test_a_protected_persons_cases_are_known_to_nobody_on_the_line(cast: Cast, case: Case) -> None:
    Detainee.objects.update(protected=True)
    for who in ("operator", "operator2", "supervisor"):
        assert known(cast, who, case.detainee) == set()


def test_reports_from_here_are_counted_and_only_those_about_nobody_are_listed(cast: Cast, case: Case) -> None:
    a_case("TEL", by=cast.operator)
    a_case("TEL", by=cast.operator, facility=KROME)
    a_case("TEL", by=cast.operator, accuses_staff=True)
    uncertified(cast)
    assert case.facility is not None
    found = repeats.similar(case.facility, [case.topic], by=cast.operator2, now=case.opened_at)["TEL"]
    assert (found.count, found.place, [c.detainee_id for c in found.cases]) == (2, "3rd", [None])


# -- races -----------------------------------------------------------------------------------------


def at_once(*deeds: Any) -> list[str]:
    """Do all of it in threads of their own; what each said no with."""
    said: list[str] = []
    start = threading.Barrier(len(deeds))

    def run(deed: Any) -> None:
        start.wait()
        try:
            deed()
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_eight_repeats_at_once_are_all_counted(transactional_db: None, cast: Cast) -> None:
    case = a_case("TEL", by=cast.operator, told=TOLD)

    def call() -> None:
        a_call(again(case), by=cast.operator2, found=case.detainee)

    assert at_once(*[call] * 8) == []
    assert (Case.objects.get().calls_heard, RepeatCall.objects.count()) == (9, 8)


def test_a_repeat_against_a_closure_ends_one_way_or_the_other(transactional_db: None, cast: Cast) -> None:
    for _ in range(4):
        case = a_case("TEL", by=cast.operator, told=TOLD)
        desk.claim(item_of(case), by=cast.officer_atl)
        item = item_of(case)

        def call(case: Case = case) -> None:
            a_call(again(case), by=cast.operator2, found=case.detainee)

        def close(item: Any = item) -> None:
            desk.close(item, Disposition.RESOLVED, "Repaired.", by=cast.officer_atl)

        said = at_once(call, close)
        after = Case.objects.get(pk=case.pk)
        added = RepeatCall.objects.filter(case=case).count()
        assert len(said) == 1
        assert (after.state == "closed", added, after.calls_heard) in {(True, 0, 1), (False, 1, 2)}
    dispatch.drain()
    assert violations() == []
