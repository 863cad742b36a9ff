"""A call is linked to a person later, or taken off one: its cases follow, cases of other calls never do."""

from typing import Any

import pytest

from cases import intake, people
from cases.models import Call, Case, Detainee, LinkChange
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Refused
from tests.builders import a_call, concern
from tests.cases.people import a_person
from tests.cast import Cast

TOLD = intake.ToldDetainee(given_names="Luis", family_names="Vega")


@pytest.fixture
def ana(cast: Cast) -> Detainee:
    return a_person(by=cast.hq, a_number="A000000042")


def test_the_cases_of_the_call_follow_and_no_others(cast: Cast, ana: Detainee) -> None:
    call = a_call(concern(), concern("MED"), by=cast.operator)
    other = a_call(by=cast.operator)
    people.link(call, ana, by=cast.operator)
    cases = Case.objects.filter(call=call)
    assert {(case.detainee, case.version) for case in cases} == {(ana, 2)}
    assert Case.objects.get(call=other).detainee is None
    assert Call.objects.get(pk=call.pk).detainee == ana
    assert Entry.objects.filter(verb="relinked", subject_kind="case").count() == 2
    assert Entry.objects.filter(verb="linked", subject_ref=call.reference, by=cast.operator).count() == 1


def test_taken_off_with_a_reason_what_was_told_stays(cast: Cast) -> None:
    call = a_call(by=cast.supervisor, told=TOLD)
    person = Detainee.objects.get()
    people.unlink(call, "Another Luis.", by=cast.supervisor)
    call.refresh_from_db()
    assert (call.detainee, call.told["given_names"], Case.objects.get().detainee) == (None, "Luis", None)
    change = LinkChange.objects.get()
    assert (change.was, change.became, change.why) == (person, None, "Another Luis.")


def test_a_linked_call_is_taken_off_before_it_is_linked_anew(cast: Cast, ana: Detainee) -> None:
    call = a_call(by=cast.operator, told=TOLD)
    with pytest.raises(Refused, match="somebody else"):
        people.link(call, ana, by=cast.operator)
    people.unlink(call, "Said the wrong name.", by=cast.operator)
    with pytest.raises(Refused, match="No person on record"):
        people.unlink(call, "Again.", by=cast.operator)
    people.link(call, ana, by=cast.operator)
    with pytest.raises(Refused, match="already"):
        people.link(call, ana, by=cast.operator)


def test_only_who_took_it_supervisors_and_headquarters_link(cast: Cast, ana: Detainee) -> None:
    call = a_call(by=cast.operator)
    for user in (cast.operator2, cast.officer_atl, cast.analyst):
        with pytest.raises(OutOfReach):
            people.link(call, ana, by=user)
    Detainee.objects.filter(pk=ana.pk).update(protected=True)
    with pytest.raises(OutOfReach):
        people.link(call, ana, by=cast.operator)
    people.link(call, ana, by=cast.hq)


def test_the_page_finds_and_links_and_takes_off(cast: Cast, signed_in: Any, ana: Detainee) -> None:
    call = a_call(by=cast.operator)
    client, page = signed_in(cast.operator), f"/calls/{call.reference}/detainee/"
    assert page in client.get(f"/calls/{call.reference}/").content.decode()
    found = client.post(page, {"find": "1", "name": "anna cruz"}).content.decode()
    assert f'value="{ana.pk}"' in found
    nobody = client.post(page, {"link": "1"})
    assert (nobody.status_code, "Choose one of the people found." in nobody.content.decode()) == (409, True)
    assert client.post(page, {"link": "1", "detainee": str(ana.pk)}).status_code == 302
    assert Case.objects.get(call=call).detainee == ana
    silent = client.post(page, {"unlink": "1", "why": " "})
    assert (silent.status_code, "Say why this is not the person." in silent.content.decode()) == (409, True)
    assert client.post(page, {"unlink": "1", "why": "Another Ana."}).status_code == 302
    assert Case.objects.get(call=call).detainee is None
