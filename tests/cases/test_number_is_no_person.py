"""The number of a phone is never taken for a person: two people calling from one phone are two people."""

from typing import Any

import pytest

from cases import matching
from cases.matching import Description
from cases.models import Call, CallerIdentity, CallerKind, Detainee
from cases.submission import ToldCaller, ToldDetainee
from tests.builders import a_call
from tests.cases.form_page import FormPage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PHONE = "(404) 555-0101"
IXCHEL = ToldDetainee(given_names="Ixchel", family_names="Batz")
MATEO = ToldDetainee(given_names="Mateo", family_names="Batz")


def test_two_detainees_on_one_number_are_two_people_for_the_verb(cast: Cast) -> None:
    caller = ToldCaller(CallerKind.DETAINEE, phone=PHONE)
    one = a_call(by=cast.operator, caller=caller, told=IXCHEL)
    other = a_call(by=cast.operator, caller=caller, told=MATEO)
    assert one.detainee != other.detainee
    assert Detainee.objects.count() == 2
    first, second = CallerIdentity.objects.all()
    assert (first.phone, second.phone) == (PHONE, PHONE)
    assert bytes(first.phone_sealed) != bytes(second.phone_sealed)


def test_two_detainees_on_one_number_are_two_people_for_the_page(cast: Cast, signed_in: Any) -> None:
    for given in ("Ixchel", "Mateo"):
        page = FormPage(signed_in(cast.operator), "/calls/new/")
        page.write(caller_phone=PHONE, given_names=given, family_names="Batz")
        page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.").press()
        assert page.answer.status_code == 303
    assert {call.detainee and call.detainee.given_names for call in Call.objects.all()} == {"Ixchel", "Mateo"}


def test_a_number_finds_nobody(cast: Cast) -> None:
    a_call(by=cast.operator, caller=ToldCaller(CallerKind.DETAINEE, phone=PHONE), told=IXCHEL)
    for words in (PHONE, "4045550101", "555-0101"):
        assert list(matching.find(Description(names=words), by=cast.supervisor)) == []
