"""A call becomes rows: cases, answers, people, journal; all of them or none."""

from collections.abc import Callable
from typing import Any

import pytest

from cases import intake
from cases.models import Answer, Call, CallEnding, CallerIdentity, CallerKind, Case, Detainee, Topic
from helpline.audit.models import Entry
from helpline.refusals import Refused
from routing.models import RouteRequest
from tests.builders import STEWART, a_call, concern, submission
from tests.cases.people import a_person
from tests.cast import Cast

TOLD = intake.ToldDetainee(a_number="A000000007", given_names="José Ángel", family_names="Muñoz Pérez")


def test_every_concern_is_a_case_that_asks_for_its_route(cast: Cast) -> None:
    call = a_call(concern("MED"), concern("TEL"), by=cast.operator)
    assert {(c.topic_id, c.state, c.facility.key) for c in call.cases.all()} == {  # type: ignore[union-attr]
        ("MED", "received", STEWART),
        ("TEL", "received", STEWART),
    }
    assert RouteRequest.objects.pending().count() == 2


def test_the_journal_tells_what_was_done_without_personal_data(cast: Cast) -> None:
    a_call(concern("MED", "Summary with a secret"), by=cast.operator, told=TOLD)
    entries = list(Entry.objects.filter(by=cast.operator).order_by("id").values_list("verb", "by__username"))
    assert entries == [("took", "operator"), ("opened", "operator")]
    kept = str(list(Entry.objects.values()))
    assert "secret" not in kept
    assert "Muñoz" not in kept
    assert "000000007" not in kept


def test_an_answer_is_counted_and_opens_no_case(cast: Cast) -> None:
    cas = Topic.objects.get(code="CAS")
    call = intake.submit(
        intake.Submission(
            key=submission().key,
            caller=intake.ToldCaller(kind=CallerKind.PUBLIC),
            started_at=submission().started_at,
            questions=[intake.Question(cas, "Read out the hearing line's number.")],
        ),
        by=cast.operator,
    )
    assert list(Answer.objects.values_list("call_id", "topic_id")) == [(call.pk, "CAS")]
    assert not Case.objects.exists()


def test_a_call_can_end_without_a_concern(cast: Cast) -> None:
    said = intake.Submission(
        key=submission().key,
        caller=intake.ToldCaller(kind=CallerKind.ANONYMOUS),
        started_at=submission().started_at,
        ending=CallEnding.SILENT,
    )
    assert intake.submit(said, by=cast.operator).ending == "silent"


@pytest.mark.parametrize("broken", ["nothing said", "ending with a concern", "an ending as topic"])
def test_a_call_about_nothing_or_about_two_things_is_refused(cast: Cast, broken: str) -> None:
    makers: dict[str, Callable[[], intake.Submission]] = {
        "nothing said": lambda: intake.Submission(
            key=submission().key,
            caller=intake.ToldCaller(kind=CallerKind.PUBLIC),
            started_at=submission().started_at,
        ),
        "ending with a concern": lambda: submission(ending=CallEnding.WRONG_NUMBER),
        "an ending as topic": lambda: submission(concern("HUP")),
    }
    with pytest.raises(Refused):
        intake.submit(makers[broken](), by=cast.operator)
    assert not Call.objects.exists()


def test_urgency_can_be_raised_and_never_lowered(cast: Cast) -> None:
    call = a_call(concern("CON", urgency="P1"), concern("MED", urgency="P4"), by=cast.operator)
    assert list(call.cases.order_by("topic_id").values_list("topic_id", "urgency")) == [
        ("CON", "P1"),
        ("MED", "P1"),
    ]


@pytest.mark.parametrize(
    ("topic", "said", "withheld"),
    [
        ("CON", {}, False),
        ("FOR", {}, True),
        ("SAA", {}, True),
        ("CON", {"accuses_staff": True}, True),
        ("FOR", {"identity_withheld": False}, False),
    ],
)
def test_identity_is_withheld_by_default_where_it_is_dangerous(
    cast: Cast, topic: str, said: dict[str, Any], withheld: bool
) -> None:
    call = a_call(concern(topic, **said), by=cast.operator)
    assert call.cases.get().identity_withheld is withheld


def test_the_person_with_this_a_number_is_found_again(cast: Cast) -> None:
    first, second = (a_call(by=cast.operator, told=TOLD) for _ in range(2))
    assert first.detainee_id == second.detainee_id
    assert Detainee.objects.get().shown_a_number == "A000-000-007"


def test_what_was_told_is_kept_also_when_the_record_is_another_one(cast: Cast) -> None:
    a_call(by=cast.operator, told=TOLD)
    call = a_call(by=cast.operator, told=intake.ToldDetainee(a_number="A000000007", given_names="Joe"))
    assert call.told == {"a_number": "A000000007", "given_names": "Joe"}


def test_a_record_chosen_and_the_a_number_of_somebody_else_are_refused(cast: Cast) -> None:
    person = a_person(by=cast.hq, a_number="A000000042")
    with pytest.raises(Refused) as refusal:
        a_call(by=cast.operator, found=person, told=TOLD)
    assert str(refusal.value) == intake.ANOTHER_PERSON
    assert "42" not in str(refusal.value)
    assert (Call.objects.exists(), Detainee.objects.count()) == (False, 1)


@pytest.mark.parametrize(
    ("on_record", "told"), [("A000000007", "A000000007"), ("", "A000000007"), ("A000000007", "")]
)
def test_a_record_chosen_wins_where_only_one_a_number_is_known(cast: Cast, on_record: str, told: str) -> None:
    person = a_person(by=cast.hq, a_number=on_record)
    call = a_call(by=cast.operator, found=person, told=intake.ToldDetainee(a_number=told))
    assert call.detainee == person


def test_nothing_is_kept_of_an_anonymous_caller(cast: Cast) -> None:
    caller = intake.ToldCaller(kind=CallerKind.ANONYMOUS, name="Should not", phone="(404) 555-0100")
    a_call(by=cast.operator, caller=caller)
    assert not CallerIdentity.objects.exists()


def test_identifiers_are_sealed_in_the_tables(cast: Cast) -> None:
    caller = intake.ToldCaller(kind=CallerKind.FAMILY, name="Rosa Muñoz", phone="(404) 555-0100")
    call = a_call(by=cast.operator, caller=caller, told=TOLD)
    identity = CallerIdentity.objects.get(call=call)
    assert (identity.name, identity.phone) == ("Rosa Muñoz", "(404) 555-0100")
    stored = b"".join(
        bytes(value)
        for value in (
            identity.name_sealed,
            identity.phone_sealed,
            Detainee.objects.get().a_number_sealed,
            call.detainee_told_sealed,
        )
    )
    for plain in (b"Rosa", b"555-0100", b"000000007"):
        assert plain not in stored
