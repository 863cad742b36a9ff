"""Whoever types a protected person's A-number sees exactly what they would see for a number nobody has, then and later."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import intake, people
from cases.matching import Description, find
from cases.models import Call, Case, Detainee, Protection
from helpline.audit.models import Entry
from helpline.refusals import OutOfReach, Refused
from tests.api.conftest import Api, body
from tests.builders import a_call
from tests.cases.form_page import FormPage
from tests.cases.people import a_person
from tests.cast import Cast

HIDDEN, UNKNOWN = "A000000077", "A000000088"


@pytest.fixture
def hidden(cast: Cast) -> Detainee:
    person = a_person(by=cast.hq, a_number=HIDDEN, given_names="Zqhidden", family_names="Zqfile")
    people.protect(person, "An application is pending.", by=cast.hq)
    return Detainee.objects.get(pk=person.pk)


def settled(text: str, number: str) -> str:
    """A page without what differs between any two calls: numbers, keys, tokens, times."""
    shown = f"{number[:4]}-{number[4:7]}-{number[7:]}"
    text = text.replace(number, "NUMBER").replace(shown, "NUMBER")
    for pattern in (
        r"[0-9a-f]{8}-[0-9a-f-]{27}",
        r"C-\d{6}-[A-Z0-9]{4}",
        r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]\b",
        r'(?:name="csrfmiddlewaretoken" value|nonce)="[^"]+"',
        r"(?:(?:[A-Z][a-z-]+|\d)(?:, | · )){3,}(?:[A-Z][a-z-]+|\d)",  # the numbers spelled for dictation
        r'data-(?:idle|whole)="\d+"',
        r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)",
        r"\d{1,2}:\d\d(?::\d\d)?",
    ):
        text = re.sub(pattern, "~", text)
    return text


def the_whole_day(client: Any, taker: Any, number: str) -> list[str]:
    """Everything somebody can look at who types this number: search, intake, receipt, call, person, search again."""
    seen = []

    def look(address: str, **sent: str) -> None:
        answer = client.post(address, sent) if sent else client.get(address)
        seen.append(settled(f"{answer.status_code} {answer.content.decode()}", number))

    look("/detainees/search/", a_number=number)
    page = FormPage(client, "/calls/new/")
    page.write(caller_kind="detainee", a_number=number, given_names="Ana", family_names="Cruz")
    page.write(concerns_0_topic="CON", concerns_0_summary="Cold food.").press("find_detainee")
    seen.append(settled(page.html, number))
    with CaptureQueriesContext(
        connection,
    ) as statements:
        page.press()
    seen.append(f"{page.answer.status_code} {len(statements)} statements")
    call = Call.objects.latest("pk")
    look(f"/calls/{call.reference}/")
    look(f"/calls/{call.reference}/detainee/")
    assert call.detainee_id
    look(f"/detainees/{call.detainee_id}/")
    look("/detainees/search/", a_number=number)
    look("/detainees/search/", name="ana cruz")
    api = Api(taker)
    for answer in (
        api.post("detainees/search/", {"a_number": number}),
        api.get(f"calls/{call.reference}/"),
        api.get(f"detainees/{call.detainee_id}/"),
        api.call(body(detainee={"a_number": number, "name": "Ana Cruz"})),
    ):
        seen.append(settled(f"{answer.status_code} {answer.content.decode()}", number))
    second = Call.objects.latest("pk")
    seen.append(f"the same person again: {second.detainee_id == call.detainee_id}")
    return seen


def test_nothing_tells_it_from_a_number_nobody_has(cast: Cast, signed_in: Any, hidden: Detainee) -> None:
    told = {}
    for number in (UNKNOWN, HIDDEN):
        told[number] = the_whole_day(signed_in(cast.operator), cast.operator, number)
        # Each day is looked at by itself: what the first left must not be found in the second.
        Detainee.objects.exclude(pk=hidden.pk).update(search_name="", sounds=[])
        Call.objects.update(taken_by=cast.supervisor)
        Case.objects.update(opened_by=cast.supervisor)
    for mine, theirs in zip(told[UNKNOWN], told[HIDDEN], strict=True):
        assert mine == theirs
    assert "Zq" not in "".join(told[HIDDEN])


def test_headquarters_finds_the_call_on_the_protected_record(
    cast: Cast, signed_in: Any, hidden: Detainee
) -> None:
    told = intake.ToldDetainee(a_number=HIDDEN, given_names="Ana")
    call, again = a_call(by=cast.operator, told=told), a_call(by=cast.operator2, told=told)
    assert call.detainee == again.detainee
    assert call.detainee is not None
    assert (call.detainee.stands_in_for, call.detainee.protected) == (hidden, False)
    page = signed_in(cast.hq).get(f"/detainees/{hidden.pk}/").content.decode()
    assert call.reference in page
    assert again.reference in page
    assert str(hidden.pk) in signed_in(cast.hq).get(f"/detainees/{call.detainee_id}/").content.decode()
    assert (
        str(hidden.pk)
        not in signed_in(cast.supervisor).get(f"/detainees/{call.detainee_id}/").content.decode()
    )
    assert find(Description(a_number=HIDDEN), by=cast.hq)[0] == hidden
    assert find(Description(a_number=HIDDEN), by=cast.supervisor) == [call.detainee]


def test_lifting_brings_the_calls_together_and_protecting_again_parts_them(
    cast: Cast, hidden: Detainee
) -> None:
    told = intake.ToldDetainee(a_number=HIDDEN, given_names="Ana")
    call = a_call(by=cast.operator, told=told)
    people.lift_protection(hidden, "The application was decided.", by=cast.hq)
    call.refresh_from_db()
    assert call.detainee == hidden
    assert find(Description(a_number=HIDDEN), by=cast.operator) == [hidden]
    people.protect(hidden, "An appeal is pending.", by=cast.hq)
    call.refresh_from_db()
    assert call.detainee is not None
    assert call.detainee.stands_in_for == hidden
    assert find(Description(a_number=HIDDEN), by=cast.operator) == [call.detainee]
    assert a_call(by=cast.operator, told=told).detainee == call.detainee


def test_protecting_is_headquarters_work_with_a_reason(cast: Cast, signed_in: Any) -> None:
    person = a_person(by=cast.hq)
    with pytest.raises(OutOfReach):
        people.protect(person, "Because.", by=cast.supervisor)
    with pytest.raises(Refused, match="Say why"):
        people.protect(person, " ", by=cast.hq)
    client, address = signed_in(cast.hq), f"/detainees/{person.pk}/protection/"
    assert client.post(address, {"why": "An application is pending."}).status_code == 302
    assert client.post(address, {"why": "Again."}).status_code == 409
    assert client.post(address, {"why": "It was decided.", "lift": "1"}).status_code == 302
    row = Protection.objects.get()
    assert (row.why, row.by, row.lifted_why, row.lifted_by) == (
        "An application is pending.",
        cast.hq,
        "It was decided.",
        cast.hq,
    )
    verbs = Entry.objects.filter(subject_kind="detainee").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["protected", "lifted_protection"]


def test_a_link_the_taker_may_not_know_of_gives_way(cast: Cast, hidden: Detainee) -> None:
    """A call taken before its person was protected looks like one without a record, also to the verbs."""
    call = a_call(by=cast.operator)
    people.link(call, hidden, by=cast.hq)
    with pytest.raises(Refused, match="No person on record"):
        people.unlink(call, "Not her.", by=cast.operator)
    other = a_person(by=cast.hq, given_names="Eva")
    people.link(call, other, by=cast.operator)
    call.refresh_from_db()
    assert call.detainee == other
