"""Invented examples for the schema; the tests send them."""

from typing import Any

CALL: dict[str, Any] = {
    "line": "F-STWRTGA",
    "caller": {"kind": "detainee", "anonymous": False},
    "detainee": {
        "a_number": "A000-000-042",
        "given_names": "José",
        "family_names": "Ejemplo",
        "date_of_birth": "1985-03-04",
        "country_of_birth": "Honduras",
    },
    "language": "es",
    "interpreter": True,
    "interpreting": {
        "number": "77-0123",
        "asked_at": "2026-03-04T15:21:00Z",
        "joined_at": "2026-03-04T15:24:30Z",
    },
    "verification": {
        "authority": "none",
        "steps": ["facility_line", "a_number", "full_name", "country_of_birth", "court_date"],
    },
    "started_at": "2026-03-04T15:20:00Z",
    "cases": [
        {
            "topic": "MED",
            "summary": "No insulin for two days.",
            "urgency": "P1",
            "vulnerabilities": ["medical_illness"],
        },
        {"topic": "TEL", "summary": "All phones of unit 5 are dead since Sunday."},
    ],
    "answers": [{"topic": "CAS", "note": "Told how to look up the next hearing."}],
}
SILENT_CALL: dict[str, Any] = {
    "line": "PUBLIC",
    "caller": {"kind": "anonymous", "anonymous": True},
    "language": "und",
    "started_at": "2026-03-04T15:20:00Z",
    "disposition": "silent",
}
PHONE_EVENT: dict[str, Any] = {
    "event": "newCall",
    "call_id": "exchange-1-000017",
    "at": "2026-03-04T15:19:58Z",
    "line": "F-STWRTGA",
    "from": "+1 404 555 0199",
    "operator": "operator",
}
RECEIPT: dict[str, Any] = {
    "reference": "C-260304-7KQ2",
    "cases": [
        {"number": "4F7H-K2MN-B", "state": "received"},
        {"number": "9QRT-VW34-X", "state": "routed", "office": "ATL"},
    ],
}
PERSON: dict[str, Any] = {
    "id": "6f1b3a52-0a0e-4c0f-9a51-0d5f6a1f2b3c",
    "name": "José Ejemplo",
    "a_number": "A000000042",
    "date_of_birth": "1985-03-04",
    "country_of_birth": "Honduras",
}
CALLER: dict[str, Any] = {
    "kind": "detainee",
    "name": "",
    "phone": "",
    "relationship": "",
    "safe_to_call_back": None,
    "may_announce": None,
}
WHOLE_CALL: dict[str, Any] = {
    "reference": "C-260304-7KQ2",
    "channel": "phone",
    "started_at": "2026-03-04T15:20:00Z",
    "ended_at": None,
    "taken_at": "2026-03-04T15:31:07.120000Z",
    "taken_by": "operator",
    "line": "F-STWRTGA",
    "facility": "STWRTGA",
    "language": "es",
    "interpreter": True,
    "interpreting": {
        "number": "77-0123",
        "asked_at": "2026-03-04T15:21:00Z",
        "joined_at": "2026-03-04T15:24:30Z",
    },
    "disposition": None,
    "caller": CALLER,
    "verification": {
        "policy": 1,
        "authority": "none",
        "steps": ["facility_line", "a_number", "full_name", "country_of_birth", "court_date"],
        "verified": True,
    },
    "detainee": PERSON,
    "told": {},
    "answers": [
        {
            "topic": "CAS",
            "note": "Told how to look up the next hearing.",
            "from_library": None,
            "given_at": "2026-03-04T15:31:07.120000Z",
        }
    ],
    "cases": [
        {
            "number": "9QRT-VW34-X",
            "state": "routed",
            "office": "ATL",
            "topic": "TEL",
            "urgency": "P2",
            "facility": "STWRTGA",
        }
    ],
}
TOPIC: dict[str, Any] = {
    "code": "TEL",
    "name": "Telephone, mail and visitation",
    "group": "CONDITIONS",
    "definition": "Phones, mail or visits do not work, cost too much or are refused",
    "urgency": "P2",
    "respond_within": "4bh",
    "resolve_within": "2bd",
    "restricted": False,
    "identity_check": False,
    "anonymous_ok": True,
    "identity_withheld": False,
    "needs_certification": False,
    "opens_case": True,
    "protocol_version": 1,
    "steps": ["Ask what fails, in which unit, and since when"],
}
FOUND_TOPICS: dict[str, Any] = {
    "found": [{"topic": "MED", "words": ["insulina"]}],
    "suggested": [{"topic": "MED", "words": ["insulina"]}],
}
ADVICE: dict[str, Any] = {
    "policy": 1,
    "verified": False,
    "may": ["The number of this call, and a code to ask later what became of it"],
    "never": ["Medical facts"],
    "missing": ["A-number matches the record"],
    "advice": ["Take the concern down in any case: checks are for telling, not for listening."],
    "authorities": [{"key": "none", "says": "None"}],
    "steps": [{"key": "a_number", "says": "A-number matches the record"}],
}
TOLD: dict[str, Any] = {"name": "Jane Roe", "position": "Shift supervisor", "at": "2026-03-04T15:24:00Z"}
ALARM: dict[str, Any] = {
    "id": "0b6f4c2e-6a53-4c1e-8d0f-3a5b7c9d1e2f",
    "topic": "SUI",
    "facility": "STWRTGA",
    "raised_at": "2026-03-04T15:22:10Z",
    "raised_by": "operator",
    "acknowledged_at": None,
    "acknowledged_by": None,
    "on_record": False,
    "told": False,
    "open": True,
    "case": None,
}
