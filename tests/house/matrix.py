"""The walk of the authorization matrix: all requests to one address, judged against `tests/policy.py`."""

import logging
from collections import defaultdict

import pytest

from tests.house.marks import Mark
from tests.house.tree import tell
from tests.house.walking import METHODS, WRITES, Answer, Place, Walker, everybody, places, tables
from tests.policy import OUTSIDE, ROWS, WITHOUT_ROW, Row

SECRET = {
    "copy",
    "own_copy",
    "sent_copy",
    "exclusion",
    "reader",
    "case",
    "call",
    "person",
    "draft",
    "review",
    "reply",
    "score",
    "callback",
}
REFUSED = {401, 403, 404, 405}
# The methods that hardly any address takes are tried on these targets only.
TELLING = {
    "",
    "plain",
    "accusing",
    "mia",
    "mixed",
    "live",
    "draft",
    "key",
    "called_back",
    "answer",
    "claimed",
    "held",
    "taker",
    "block",
}


class Ear(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the whole line, with the traceback."""
        self.heard.append(logging.Formatter("%(name)s %(message)s").format(record))


def known() -> dict[str, Place]:
    """Every address that needs a row, by its name."""
    return {place.name: place for place in places() if place.name not in WITHOUT_ROW}


def walk_through(name: str, walker: Walker, ear: Ear) -> None:
    """Everything about one address; fails with all violations."""
    place = known().get(name)
    if place is None:
        pytest.fail(f"{name} leads nowhere")
    walk = Walk(walker, place, ROWS[name])
    before = tables()
    walk.everywhere()
    for table, now in tables().items():
        if now != before.get(table):
            walk.note(f"table {table} changed although every accepted write was undone", "")
    for line in ear.heard:
        for mark in walker.world.marks.found_in(line).values():
            if mark.personal:
                walk.note(f"the log names {mark}", line.splitlines()[0][:120])
    if ROWS[name].post and not ROWS[name].own_rules and not walk.accepted:
        walk.note("no POST was accepted from anybody: the `body` of the row proves nothing", "")
    assert not walk.violations, f"/{place.route}\n{walk.told()}"


class Walk:
    """All requests to one address."""

    def __init__(self, walker: Walker, place: Place, row: Row) -> None:
        self.walker, self.place, self.row = walker, place, row
        self.violations: dict[str, list[str]] = defaultdict(list)
        self.accepted = False

    def note(self, verdict: str, where: str) -> None:
        """Remember a violation; the same one in many places is told once, with the places."""
        if where not in self.violations[verdict]:
            self.violations[verdict].append(where)

    def told(self) -> str:
        """All violations."""
        return tell([f"{verdict}: {', '.join(where)}" for verdict, where in sorted(self.violations.items())])

    def everywhere(self) -> None:
        """Everybody, every method, every target."""
        for person in everybody():
            for method in METHODS:
                twin = (
                    self.ask(person, method, self.walker.world.unknown(self.row.target))
                    if self.row.target
                    else None
                )
                for label, value, sees in self.walker.world.targets(self.row.target):
                    if label in TELLING or method == "GET" or self.row.door(method):
                        self.one(person, method, label, value, sees is None or person in sees, twin)

    def ask(self, person: str, method: str, value: object, may: bool = False, version: int = 0) -> Answer:
        """One request."""
        query = self.row.query if method in {"GET", "HEAD"} else ""
        return self.walker.send(
            person,
            method,
            self.place.address(value, query),
            self.row,
            api=self.place.is_api,
            keep=not may,
            version=version,
        )

    def one(
        self, person: str, method: str, label: str, value: object, sees: bool, twin: Answer | None
    ) -> None:
        """One request to one target, judged."""
        may = person in self.row.door(method) and sees
        case = self.walker.world.cases.get(label)
        answer = self.ask(
            person, method, value, may=may and method in WRITES, version=case.version if case else 0
        )
        said, where = f"{method} {answer.status}", f"{label} as {person}"
        if verdict := self.door(person, method, may, answer):
            self.note(f"{said} {verdict}", where)
        if twin and not may and self.row.target in SECRET and answer.shape != twin.shape:
            self.note(f"{said}, and the unknown one answers {twin.status} or otherwise", where)
        if answer.written and not (may and method in WRITES) and not self.row.own_rules:
            self.note(f"{said}, and wrote to {', '.join(sorted(answer.written))}", where)
        if may and method == "POST" and answer.status < 400:
            self.accepted = True
        found = self.walker.world.marks.found_in(answer.said)
        echoed = self.walker.world.marks.found_in(answer.sent)
        for token, mark in found.items():
            if person not in mark.readers and token not in echoed:
                self.note(f"{said}, and it tells {mark}", where)
        if may and self.row.shows and method == "GET" and not shows(found, label):
            self.note(f"{said}, but the summary is not there: canaries prove nothing here", where)

    def door(self, person: str, method: str, may: bool, answer: Answer) -> str:
        """What is wrong with whether this person got in; nothing when it is right."""
        status = answer.status
        if status >= 500:
            return "which is a crash" if status != 503 or not may else ""
        if self.row.own_rules:
            return ""
        if person in OUTSIDE and not self.row.doors >= OUTSIDE:
            asked = status == 401 if self.place.is_api else answer.to_sign_in
            return "" if asked else "not asked to sign in"
        if method == "OPTIONS":
            usual = {200, 405} if person in self.row.doors else {404}
            return "" if status in usual else "which OPTIONS never answers"
        if method == "HEAD" and may:
            return "" if status == 405 or status not in REFUSED else "refused, and it should be as GET"
        if may:
            return (
                ""
                if status not in REFUSED and not answer.to_sign_in
                else "refused, and the policy lets them in"
            )
        fits = {404, 405} if person in self.row.doors else {404}
        return "" if status in fits else "got in, and the policy keeps them out"


def shows(found: dict[str, Mark], label: str) -> bool:
    """The summary of this fixture is among what was found."""
    return any(mark.label == label and mark.field == "summary" for mark in found.values())
