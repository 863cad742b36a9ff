"""Does a version do what its truth table expects? The table on today's map: codes, offices of facilities, open offices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.utils import timezone

from cases import languages
from cases.models import Call, CallerKind, Case, Detainee, Topic, Vulnerability
from facilities.models import Facility, Office, RolloutState
from routing.facts import facts_of, read_atlas
from routing.reading import HOME_ZONE
from routing.router import Offices, Verdict, decide
from routing.rules.language import Facts, Rules
from routing.trials import truth_csv
from routing.trials.truth_csv import Parsed
from routing.trials.truth_table import Known, KnownTopic, Row, differs, restored

FIRST_ROW = 2  # of a table in a spreadsheet, under the names of the columns
NOON = time(12)


@dataclass(frozen=True)
class Result:
    """What a version says of one row. `number` is its row in the file; `got` and `verdict` are of the router, `why` says
    how that is not what the row expects (empty: it is). `verdict` is None where the map no longer has what it names."""

    number: int
    row: Row
    verdict: Verdict | None
    why: str

    @property
    def situation(self) -> str:
        """The situation in words."""
        return self.row.situation

    @property
    def expected(self) -> str:
        """The office that is expected."""
        return self.row.expected_office

    @property
    def got(self) -> str:
        """The office it goes to."""
        return self.verdict.office if self.verdict else ""

    @property
    def holds(self) -> bool:
        """The version does what the row expects."""
        return not self.why

    def __str__(self) -> str:
        return f"Row {self.number} “{self.situation}”: {self.why}"


def known() -> Known:
    """Every code a table may name; three queries."""
    topics = Topic.objects.values_list("code", "urgency", "accuses_staff")
    return Known(
        topics={code: KnownTopic(urgency, accuses) for code, urgency, accuses in topics},
        facilities=frozenset(Facility.objects.values_list("key", flat=True)),
        offices=frozenset(Office.objects.values_list("code", flat=True)),
        caller_kinds=frozenset(CallerKind.values),
        languages=frozenset(languages.BY_CODE),
        vulnerabilities=frozenset(Vulnerability.values),
        phase_states=frozenset(RolloutState.values),
    )


def parse(raw: bytes) -> Parsed:
    """The rows of a file with codes of today's map, or what to mend in it."""
    return truth_csv.parse(raw, known())


def reread(kept: Sequence[Mapping[str, str]]) -> Parsed:
    """Rows as somebody sent them to be kept, checked like a file."""
    return truth_csv.read(list(enumerate(kept, start=FIRST_ROW)), known())


def broken(
    rules: Rules, rows: Iterable[Mapping[str, str]] | Iterable[Row], *, on: date | None = None
) -> list[Result]:
    """The rows of a table that these rules do not pass, with the map of `on` (today). `str()` of each says it all."""
    return [result for result in results(rules, rows, on=on) if not result.holds]


def results(
    rules: Rules, rows: Iterable[Mapping[str, str]] | Iterable[Row], *, on: date | None = None
) -> list[Result]:
    """What these rules say of every row; seven queries however many rows."""
    table = [row if isinstance(row, Row) else restored([row])[0] for row in rows]
    situations, offices = situations_of(table, on=on or timezone.localdate())
    judge = partial(_result, rules=rules, offices=offices)
    return [
        judge(number, row, facts)
        for number, (row, facts) in enumerate(zip(table, situations, strict=True), start=FIRST_ROW)
    ]


def _result(number: int, row: Row, facts: Facts | None, *, rules: Rules, offices: Offices) -> Result:
    if facts is None:
        return Result(number, row, None, "It names a topic or a facility that is no longer on the map.")
    if row.expected_office not in offices.names:
        return Result(number, row, None, f"It expects {row.expected_office}, and there is no such office.")
    verdict = decide(facts, rules, offices)
    return Result(number, row, verdict, differs(row, verdict))


def situations_of(rows: Sequence[Row], *, on: date) -> tuple[list[Facts | None], Offices]:
    """The facts of each row as a case of that situation would have them, and every office."""
    topics = Topic.objects.in_bulk({row.topic for row in rows})
    keys = {key for row in rows for key in (row.facility, row.held_at) if key}
    places = {place.key: place for place in Facility.objects.filter(key__in=keys)}
    cases = [_case(row, topics, places, on) for row in rows]
    atlas = read_atlas([case for case in cases if case])
    told = [facts_of(case, atlas) if case else None for case in cases]
    return [facts and _with(row, facts) for row, facts in zip(rows, told, strict=True)], atlas.book


def _case(row: Row, topics: Mapping[str, Topic], places: Mapping[str, Facility], on: date) -> Case | None:
    """An unsaved case in this situation, called in at noon; None where the map lacks what the row names."""
    topic = topics.get(row.topic)
    if topic is None or any(key and key not in places for key in (row.facility, row.held_at)):
        return None
    day = date.fromisoformat(row.called_on) if row.called_on else on
    facility, held_at = places.get(row.facility), places.get(row.held_at)
    zone = ZoneInfo(facility.timezone) if facility and facility.timezone else HOME_ZONE
    call = Call(
        started_at=datetime.combine(day, NOON, zone),
        caller_kind=row.caller_kind or CallerKind.DETAINEE,
        language=row.language or languages.DEFAULT,
        facility=facility,
    )
    return Case(
        call=call,
        topic=topic,
        urgency=row.urgency or topic.urgency,
        facility=facility,
        held_at=held_at,
        detainee=Detainee(protected=True) if row.protected == "yes" else None,
        accuses_staff=row.accuses_staff == "yes" or topic.accuses_staff,
        vulnerabilities=list(row.several("vulnerabilities")),
        segregated_since=_away(day, row.number("days_in_segregation"), back=True),
        hearing_on=_away(day, row.number("days_to_hearing")),
        removal_on=_away(day, row.number("days_to_removal")),
    )


def _away(day: date, days: int | None, *, back: bool = False) -> date | None:
    return None if days is None else day - timedelta(days) if back else day + timedelta(days)


def _with(row: Row, facts: Facts) -> Facts:
    """What only the table says: offices that are closed or shut out, and where the roll-out stands."""
    return replace(
        facts,
        closed=tuple(sorted({*facts.closed, *row.several("closed")})),
        excluded=tuple(sorted({*facts.excluded, *row.several("excluded")})),
        phase_state=row.phase_state or facts.phase_state,
    )
