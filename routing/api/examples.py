"""Invented examples for the schema; the tests compare their shape with real answers."""

from typing import Any

from cases.api.examples import CALLER, PERSON

ROW: dict[str, Any] = {
    "number": "9QRT-VW34-X",
    "state": "in_progress",
    "topic": "TEL",
    "urgency": "P2",
    "office": "ATL",
    "facility": "STWRTGA",
    "accuses_staff": False,
    "opened_at": "2026-03-04T15:31:07.120000Z",
    "due_at": "2026-03-06T22:00:00Z",
    "respond_by": "2026-03-04T20:31:07.120000Z",
    "claimed_by": "officer.atl",
    "closed_at": None,
    "version": 3,
}
PAGE: dict[str, Any] = {"results": [ROW], "next": None}
CASE: dict[str, Any] = ROW | {
    "summary": "All phones of unit 5 are dead since Sunday.",
    "points": {},
    "protocol": {"version": 1, "steps": ["Ask what fails, in which unit, and since when"], "taken": [0]},
    "vulnerabilities": [],
    "identity_withheld": False,
    "hearing_on": None,
    "removal_on": None,
    "held_at": None,
    "supervised_by": None,
    "call": "C-260304-7KQ2",
    "caller": CALLER,
    "detainee": PERSON,
}
DECISION: dict[str, Any] = {
    "generation": 1,
    "office": "ATL",
    "kind": "automatic",
    "rule": "facility-office",
    "ruleset": 1,
    "why": "Conditions belong to the field office of the facility; on 2026-03-04 Stewart belonged to Atlanta.",
    "facts": {
        "topic": "TEL",
        "topic_name": "Telephone, mail and visitation",
        "group": "CONDITIONS",
        "urgency": "P2",
        "accuses_staff": False,
        "caller_kind": "detainee",
        "vulnerable": False,
        "facility": "STWRTGA",
        "facility_name": "Stewart Detention Center",
        "facility_office": "ATL",
        "called_on": "2026-03-04",
    },
    "outcome": {"urgency": "P2", "also": [], "covers_for": None},
    "decided_at": "2026-03-04T15:31:07.430000Z",
    "decided_by": None,
}
MOMENT: dict[str, Any] = {
    "at": "2026-03-04T16:02:11Z",
    "who": "officer.atl",
    "verb": "claimed",
    "sentence": "claimed the case for Atlanta Field Office",
    "words": "",
}
DESTINATION: dict[str, Any] = {
    "topic": "TEL",
    "urgency": "P2",
    "office": "ATL",
    "due_at": "2026-03-06T22:00:00Z",
    "respond_by": "2026-03-04T20:31:07.120000Z",
    "why": "A concern at a facility goes to the field office that answers for the facility; on 4 Mar 2026 Stewart"
    " Detention Center belonged to Atlanta.",
    "copies": [],
    "emergency": False,
    "repeats": None,
}
BODIES: dict[str, dict[str, Any]] = {
    "act_on_case": {"kind": "contacted_facility", "note": "Asked the facility to repair the phones."},
    "transfer_case": {"to": "IHSC", "why": "This is about care, not about phones."},
    "return_case": {"reason": "wrong_office", "why": "The facility is not ours."},
    "close_case": {"disposition": "resolved", "note": "The phones work again since Tuesday."},
    "reopen_case": {"why": "The phones are dead again."},
    "reroute_case": {"why": "The facility was wrong."},
}
