"""Who gets in where, and who may read what: the policy as the authorization matrix proves it.

Written by hand, on purpose: nothing here asks the product. `tests/house/test_authorization_matrix.py` walks every
address there is with every person below and holds the answers against these tables.

* A new address needs a row in `ROWS`: its URL name, and for every method it has the people whose role opens it.
  Methods without a row are for nobody.
* A new kind of thing in an address (`target`) needs its fixtures in `tests/house/world.py` and, in `SIGHTS`, a line
  that says who may know of each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

People = frozenset[str]


def people(*names: str) -> People:
    """A set of people by name."""
    return frozenset(names)


# -- everybody there is ---------------------------------------------------------------------------
NOBODY = people()
STRANGER = people("stranger")  # not signed in
GONE = people("inactive")  # an officer of Atlanta whose account was closed, with a session that still runs
TAKER = people("taker")  # the operator who took the calls (all but the one of Miami)
OPERATORS = TAKER | people("operator2")
SUPERVISOR = people("supervisor")
ATL = people("officer_atl", "lead_atl")  # the office of Stewart, and the office that is accused
LEADS = people("lead_atl")
MIA = people("officer_mia")
OPR = people("officer_opr")  # the headquarters unit for misconduct
SAAPI = people("officer_saapi")  # the headquarters unit for sexual abuse
UNPOSTED = people("unposted")  # an officer whose posting in Atlanta ended
HQ = people("hq", "hq_accused")  # the second one is accused in the case “named”
UNACCUSED_HQ = people("hq")
LEAD_ATL = people("lead_atl")
ANALYST = people("analyst")
AUDITOR = people("auditor")

OFFICES = ATL | MIA | OPR | SAAPI | UNPOSTED
STAFF = OPERATORS | SUPERVISOR | OFFICES | HQ | ANALYST | AUDITOR
OUTSIDE = STRANGER | GONE
EVERYBODY = STAFF | OUTSIDE
TAKERS = OPERATORS | SUPERVISOR
DESK = OFFICES | HQ
READERS = TAKERS | DESK
WATCH = SUPERVISOR | HQ


# -- what of whom may be read by whom ---------------------------------------------------------------
@dataclass(frozen=True)
class Sight:
    """Who may know of one fixture. `sees`: that it exists, its number, its summary. `person`: whom it is about.
    `caller`: name, number and relationship of the caller. `record`: what only whole calls hold (what was told about
    the person, answers, the note of the call). `work`: what offices wrote while working on it."""

    sees: People = NOBODY
    person: People = NOBODY
    caller: People = NOBODY
    record: People = NOBODY
    work: People = NOBODY


def _at_office(office: People, taker: People = TAKER, **other: People) -> Sight:
    """A case that `office` holds: with its taker, the supervisor, headquarters. Call-takers may find its person."""
    usual = {
        "sees": taker | WATCH | office,
        "person": TAKERS | HQ | office,
        "caller": taker | WATCH | office,
        "record": taker | WATCH,
        "work": office | HQ,
    }
    return Sight(**{**usual, **other})


SIGHTS: Mapping[str, Sight] = {
    "plain": _at_office(ATL),
    "claimed": _at_office(ATL),
    "closed": _at_office(ATL),
    "reopened": _at_office(ATL),
    "rerouted": _at_office(ATL),
    "mia": _at_office(MIA, taker=people("operator2")),
    "transferred": _at_office(MIA),  # from Atlanta, which no longer sees it
    "returned": _at_office(NOBODY),  # from Atlanta to headquarters triage
    "unrouted": _at_office(NOBODY),
    "withheld": _at_office(ATL, caller=TAKER | WATCH),
    "accusing": _at_office(OPR, caller=TAKER | WATCH),  # staff at Stewart; Atlanta finds no trace
    "restricted": _at_office(SAAPI, caller=TAKER | WATCH),  # sexual abuse
    # 8 U.S.C. 1367: not for supervisors, nobody finds the person by searching; the rules keep it to the office's leads
    # and who called with the helpline.
    "protected": Sight(  # 8 U.S.C. 1367: not for supervisors, for the lead only, and nobody finds the person by searching
        sees=TAKER | HQ | LEAD_ATL,
        person=HQ | LEAD_ATL,
        caller=TAKER | HQ | LEAD_ATL,
        record=TAKER | HQ,
        work=LEAD_ATL | HQ,
    ),
    # At Atlanta; accused are its officer and one of headquarters, who find no trace of it.
    "named": Sight(
        sees=TAKER | SUPERVISOR | UNACCUSED_HQ | LEAD_ATL,
        person=TAKERS | UNACCUSED_HQ | LEAD_ATL,
        caller=TAKER | SUPERVISOR | UNACCUSED_HQ | LEAD_ATL,
        record=TAKER | SUPERVISOR | UNACCUSED_HQ,
        work=LEAD_ATL | UNACCUSED_HQ,
    ),
    "leads": _at_office(LEAD_ATL),  # at Atlanta, for its leads only
    "let_in": _at_office(MIA),  # at Miami, for leads only; its officer was let in
    "copied": _at_office(
        ATL
    ),  # with copies at Miami, OPR and SAAPI that show ever more: tests/house/sharing.py
    # One call with two concerns: one for Atlanta, one that accuses its staff.
    "mixed": Sight(
        sees=TAKER | WATCH | ATL | OPR,
        person=TAKERS | HQ | ATL | OPR,
        caller=TAKER | WATCH | ATL,
        record=TAKER | WATCH,
    ),
    "mixed_plain": Sight(sees=TAKER | WATCH | ATL, work=ATL | HQ),
    "mixed_accusing": Sight(sees=TAKER | WATCH | OPR, work=OPR | HQ),
    # Calls without a case.
    "answered": Sight(sees=TAKER | WATCH, person=TAKERS | HQ, caller=TAKER | WATCH, record=TAKER | WATCH),
    "ended": Sight(sees=TAKER | WATCH, record=TAKER | WATCH),
    # Calls with a promise to call back: whoever makes call-backs reads whom to ask for, also where another took the call.
    "called_back": Sight(sees=TAKER | WATCH, person=TAKERS | HQ, caller=TAKERS | HQ, record=TAKER | WATCH),
    "called_back_protected": Sight(sees=TAKER | HQ, person=HQ, caller=TAKER | HQ, record=TAKER | HQ),
    # What is nobody else's business at all.
    "draft": Sight(sees=TAKER, record=TAKER),
    "token": Sight(),
}
CASES = [
    "plain", "claimed", "closed", "reopened", "rerouted", "mia", "transferred", "returned", "unrouted", "withheld",
    "accusing", "restricted", "protected", "mixed_plain", "mixed_accusing",
    "named", "leads", "let_in", "copied",
]  # fmt: skip
CALLS = ["plain", "mia", "accusing", "restricted", "protected", "transferred", "mixed", "answered", "ended"]
PERSONS = ["plain", "mia", "accusing", "restricted", "protected", "mixed", "answered"]
# The journal is the auditors' work: they read numbers and keys of everything, and no word of it.
READERS_OF_NUMBERS = AUDITOR


# -- who gets in where -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    """One address. `target` names what its one variable part is: a case, a call, a person, a facility, a draft.

    A person gets in when the method names them and, for a target in `SIGHTS`, they may know of it. `body` is sent with
    writes, `query` with reads. `lists`: it shows several rows, so nothing on it may change for people who may not know
    of a row that is added. `shows`: whoever gets in reads the summary of the target. `own_rules`: why
    only the door, leaks and crashes are checked."""

    target: str = ""
    get: People = NOBODY
    post: People = NOBODY
    put: People = NOBODY
    patch: People = NOBODY
    delete: People = NOBODY
    body: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    lists: bool = False
    shows: bool = False
    own_rules: str = ""

    def door(self, method: str) -> People:
        """Whose role opens the address for this method. HEAD is a GET without its body."""
        by_method: dict[str, People] = {
            "GET": self.get, "HEAD": self.get, "POST": self.post, "PUT": self.put, "PATCH": self.patch,
            "DELETE": self.delete,
        }  # fmt: skip
        return by_method.get(method, NOBODY)

    @property
    def doors(self) -> People:
        """Whose role opens the address for any method."""
        return self.get | self.post | self.put | self.patch | self.delete


VERSION = "<the version of the case>"
SEEN = {"version": VERSION}
SOMEBODY = "00000000-0000-4000-8000-000000000042"  # the key of a person on record whom no call is about
WHY = {"why": "Said so on the phone."}
COPY = {"office": "DAL", "purpose": "know", "shows": "facts_only", **WHY}
CALENDAR_VERSION = "<the version of the calendar>"
PAPER_REFERENCE = "<an open reference on paper>"
SCORED = (
    "greeting", "safety", "language", "identity", "disclosure", "points", "summary", "topic", "protocol", "callback",
    "respect", "next_step", "number",
)  # fmt: skip
THIS_YEAR = datetime.now(UTC).year
NEXT_YEAR = THIS_YEAR + 1
IN_TWO_DAYS = (datetime.now(UTC) + timedelta(days=2)).isoformat()
IN_A_YEAR = (datetime.now(UTC) + timedelta(days=365)).date().isoformat()
SILENT_CALL = {
    "line": "PUBLIC",
    "caller": {"kind": "anonymous", "anonymous": True},
    "language": "und",
    "started_at": "2026-03-04T15:20:00Z",
    "disposition": "silent",
}
NOBODYS_CODE = {"code": "X79F-EV82-ZW7Z-PY4Y"}
REVIEW = {
    "title": "Visiting", "says": "Call the facility first.", "until_month": "3", "until_day": "4",
    "until_year": str(datetime.now(UTC).year + 1),
}  # fmt: skip
ALLAUTH = "allauth decides by the state of the session; only the door, leaks and writes are checked"

SOON = [(datetime.now(UTC) + timedelta(days=days)).date().isoformat() for days in (9, 10)]
PAUSE = {"reason": "caller", "note": "Asked the caller for the receipt.", "until": SOON[0]}
MONDAYS = [{"weekday": 0, "opens_at": "08:00", "closes_at": "16:00"}]
CLOSING = {"starts_on": SOON[0], "ends_on": SOON[1], "why": "Ice storm"}
ONE_SITUATION = "situation,topic,expected_office\nNo hot water,CON,OPA\n"

REV = {"rev": "2"}  # of every draft of the world
A_RULE = {
    **REV, "step": "save", "says": "Asked by the walk", "to": "CMD", "asked": "@first", "facts": ["topic"],
    "topic-mode": "one_of", "topic-values": ["TEL"],
}  # fmt: skip
A_GUARD = {
    **REV, "step": "save", "says": "Never by the walk", "never_to": ["CMD"], "facts": ["topic"], "topic-mode": "one_of",
    "topic-values": ["SAA"],
}  # fmt: skip
_later = datetime.now(UTC) + timedelta(days=30)
IN_A_MONTH = {
    "when": "later", "day_month": str(_later.month), "day_day": str(_later.day), "day_year": str(_later.year),
    "time": "06:00",
}  # fmt: skip

ROWS: dict[str, Row] = {
    # the front door
    "home": Row(get=STAFF, lists=True),
    "session": Row(get=EVERYBODY),
    "session_extension": Row(post=STAFF),
    "healthz": Row(get=EVERYBODY),
    "readyz": Row(get=EVERYBODY),
    "metrics": Row(get=EVERYBODY),
    "audit:journal": Row(get=HQ | AUDITOR, lists=True),
    # the map
    "facilities:list": Row(get=STAFF, query="q=stewart", lists=True),
    "facilities:rollout": Row(get=STAFF, lists=True),
    "facilities:search": Row(get=STAFF, query="q=stewart", lists=True),
    "facilities:facility": Row("facility", get=STAFF, lists=True),
    "facilities:activation": Row("facility", post=HQ, body=WHY),
    "facilities:suspension": Row("facility", post=HQ, body=WHY),
    "facilities:testing": Row("facility", post=HQ, body=WHY),
    "facilities:schedule": Row("facility", post=HQ, body={"phase": "9", **WHY}),
    "facilities:assignments": Row("facility", post=HQ, body={"office": "DAL", "from_day": IN_A_YEAR, **WHY}),
    "facilities:assignment_end": Row("facility", post=HQ, body={"last_day": IN_A_YEAR, **WHY}),
    "facilities:planned_move": Row("moved_facility", post=HQ, body=WHY),
    "facilities:offices": Row(get=STAFF, lists=True),
    "facilities:calendar": Row("office", get=STAFF, lists=True),
    "facilities:hours": Row(
        "office", post=HQ, body={"opens_0": "08:00", "closes_0": "16:00", "seen": CALENDAR_VERSION}
    ),
    "facilities:office_closings": Row("office", post=HQ | LEADS, body=CLOSING),
    "facilities:closings": Row(post=HQ, body=CLOSING),
    "facilities:closing_withdrawal": Row("closing", post=HQ | LEADS),
    "api:calendar": Row("office", get=STAFF, put=HQ, body={"week": MONDAYS}, lists=True),
    "api:office_closures": Row("office", post=HQ | LEADS, body=CLOSING),
    "api:closures": Row(post=HQ, body=CLOSING),
    "api:closure_withdrawal": Row("closing", post=HQ | LEADS),
    # the record
    "cases:live": Row(get=READERS, query="seconds=0"),
    "cases:news": Row(get=TAKERS | HQ, lists=True),
    "cases:presence": Row(post=TAKERS, body={"doing": "ready"}),
    "cases:new_call": Row(get=TAKERS, post=TAKERS, body={"add_concern": "1"}),
    "cases:calls": Row(get=TAKERS | HQ, lists=True),
    "cases:late_call": Row(get=TAKERS),
    "cases:handover": Row("draft", get=TAKERS, post=TAKERS, body={"to": "operator2"}),
    "cases:call_quality": Row(
        "call",
        get=SUPERVISOR,
        post=SUPERVISOR,
        body={**{f"q_{key}": "2" for key in SCORED}, "comment": "Good."},
    ),
    "cases:quality": Row(get=TAKERS, lists=True),
    "cases:quality_reply": Row("score", post=TAKERS, body={"answer": "Thank you."}),
    "cases:reviews": Row(get=WATCH, lists=True),
    "cases:review": Row("review", get=WATCH, post=WATCH, body={"verdict": "good"}, shows=True),
    "cases:review_reply": Row("reply", post=TAKERS, body={"answer": "Thank you."}),
    "cases:board": Row(get=WATCH, lists=True),
    "cases:operators": Row(
        get=WATCH,
        post=WATCH,
        lists=True,
        body={
            "operator": "operator",
            "topic": "SAA",
            "until_month": "3",
            "until_day": "4",
            "until_year": str(NEXT_YEAR),
        },
    ),
    "cases:training": Row("operator", post=WATCH),
    "cases:training_end": Row("operator", post=WATCH),
    "cases:revocation": Row("certification", get=WATCH, post=WATCH, body=WHY),
    "cases:paper": Row(get=WATCH, post=WATCH, body={"how_many": "2", **WHY}, lists=True),
    "cases:paper_block": Row("block", get=WATCH),
    "cases:paper_forms": Row("block", get=WATCH),
    "cases:paper_strike": Row("block", post=WATCH, body={"references": [PAPER_REFERENCE], **WHY}),
    "cases:call": Row("call", get=READERS),
    "cases:languages": Row(get=TAKERS | HQ, lists=True),
    "cases:callbacks": Row(get=TAKERS | HQ, lists=True),
    "cases:callback_hours": Row(
        get=HQ, post=HQ, body={"opens_0": "9:00", "closes_0": "17:30", "places_0": "2"}
    ),
    "cases:callback": Row("callback", get=TAKERS | HQ),
    "cases:attempts": Row("callback", post=TAKERS, body={"seen": "0", "outcome": "no_answer"}),
    "cases:callback_cancellation": Row("callback", post=TAKERS, body={"seen": "0"}),
    "cases:answers": Row(
        get=TAKERS | HQ | AUDITOR, post=TAKERS | HQ | AUDITOR, body={"words": "visit"}, lists=True
    ),
    "cases:answer": Row("answer", get=WATCH, post=WATCH, body=REVIEW),
    "cases:answer_counts": Row(get=WATCH | ANALYST, lists=True),
    "cases:status": Row(get=EVERYBODY, post=EVERYBODY, body=NOBODYS_CODE),
    "cases:cases": Row(get=READERS, post=READERS, body={"words": "water"}, lists=True),
    "cases:topics": Row(get=READERS, lists=True),
    "cases:topic_search": Row(post=TAKERS, body={"q": "water"}, lists=True),
    "cases:find_detainee": Row(get=READERS, post=READERS, body={"name": "Zq"}, lists=True),
    "cases:detainee": Row("person", get=READERS, lists=True),
    "cases:call_detainee": Row("call", get=TAKERS | HQ, post=TAKERS | HQ, body={"find": "1", "name": "Zq"}),
    "cases:custody": Row(
        "person",
        get=READERS,
        post=READERS,
        body={
            "where": "out",
            "since_month": "1",
            "since_day": "1",
            "since_year": str(THIS_YEAR),
            "source": "Said so.",
        },
    ),
    "cases:merge": Row("person", get=WATCH, post=WATCH, body={"find": "1", "name": "Zq"}),
    "cases:merge_reversal": Row("person", post=WATCH),
    "cases:protection": Row("person", post=HQ, body=WHY),
    "cases:alarms": Row(get=WATCH, lists=True),
    "cases:alarm_acknowledgement": Row("alarm", post=WATCH),
    "cases:alarm_told": Row(
        "alarm", post=WATCH, body={"told_name": "Jane Roe", "told_position": "Shift supervisor"}
    ),
    # the mail room
    "routing:queue": Row(get=DESK, lists=True),
    "routing:copies": Row(get=DESK, lists=True),
    "routing:copy": Row("copy", get=DESK),
    "routing:copy_note": Row("own_copy", post=DESK, body={"what": "Asked the facility."}),
    "routing:copy_withdrawal": Row("sent_copy", post=DESK),
    "routing:case_copies": Row("case", post=DESK, body={**SEEN, **COPY}),
    "routing:exclusions": Row("case", post=DESK, body={**SEEN, "office": "DAL", **WHY}),
    "routing:lifting": Row("exclusion", get=HQ, post=HQ, body=WHY),
    "routing:readers": Row("case", post=DESK, body={**SEEN, "person": "officer.atl"}),
    "routing:reader_end": Row("reader", post=DESK),
    "routing:rules": Row(get=HQ, lists=True),
    "routing:guide": Row(get=READERS, lists=True),
    "routing:rules_versions": Row(get=HQ, lists=True),
    "routing:rules_version": Row("version", get=HQ),
    "routing:rollback": Row("version", get=HQ, post=HQ, body=WHY),
    "routing:calling_off": Row("publication", get=HQ, post=HQ, body=WHY),
    "routing:drafts": Row(get=HQ, post=HQ, body={"name": "Hunger strikes"}, lists=True),
    "routing:draft": Row("ruledraft", get=HQ),
    "routing:draft_rules": Row("ruledraft", get=HQ, post=HQ, body={"name": "Walk", **A_RULE}),
    "routing:draft_rule": Row("draft_rule", get=HQ, post=HQ, body=A_RULE),
    "routing:rule_place": Row("draft_rule", post=HQ, body={**REV, "place": "1"}),
    "routing:rule_removal": Row("draft_rule", post=HQ, body=REV),
    "routing:draft_guards": Row("ruledraft", get=HQ, post=HQ, body={"name": "Walk", **A_GUARD}),
    "routing:draft_guard": Row("draft_guard", get=HQ, post=HQ, body=A_GUARD),
    "routing:guard_removal": Row("draft_guard", post=HQ, body=REV),
    "routing:draft_cover": Row("draft_cover", get=HQ, post=HQ, body={**REV, "other-0": "OPA"}),
    "routing:restoration": Row("ruledraft", post=HQ, body=REV, own_rules="only what this session removed"),
    "routing:draft_submission": Row("sound_draft", get=HQ, post=HQ, body={"rev": "1", **WHY}),
    "routing:taking_back": Row("waiting_draft", post=HQ, body=REV),
    "routing:draft_withdrawal": Row("ruledraft", post=HQ, body=REV),
    "routing:draft_publication": Row("waiting_draft", get=HQ, post=HQ, body={**REV, **IN_A_MONTH}),
    "routing:sending_back": Row("waiting_draft", post=HQ, body={**REV, **WHY}),
    "routing:truth_file": Row(get=HQ),
    "routing:draft_truth": Row("ruledraft", get=HQ, post=HQ, body={"table": ONE_SITUATION}),
    "routing:draft_truth_file": Row("ruledraft", get=HQ),
    "routing:draft_simulation": Row("ruledraft", get=HQ, post=HQ, body={"days": "7"}),
    "routing:draft_try": Row("ruledraft", get=HQ, query="topic=CON"),
    "routing:simulation": Row("simulation", get=HQ),
    "api:truth": Row(get=HQ),
    "api:rules": Row(get=HQ),
    "api:rule_versions": Row(get=HQ, lists=True),
    "api:rule_version": Row("version", get=HQ),
    "api:rollback": Row(post=HQ, body={"version": 1, **WHY}),
    "api:publication_withdrawal": Row("publication", post=HQ, body=WHY),
    "api:rule_drafts": Row(get=HQ, post=HQ, body={"name": "Hunger strikes"}, lists=True),
    "api:rule_draft": Row("ruledraft", get=HQ, patch=HQ, delete=HQ, body={"name": "Hunger strikes"}),
    "api:draft_findings": Row("ruledraft", get=HQ),
    "api:draft_submission": Row("ready_draft", post=HQ, body=WHY),
    "api:draft_reversal": Row("waiting_draft", post=HQ),
    "api:draft_return": Row("waiting_draft", post=HQ, body=WHY),
    "api:draft_publication": Row("waiting_draft", post=HQ, body={"effective_at": IN_TWO_DAYS}),
    "api:draft_truth": Row("ruledraft", get=HQ, put=HQ),
    "api:draft_simulation": Row("ruledraft", post=HQ, body={"days": 7}),
    "api:draft_try": Row("ruledraft", post=HQ, body={"topic": "CON"}),
    "api:simulation": Row("simulation", get=HQ),
    "routing:case": Row("case", get=READERS, shows=True),
    "routing:queue_news": Row(get=DESK, query="since=2020-01-01T00:00:00Z", lists=True),
    "routing:mailroom": Row(get=WATCH),
    "routing:notices": Row(get=HQ | LEADS, lists=True),
    "routing:resending": Row("notice", post=HQ | LEADS),
    "routing:facility_handover": Row(
        "facility", get=DESK, post=DESK, body={"cases": ["2222-2222-2"], **WHY}, lists=True
    ),
    "routing:person_handover": Row("person", get=DESK, post=DESK, body={"cases": ["2222-2222-2"], **WHY}),
    "routing:claim": Row("case", post=DESK, body=SEEN),
    "routing:release": Row("case", post=DESK, body=SEEN),
    "routing:actions": Row("case", post=DESK, body={**SEEN, "kind": "noted", "note": "Asked the facility."}),
    "routing:transfer": Row("case", post=DESK, body={**SEEN, "office": "DAL", **WHY}),
    "routing:return": Row("case", post=DESK, body={**SEEN, "reason": "wrong_office", **WHY}),
    "routing:closure": Row("case", post=DESK, body={**SEEN, "disposition": "resolved", "note": "Put right."}),
    "routing:reopening": Row("case", post=READERS, body={**SEEN, **WHY}),
    "routing:rerouting": Row("case", post=HQ, body={**SEEN, **WHY}),
    "routing:pause": Row("case", post=DESK, body={**SEEN, **PAUSE}),
    "routing:resumption": Row("case", post=DESK, body=SEEN),
    "routing:escalations": Row(get=DESK, lists=True),
    "routing:acknowledgement": Row("escalation", post=DESK, body={"plan": "Call the unit at noon."}),
    # the API: the same verbs, the same people
    "api:schema": Row(get=STAFF),
    "api:offices": Row(get=STAFF, lists=True),
    "api:phases": Row(get=STAFF, lists=True),
    "api:detainees": Row(post=READERS, body={"names": "Zq"}, lists=True),
    "api:detainee": Row("person", get=READERS),
    "api:call_detainee": Row("call", post=TAKERS | HQ, delete=TAKERS | HQ, body={"id": SOMEBODY}),
    "api:merges": Row("person", post=WATCH, delete=WATCH, body={"merged": SOMEBODY, **WHY}),
    "api:protection": Row("person", post=HQ, delete=HQ, body=WHY),
    "api:topics": Row(get=STAFF, lists=True),
    "api:topic_search": Row(post=TAKERS, body={"text": "water"}, lists=True),
    "api:facilities": Row(get=STAFF, query="q=stewart", lists=True),
    "api:facility": Row("facility", get=STAFF, lists=True),
    "api:activation": Row("facility", post=HQ, body=WHY),
    "api:suspension": Row("facility", post=HQ, body=WHY),
    "api:testing": Row("facility", post=HQ, body=WHY),
    "api:schedule": Row("facility", post=HQ, body={"phase": "9", **WHY}),
    "api:assignments": Row("facility", post=HQ, body={"to": "DAL", "from_day": IN_A_YEAR, **WHY}),
    "api:mailroom": Row(get=WATCH),
    "api:notices": Row(get=HQ | LEADS, lists=True),
    "api:resending": Row("notice", post=HQ | LEADS),
    "api:facility_handover": Row(
        "facility", get=DESK, post=DESK, body={"cases": ["2222-2222-2"], **WHY}, lists=True
    ),
    "api:person_handover": Row("person", get=DESK, post=DESK, body={"cases": ["2222-2222-2"], **WHY}),
    "api:custody": Row(
        "person",
        post=READERS,
        body={"facility": None, "since": f"{THIS_YEAR}-01-01", "source": "Said so."},
    ),
    "api:telephony_events": Row(
        post=EVERYBODY, own_rules="The exchange signs instead: tests/telephony proves it"
    ),
    "api:telephony_calls": Row(get=TAKERS | HQ, lists=True),
    "api:calls": Row(post=TAKERS, body=SILENT_CALL),
    "api:call": Row("call", get=READERS),
    "api:call_quality": Row(
        "call", post=SUPERVISOR, body={"scores": dict.fromkeys(SCORED, "yes"), "comment": "Good."}
    ),
    "api:quality": Row(get=TAKERS, lists=True),
    "api:quality_reply": Row("score", post=TAKERS, body={"answer": "Thank you."}),
    "api:board": Row(get=WATCH, lists=True),
    "api:reviews": Row(get=WATCH, lists=True),
    "api:verdict": Row("review", post=WATCH, body={"verdict": "good"}),
    "api:review_reply": Row("reply", post=TAKERS, body={"answer": "Thank you."}),
    "api:certifications": Row(get=TAKERS | HQ, lists=True),
    "api:certification_grants": Row(
        post=WATCH,
        body={"operator": "operator", "topic": "SAA", "expires_at": f"{NEXT_YEAR}-03-04T00:00:00Z"},
    ),
    "api:revocation": Row("certification", post=WATCH, body=WHY),
    "api:trainees": Row(get=WATCH, post=WATCH, body={"operator": "operator2"}, lists=True),
    "api:training_end": Row(post=WATCH, body={"operator": "operator"}),
    "api:paper_blocks": Row(get=WATCH, post=WATCH, body={"how_many": 2, **WHY}, lists=True),
    "api:paper_block": Row("block", get=WATCH),
    "api:paper_strike": Row("block", post=WATCH, body={"references": [PAPER_REFERENCE], **WHY}),
    "api:preview": Row(post=TAKERS, body=SILENT_CALL),
    "api:alarms": Row(get=WATCH, lists=True),
    "api:alarm_acknowledgement": Row("alarm", post=WATCH),
    "api:alarm_told": Row(
        "alarm", post=WATCH, body={"name": "Jane Roe", "position": "911", "at": "2026-03-04T15:24:00Z"}
    ),
    "api:callbacks": Row(get=TAKERS | HQ, lists=True),
    "api:callback": Row("callback", get=TAKERS | HQ),
    "api:attempts": Row("callback", post=TAKERS, body={"attempt": 1, "outcome": "no_answer"}),
    "api:callback_cancellation": Row("callback", post=TAKERS),
    "api:answers": Row(get=TAKERS | HQ | AUDITOR, query="q=visit", lists=True),
    "api:answer_counts": Row(get=WATCH | ANALYST, lists=True),
    "api:status": Row(post=EVERYBODY, body=NOBODYS_CODE),
    "api:copies": Row(get=DESK, lists=True),
    "api:copy": Row("copy", get=DESK),
    "api:copy_note": Row("own_copy", post=DESK, body={"what": "Asked the facility."}),
    "api:copy_withdrawal": Row("sent_copy", post=DESK),
    "api:case_copies": Row("case", get=DESK, post=DESK, body=COPY),
    "api:exclusions": Row("case", get=DESK, post=DESK, body={"office": "DAL", **WHY}),
    "api:lifting": Row("exclusion", post=HQ, body=WHY),
    "api:readers": Row("case", get=DESK, post=DESK, body={"person": "officer.atl"}),
    "api:reader_end": Row("reader", post=DESK),
    "api:cases": Row(get=READERS, lists=True),
    "api:disclosure": Row(get=READERS, query="caller=family&authority=waiver&steps=full_name"),
    "api:case": Row("case", get=READERS, shows=True),
    "api:decisions": Row("case", get=READERS),
    "api:timeline": Row("case", get=READERS),
    "api:claim": Row("case", post=DESK),
    "api:release": Row("case", post=DESK),
    "api:actions": Row("case", post=DESK, body={"kind": "noted", "note": "Asked the facility."}),
    "api:transfer": Row("case", post=DESK, body={"to": "DAL", **WHY}),
    "api:return": Row("case", post=DESK, body={"reason": "wrong_office", **WHY}),
    "api:closure": Row("case", post=DESK, body={"disposition": "resolved", "note": "Put right."}),
    "api:reopening": Row("case", post=READERS, body=WHY),
    "api:rerouting": Row("case", post=HQ, body=WHY),
    "api:clock": Row("case", get=READERS),
    "api:pause": Row("case", post=DESK, body=PAUSE),
    "api:resumption": Row("case", post=DESK),
    "api:escalations": Row(get=DESK, lists=True),
    "api:acknowledgement": Row("escalation", post=DESK, body={"plan": "Call the unit at noon."}),
}
ROWS |= {name: Row(get=EVERYBODY, post=EVERYBODY, own_rules=ALLAUTH) for name in (
    "account_login", "account_logout", "account_inactive", "mfa_authenticate",
)}  # fmt: skip
ROWS |= {name: Row(get=STAFF, post=STAFF, own_rules=ALLAUTH) for name in (
    "account_change_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
)}  # fmt: skip
ROWS |= {name: Row("key", get=STAFF, post=STAFF, own_rules=ALLAUTH) for name in (
    "mfa_remove_webauthn", "mfa_edit_webauthn",
)}  # fmt: skip

# Addresses that need no row, each with the reason.
WITHOUT_ROW = {
    "api:nothing": "Answers whatever else is asked of the API, with 404; every closed door is compared with it.",
    "static": "Files of the design system and of ours; they hold nothing about anybody.",
}
