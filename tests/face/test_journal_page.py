"""The journal page shows what was done, never what a case says."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from helpline.audit import journal
from helpline.audit.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def entries(cast: Cast, count: int) -> None:
    """Some entries about people, the oldest first."""
    for number in range(count):
        journal.record("posted", cast.operator, by=cast.hq, office=f"O{number:03d}")


def shown(client: Client, address: str = "/journal/") -> list[str]:
    """The details of the lines on the page, in order."""
    page = client.get(address)
    assert page.status_code == 200
    return [line.details for _, lines in page.context["days"] for line in lines]


def test_the_newest_stands_first_and_says_who_did_what(cast: Cast, signed_in: Any) -> None:
    entries(cast, 2)
    client = signed_in(cast.auditor)
    assert shown(client)[:2] == ["office O001", "office O000"]
    page = client.get("/journal/").content.decode()
    assert "<td>hq</td>" in page
    assert 'person <span class="hl-ref">operator</span>' in page


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast, signed_in: Any) -> None:
    entries(cast, 120)
    client = signed_in(cast.auditor)
    found: list[str] = []
    address = "/journal/?verb=posted"
    while address:
        found += shown(client, address)
        older = client.get(address).context["older"]
        address = f"/journal/{older}" if older else ""
    assert found == [f"office O{number:03d}" for number in reversed(range(120))]


def test_it_costs_the_same_for_one_entry_and_for_fifty(
    cast: Cast, signed_in: Any, django_assert_num_queries: Any
) -> None:
    client = signed_in(cast.auditor)
    client.get("/journal/")
    entries(cast, 1)
    with django_assert_num_queries(4):  # session, person, what they are shut out of, entries
        client.get("/journal/")
    entries(cast, 50)
    with django_assert_num_queries(4):
        client.get("/journal/")


def test_it_can_be_narrowed_to_a_verb_and_a_number(cast: Cast, signed_in: Any) -> None:
    entries(cast, 1)
    journal.record("appointed", cast.hq, by=None, role="headquarters")
    client = signed_in(cast.auditor)
    assert shown(client, "/journal/?verb=appointed") == ["role headquarters"]
    assert shown(client, "/journal/?reference=operator") == ["office O000"]
    assert shown(client, "/journal/?reference=nobody") == []


@pytest.mark.parametrize("typed", ["K7Q2-9MBD-4", "k7q29mbd4", " K7Q2 9MBD 4 "])
def test_a_case_number_is_found_in_any_spelling(cast: Cast, signed_in: Any, typed: str) -> None:
    Entry.objects.create(verb="claimed", subject_kind="case", subject_key="1", subject_ref="K7Q2-9MBD-4")
    page = signed_in(cast.auditor).get("/journal/", {"reference": typed}).content.decode()
    assert 'case <span class="hl-ref">K7Q2-9MBD-4</span>' in page


def test_free_text_of_a_record_is_not_shown(cast: Cast, signed_in: Any) -> None:
    journal.record("rerouted", cast.hq, by=cast.hq, why="Maria says the guard knows")
    assert "Maria" not in signed_in(cast.auditor).get("/journal/").content.decode()


@pytest.mark.parametrize(
    "address", ["?before=abc", "?before=99999999999999999999", "?before=-1", "?verb=drop"]
)
def test_an_odd_address_is_a_message_not_a_crash(cast: Cast, signed_in: Any, address: str) -> None:
    assert signed_in(cast.auditor).get(f"/journal/{address}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_chain_can_be_checked_from_the_page(signed_in: Any, transactional_db: None) -> None:
    from tests.cast import make_cast

    cast = make_cast()
    with transaction.atomic():
        entries(cast, 3)
    page = signed_in(cast.auditor).get("/journal/?check=chain").content.decode()
    assert f"all {Entry.objects.count()} entries are there, in order and unchanged" in page
