"""POST calls/ records a call and answers with references only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.api import examples
from cases.models import Answer, Call, CallerIdentity, Case, Detainee
from helpline.audit.models import Entry
from routing import dispatch
from tests.api.conftest import Api, body, fields
from tests.cast import Cast

PERSON = {
    "a_number": "A000-000-042",
    "given_names": "José",
    "family_names": "Ejemplo",
    "date_of_birth": "1985-03-04",
}


def test_a_call_is_recorded_and_answered_with_references(cast: Cast) -> None:
    response = Api(cast.operator).call(examples.CALL)
    call = Call.objects.get()
    assert response.status_code == 201
    assert response.headers["Location"].endswith(f"/api/v1/calls/{call.reference}/")
    numbers = list(call.cases.order_by("id").values_list("number", flat=True))
    assert response.json() == {
        "reference": call.reference,
        "cases": [{"number": number, "state": "received"} for number in numbers],
    }
    assert (call.line and call.line.code, call.facility and call.facility.key) == ("F-STWRTGA", "STWRTGA")
    assert call.started_at == datetime(2026, 3, 4, 15, 20, tzinfo=UTC)
    assert call.detainee is not None
    assert (call.detainee.a_number, call.detainee.full_name) == ("A000000042", "José Ejemplo")
    assert list(Answer.objects.values_list("topic_id", flat=True)) == ["CAS"]
    first = Case.objects.order_by("id")[0]
    assert (first.topic_id, first.urgency, first.vulnerabilities) == ("MED", "P1", ["medical_illness"])


def test_the_cases_are_routed_like_those_of_the_page(cast: Cast) -> None:
    Api(cast.operator).call(
        body(cases=[{"topic": "TEL", "summary": "Phones dead."}, {"topic": "MED", "summary": "Ill."}])
    )
    dispatch.drain()
    assert dict(Case.objects.values_list("topic_id", "office__code")) == {"TEL": "ATL", "MED": "IHSC"}


def test_a_call_without_a_concern_says_how_it_ended(cast: Cast) -> None:
    response = Api(cast.operator).call(examples.SILENT_CALL)
    call = Call.objects.get()
    assert (response.status_code, response.json()) == (201, {"reference": call.reference, "cases": []})
    assert (call.ending, call.line and call.line.code, call.facility) == ("silent", "PUBLIC", None)


@pytest.mark.parametrize(
    "caller",
    [
        {"kind": "anonymous", "name": "Ana Canary", "phone": "555-0101", "anonymous": False},
        {"kind": "family", "name": "Ana Canary", "phone": "555-0101", "anonymous": True},
    ],
)
def test_nothing_is_kept_of_an_anonymous_caller(cast: Cast, caller: dict[str, Any]) -> None:
    assert Api(cast.operator).call(body(caller=caller)).status_code == 201
    assert (Call.objects.get().caller_kind, CallerIdentity.objects.count()) == ("anonymous", 0)


def test_a_caller_is_kept_sealed(cast: Cast) -> None:
    caller = {
        "kind": "family",
        "name": "Ana Ejemplo",
        "phone": "555-0101",
        "relationship": "sister",
        "safe_to_call_back": True,
    }
    Api(cast.operator).call(body(caller=caller))
    kept = CallerIdentity.objects.get()
    assert (kept.name, kept.phone, kept.relationship, kept.safe_to_call_back) == (
        "Ana Ejemplo",
        "555-0101",
        "sister",
        True,
    )
    assert b"Ejemplo" not in bytes(kept.name_sealed)


def test_one_field_for_the_name_is_split_at_its_last_word(cast: Cast) -> None:
    Api(cast.operator).call(body(detainee={"name": "Juan Carlos  Ejemplo"}))
    person = Detainee.objects.get()
    assert (person.given_names, person.family_names) == ("Juan Carlos", "Ejemplo")


def test_a_person_found_before_is_named_by_id(cast: Cast) -> None:
    api = Api(cast.operator)
    api.call(body(detainee=PERSON))
    person = Detainee.objects.get()
    assert api.call(body(detainee={"id": str(person.pk)})).status_code == 201
    assert person.calls.count() == 2


def test_a_person_named_by_id_with_the_a_number_of_another_is_refused(cast: Cast) -> None:
    api = Api(cast.operator)
    api.call(body(detainee={"a_number": "A000000042", "name": "Ana Cruz"}))
    person = Detainee.objects.get()
    refused = api.call(body(detainee={"id": str(person.pk), "a_number": "A000000043"}))
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {
            "pointer": "#/detainee/a_number",
            "field": "detainee.a_number",
            "detail": "The A-number typed belongs to somebody other than the record chosen. Check both.",
        }
    ]
    assert person.calls.count() == 1
    assert api.call(body(detainee={"id": str(person.pk), "a_number": "A 000 000 042"})).status_code == 201


def test_a_protected_person_cannot_be_told_from_an_unknown_one(cast: Cast) -> None:
    api = Api(cast.operator)
    api.call(body(detainee=PERSON))
    Detainee.objects.update(protected=True)
    hidden = api.call(body(detainee={"id": str(Detainee.objects.get().pk)}))
    unknown = api.call(body(detainee={"id": "6f1b3a52-0a0e-4c0f-9a51-0d5f6a1f2b3c"}))
    assert fields(hidden) == ["detainee.id"]
    assert hidden.content == unknown.content


def test_everything_may_be_left_out_that_may_be_left_out(cast: Cast) -> None:
    told = {name: value for name, value in body().items() if name != "answers"}
    nothing = {"line": None, "detainee": None, "ended_at": None, "disposition": None}
    told["cases"][0] |= {
        "urgency": None,
        "facility": "",
        "vulnerabilities": None,
        "hearing_on": None,
        "identity_withheld": None,
    }
    assert Api(cast.operator).call(told | nothing).status_code == 201
    assert Call.objects.get().channel == "phone"


def test_a_concern_may_be_about_another_facility_and_a_hearing(cast: Cast) -> None:
    hearing = (timezone.now() + timedelta(days=30)).date()
    concern = {
        "topic": "LEG",
        "summary": "No lawyer.",
        "facility": "kro",
        "hearing_on": hearing.isoformat(),
        "accuses_staff": True,
    }
    Api(cast.operator).call(body(cases=[concern]))
    case = Case.objects.select_related("facility").get()
    assert case.facility is not None
    assert (case.facility.key, case.hearing_on, case.accuses_staff, case.identity_withheld) == (
        "KRO",
        hearing,
        True,
        True,
    )


def test_urgency_is_raised_and_never_lowered(cast: Cast) -> None:
    Api(cast.operator).call(
        body(
            cases=[
                {"topic": "CON", "summary": "a", "urgency": "P0"},
                {"topic": "MED", "summary": "b", "urgency": "P4"},
            ]
        )
    )
    assert dict(Case.objects.values_list("topic_id", "urgency"))["CON"] == "P0"
    assert dict(Case.objects.values_list("topic_id", "urgency"))["MED"] < "P4"


def test_the_journal_names_the_sender_and_nothing_personal(cast: Cast) -> None:
    Api(cast.operator).call(examples.CALL)
    entries = list(Entry.objects.filter(by=cast.operator).order_by("id").values_list("verb", flat=True))
    assert entries == ["took", "checked", "opened", "opened", "answered"]
    assert "Ejemplo" not in str(list(Entry.objects.values()))


def test_an_early_day_is_kept_as_told(cast: Cast) -> None:
    Api(cast.operator).call(body(started_at="2017-06-01T09:00:00-04:00", ended_at="2017-06-01T13:10:00Z"))
    call = Call.objects.get()
    assert call.started_at == datetime(2017, 6, 1, 13, tzinfo=UTC)
    assert call.reference[:8] == f"C-{date(2017, 6, 1):%y%m%d}"
