"""Whatever is sent, the answer is a 4xx that names the field, and nothing is half saved."""

import json
from typing import Any

import pytest

from cases.models import Call, Detainee
from helpline.problems import BODY_LIMIT
from tests.api.conftest import Api, body, fields
from tests.cast import Cast

LONG = "x" * 200_000
WRONG: list[Any] = [
    1, -1, 10**400, 1.5, 1e308, True, None, "", " ", "\t", [], [[]], [None], {}, {"a": 1}, "0001-01-01", "9999-12-31",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-02-30", "2026-03-04T25:00:00Z", "2026-03-04T15:20:60Z",
    "2026-W10-3", "20260304", "٢٠٢٦-٠٣-٠٤", "A٠٠٠٠٠٠٠٤٢", "A" + "9" * 400, "²²²²²²²²", "-1", "ß" * 90, LONG, "\u202e",
    "'; DROP TABLE cases_case; --", "%00", "\\u0000", "🙂" * 50, "null", "true",
]  # fmt: skip
PLACES = [
    ("line",), ("facility",), ("channel",), ("caller",), ("detainee",), ("language",), ("interpreter",), ("started_at",),
    ("ended_at",), ("cases",), ("answers",), ("disposition",),
    ("caller", "kind"), ("caller", "name"), ("caller", "phone"), ("caller", "relationship"), ("caller", "anonymous"),
    ("caller", "safe_to_call_back"),
    ("detainee", "id"), ("detainee", "a_number"), ("detainee", "given_names"), ("detainee", "family_names"),
    ("detainee", "name"), ("detainee", "date_of_birth"), ("detainee", "country_of_birth"),
    ("cases", 0), ("cases", 0, "topic"), ("cases", 0, "summary"), ("cases", 0, "urgency"), ("cases", 0, "facility"),
    ("cases", 0, "vulnerabilities"), ("cases", 0, "accuses_staff"), ("cases", 0, "identity_withheld"),
    ("cases", 0, "hearing_on"), ("answers", 0), ("answers", 0, "topic"), ("answers", 0, "note"),
]  # fmt: skip


def full() -> dict[str, Any]:
    """A body in which every place exists."""
    return body(detainee={"given_names": "José"}, answers=[{"topic": "CAS", "note": "Told."}])


def with_value(place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The full body with `value` in one place."""
    told = full()
    here: Any = told
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = value
    return told


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_no_value_in_any_place_is_a_crash(cast: Cast, place: tuple[str | int, ...]) -> None:
    api = Api(cast.operator)
    for value in WRONG:
        before = Call.objects.count()
        response = api.call(with_value(place, value))
        saved = Call.objects.count() - before
        assert (response.status_code, saved) in {(201, 1), (422, 0), (400, 0)}, (place, str(value)[:60])
        if response.status_code == 422:
            assert response.json()["errors"]
            assert len(response.content) < 5_000


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
@pytest.mark.parametrize("escape", ["a\\u0000b", "\\ud800", "a\\udfffb"])
def test_a_text_that_cannot_be_kept_is_named(cast: Cast, place: tuple[str | int, ...], escape: str) -> None:
    sent = json.dumps(with_value(place, "CANARY")).replace("CANARY", escape).encode()
    named = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
    assert fields(Api(cast.operator).call(sent)) == [named]


@pytest.mark.parametrize("name", ["a\\u0000", "\\ud800"])
def test_a_name_that_cannot_be_kept_counts_for_its_object(cast: Cast, name: str) -> None:
    sent = json.dumps(with_value(("caller", "CANARY"), "x")).replace("CANARY", name).encode()
    assert fields(Api(cast.operator).call(sent)) == ["caller"]


@pytest.mark.parametrize(
    "sent",
    [
        b"{", b"", b"\xff\xfe", b"\xed\xa0\x80", b"{'a': 1}", b"[1,]", b'{"a": NaN}', b'{"a": -Infinity}', b"\x00",
        b'{"language": "en", "language": "es"}', b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5_000,
        b"[" * 30 + b"]" * 30,
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_not_json_is_400(cast: Cast, sent: bytes) -> None:
    response = Api(cast.operator).call(sent)
    assert response.status_code == (422 if sent == b"" else 400)
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("sent", ["null", "[]", '"x"', "1", "true", "{}"])
def test_what_is_not_an_object_with_fields_is_422(cast: Cast, sent: str) -> None:
    assert Api(cast.operator).call(sent.encode()).status_code == 422


def test_too_large_a_body_is_413(cast: Cast) -> None:
    sent = json.dumps(body(cases=[{"topic": "CON", "summary": "x" * BODY_LIMIT}])).encode()
    response = Api(cast.operator).call(sent)
    assert (response.status_code, response.json()["type"]) == (413, "urn:helpline:problem:too-large")
    huge = Api(cast.operator).call(b" " * 6 * 1024 * 1024)
    assert huge.status_code == 413


def test_a_long_list_is_refused_before_it_is_read(cast: Cast) -> None:
    many = [{"topic": "CON", "summary": "x"}] * 13
    assert fields(Api(cast.operator).call(body(cases=many))) == ["cases"]
    assert fields(Api(cast.operator).call(with_value(("cases", 0, "vulnerabilities"), ["x"] * 100_000))) == [
        "cases[0].vulnerabilities"
    ]


def test_every_field_to_mend_is_named_at_once(cast: Cast) -> None:
    wrong = body(
        facility="NOWHERE",
        language="klingon",
        started_at="2999-01-01T00:00:00Z",
        detainee={"a_number": "A12"},
        cases=[{"topic": "CON", "summary": "fine"}, {"topic": "XXX", "summary": ""}],
    )
    named = fields(Api(cast.operator).call(wrong))
    assert named == [
        "cases[1].summary",
        "cases[1].topic",
        "detainee.a_number",
        "facility",
        "language",
        "started_at",
    ]
    errors = Api(cast.operator).call(wrong).json()["errors"]
    assert {
        "pointer": "#/cases/1/topic",
        "field": "cases[1].topic",
        "detail": "There is no such topic. GET topics/ lists them.",
    } in errors


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"ended_at": "2026-03-04T15:19:00Z"}, ["ended_at"]),
        ({"ended_at": "2999-01-01T00:00:00Z"}, ["ended_at"]),
        ({"started_at": "1999-12-31T23:59:59Z"}, ["started_at"]),
        ({"started_at": "2026-03-04T15:20:00"}, ["started_at"]),
        ({"started_at": None}, ["started_at"]),
        ({"line": "F-KRO"}, ["facility"]),
        ({"cases": []}, [""]),
        ({"disposition": "silent"}, ["disposition"]),
        ({"cases": [{"topic": "HUP", "summary": "x"}]}, ["cases[0].topic"]),
        ({"answers": [{"topic": "HUP", "note": "x"}]}, ["answers[0].topic"]),
        ({"detainee": {"name": "A B", "given_names": "A"}}, ["detainee.name"]),
        ({"detainee": {"date_of_birth": "2999-01-01"}}, ["detainee.date_of_birth"]),
        ({"acuses_staff": True}, [""]),
        ({"cases": [{"topic": "CON", "summary": "x", "acuses_staff": True}]}, ["cases[0]"]),
        ({"cases": [{"topic": "CON", "summary": "x", "accuses_staff": "yes"}]}, ["cases[0].accuses_staff"]),
        ({"caller": {}}, ["caller.kind"]),
    ],
)
def test_one_wrong_field_is_named(cast: Cast, said: dict[str, Any], named: list[str]) -> None:
    assert fields(Api(cast.operator).call(body(**said))) == named


def test_what_was_sent_is_not_sent_back(cast: Cast) -> None:
    response = Api(cast.operator).call(
        body(detainee={"a_number": "CANARY"}, CANARY="CANARY", language="CANARY")
    )
    assert b"CANARY" not in response.content.upper()
    assert not Detainee.objects.exists()
