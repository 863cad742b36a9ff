"""The page of a case tells its story: what, when it is due and why, why it is here, what was done."""

from typing import Any

import pytest
from django.test import Client

from cases.intake import ToldCaller, ToldDetainee
from cases.models import ActionKind, CallerKind, Case, Detainee
from helpline.audit import journal
from helpline.audit.models import Access
from routing import desk
from tests.builders import a_case, item_of
from tests.cast import Cast
from tests.routing.pages import claimed, page_of

PERSON = ToldDetainee(a_number="A000000123", given_names="Ana Lucía", family_names="Pérez")
SISTER = ToldCaller(kind=CallerKind.FAMILY, name="Canary Sister", phone="555-0123", relationship="sister")


def text_of(client: Client, case: Case) -> str:
    """The page as text on one line."""
    return " ".join(page_of(client, case).content.decode().split())


def test_it_says_why_it_is_here_and_by_which_rule(cast: Cast, signed_in: Any) -> None:
    text = text_of(signed_in(cast.officer_atl), a_case("CON", by=cast.operator))
    assert "A concern at a facility goes to the field office that answers for the facility" in text
    assert "Stewart Detention Center belonged to Atlanta" in text
    assert "Rule “field-office”, version 1." in text


def test_it_says_how_the_due_time_is_counted(cast: Cast, signed_in: Any) -> None:
    text = text_of(signed_in(cast.officer_ihsc), a_case("MED", by=cast.operator))
    assert "Medical care (MED) is to be resolved within 24 hours." in text
    assert "The clock runs day and night." in text
    assert "This is a service target, not law." in text


def test_the_timeline_has_the_words_people_wrote(cast: Cast, signed_in: Any) -> None:
    case = claimed(a_case("CON", by=cast.operator), by=cast.officer_atl)
    desk.act(item_of(case), ActionKind.CONTACTED_FACILITY, "Called the shift <office>.", by=cast.officer_atl)
    text = text_of(signed_in(cast.lead_atl), case)
    assert "officer.atl recorded a step: spoke with the facility." in text
    assert "Called the shift &lt;office&gt;." in text
    assert "Called the shift" not in text_of(signed_in(cast.operator), case)


def test_the_person_is_named_to_who_works_on_the_case(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator, told=PERSON)
    text = text_of(signed_in(cast.officer_atl), case)
    assert "Ana Lucía Pérez" in text
    assert "A000-000-123" in text


def test_a_protected_person_is_not_named_to_a_call_taker(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator, told=PERSON)
    Detainee.objects.filter(cases=case).update(protected=True)
    assert "Pérez" not in text_of(signed_in(cast.operator), case)
    assert page_of(signed_in(cast.supervisor), case).status_code == 404


def test_the_caller_is_named_unless_the_identity_is_withheld(cast: Cast, signed_in: Any) -> None:
    open_name = a_case("CON", by=cast.operator, caller=SISTER)
    withheld = a_case("CON", by=cast.operator, caller=SISTER, identity_withheld=True)
    officer = signed_in(cast.officer_atl)
    assert "Canary Sister" in text_of(officer, open_name)
    assert "555-0123" in text_of(officer, open_name)
    assert "Canary" not in text_of(officer, withheld)
    assert "555-0123" not in text_of(officer, withheld)
    assert "Canary Sister" in text_of(signed_in(cast.hq), withheld)


def test_the_reading_is_written_down_for_case_person_and_caller(cast: Cast, signed_in: Any) -> None:
    case = a_case("CON", by=cast.operator, told=PERSON, caller=SISTER)
    page_of(signed_in(cast.officer_atl), case)
    read = Access.objects.filter(by=cast.officer_atl, where="case")
    assert sorted(read.values_list("subject_kind", flat=True)) == ["calleridentity", "case", "detainee"]


def test_what_cannot_be_written_down_is_not_shown(
    cast: Cast, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError

    case = a_case("CON", by=cast.operator, summary="Canary in unit B.")

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(journal, "looked_many", broken)
    client = signed_in(cast.officer_atl)
    client.raise_request_exception = False
    page = page_of(client, case)
    assert page.status_code >= 500
    assert "Canary" not in page.content.decode()
