"""The number says which phone was used, never who speaks; it is sealed, not looked up, and soon gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import intake, telephony
from cases.models import Call, CallerKind, PhoneCall
from helpline.audit.models import Entry
from tests.builders import submission
from tests.cast import Cast
from tests.telephony.phone import STEWART_LINE, send

pytestmark = pytest.mark.django_db
NUMBER = "+1 404 555 0117"


def a_phone_call(name: str = "x-1") -> PhoneCall:
    at = timezone.now()
    send("newCall", name, at - timedelta(seconds=9), line=STEWART_LINE, from_=NUMBER)
    send("answer", name, at, operator="operator")
    return PhoneCall.objects.get(telephony_id=name)


def test_two_detainees_on_one_phone_stay_two_people(cast: Cast) -> None:
    people = []
    for name, given in (("x-1", "Ixchel"), ("x-2", "Tomás")):
        phone = a_phone_call(name)
        said = intake.ToldDetainee(given_names=given, family_names="Batz")
        people.append(intake.submit(submission(key=phone.key, told=said), by=cast.operator).detainee)
    assert people[0] is not None
    assert people[1] is not None
    assert people[0].pk != people[1].pk


def test_the_number_is_sealed_and_in_no_journal(cast: Cast) -> None:
    phone = a_phone_call()
    assert phone.number == NUMBER
    assert b"0117" not in bytes(phone.number_sealed)
    assert [entry.details for entry in Entry.objects.filter(verb="rang")] == [{"line": STEWART_LINE}]


@pytest.mark.parametrize("kind", [CallerKind.ANONYMOUS, CallerKind.FAMILY])
def test_a_call_written_down_forgets_the_number_and_a_late_event_does_not_bring_it_back(
    cast: Cast, kind: CallerKind
) -> None:
    phone = a_phone_call()
    intake.submit(submission(key=phone.key, caller=intake.ToldCaller(kind=kind)), by=cast.operator)
    assert PhoneCall.objects.get().number == ""
    send("newCall", "x-1", timezone.now(), line=STEWART_LINE, from_=NUMBER)
    assert PhoneCall.objects.get().number == ""


def test_every_number_is_gone_after_a_day(cast: Cast) -> None:
    a_phone_call()
    assert telephony.forget_numbers(timezone.now() + timedelta(hours=23)) == 0
    assert telephony.forget_numbers(timezone.now() + timedelta(hours=25)) == 1
    assert PhoneCall.objects.get().number == ""


def test_a_number_told_days_late_is_not_kept() -> None:
    send("newCall", "x-1", timezone.now() - timedelta(days=2), line=STEWART_LINE, from_=NUMBER)
    assert PhoneCall.objects.get().number == ""


def test_the_record_has_the_reference_and_the_end_of_its_phone_call_in_either_order(cast: Cast) -> None:
    early, late = a_phone_call("x-1"), a_phone_call("x-2")
    over = timezone.now() + timedelta(seconds=30)
    send("hangup", "x-1", over, ended_by="caller")
    for phone in (early, late):
        intake.submit(submission(key=phone.key), by=cast.operator)
    send("hangup", "x-2", over, ended_by="caller")
    send("hangup", "x-2", over - timedelta(days=1), ended_by="caller")
    found = {call.submission_key: (call.reference, call.ended_at) for call in Call.objects.all()}
    assert found == {phone.key: (phone.reference, over) for phone in (early, late)}
    told_of = Entry.objects.filter(verb="ended", subject_kind="call").values_list("subject_ref", flat=True)
    assert list(told_of) == [late.reference]


def test_a_record_never_ends_before_it_began(cast: Cast) -> None:
    phone = a_phone_call()
    call = intake.submit(submission(key=phone.key), by=cast.operator)
    send("hangup", "x-1", call.started_at - timedelta(seconds=5))
    assert Call.objects.get().ended_at == call.started_at
