"""The journal cannot be changed, and a change made past its walls is found."""

import json

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases import callbacks
from cases.models import AttemptOutcome, PhoneCall
from cases.telephony import EventKind, PhoneEvent, take_event
from helpline.audit import journal
from helpline.audit.models import Access, Entry, Link
from helpline.audit.verification import verify
from tests.aftercare.promises import NUMBER, a_promise
from tests.builders import settle
from tests.cast import Cast


@pytest.fixture
def entries(cast: Cast) -> list[Entry]:
    """Three chained entries."""
    for number in range(3):
        journal.record("tested", cast.operator, by=cast.hq, number=number)
    settle()
    return list(Entry.objects.filter(verb="tested").order_by("id"))


@pytest.mark.parametrize("table", ["audit_entry", "audit_link", "audit_access"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_statement_changes_it(cast: Cast, entries: list[Entry], table: str, statement: str) -> None:
    journal.looked(cast.operator, by=cast.hq, at="test")
    column = "seq" if table == "audit_link" else "id"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


def test_the_chain_is_whole(entries: list[Entry]) -> None:
    assert Link.objects.filter(entry__in=entries).count() == 3
    assert verify().violations == []
    call_command("verify_audit")


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_entry SET verb = 'forged' WHERE id = {}",
        "UPDATE audit_entry SET details = '{{\"number\": 7}}' WHERE id = {}",
        "UPDATE audit_entry SET by_id = NULL WHERE id = {}",
        "DELETE FROM audit_link WHERE entry_id = {}",
        "UPDATE audit_link SET entry_id = entry_id + 1000 WHERE entry_id = {}",
    ],
)
def test_a_change_behind_the_triggers_is_found(entries: list[Entry], tamper: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(tamper.format(entries[1].pk))
        cursor.execute("SET session_replication_role = DEFAULT")
    assert verify().violations != []
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM audit_link")
        cursor.execute("SET session_replication_role = DEFAULT")


def test_a_reading_is_recorded_with_who_and_where(cast: Cast) -> None:
    journal.looked(cast.operator, by=cast.hq, at="case page")
    assert Access.objects.values_list("by__username", "subject_kind", "where").get() == (
        "hq",
        "user",
        "case page",
    )


@pytest.mark.django_db
def test_no_number_of_a_phone_is_written_into_it(cast: Cast) -> None:
    row = callbacks.attempt(a_promise(cast.operator), AttemptOutcome.BUSY, seen=0, by=cast.operator2)
    callbacks.cancel(row, seen=1, by=cast.operator)
    told = PhoneEvent(EventKind.NEW_CALL, "zq-1", timezone.now(), number=NUMBER, operator=cast.operator)
    phone = take_event(told)
    journal.record("tested", PhoneCall.objects.get(pk=phone.pk), by=cast.hq)
    kept = json.loads(serializers.serialize("json", Entry.objects.all()))
    assert {row["fields"]["verb"] for row in kept} >= {
        "agreed_callback",
        "tried_callback",
        "ended_callback",
        "rang",
    }
    assert NUMBER not in str(kept)
    assert Entry.objects.filter(verb="tested").get().subject_ref == phone.reference
