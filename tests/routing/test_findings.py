"""Each check of the rules finds its fault, names the row and gives a situation; rules without it pass."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from facilities.models import Office
from routing.checks.checking import findings, on_ground
from routing.checks.finding import Finding, Severity
from routing.checks.ground import Ground, read_ground
from routing.rules.language import Rules, read

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
REST = {"key": "rest", "says": "Whatever is left goes to the Public Advocate", "when": {}, "to": "OPA"}
ACCUSED = {"key": "accused", "says": "Whoever accuses staff", "when": {"accuses_staff": [True]}, "to": "OPR"}
NOWHERE = {"key": "nowhere", "says": "No place", "when": {"facility_known": [False]}, "to": "OPA"}
FIELD = {"key": "field", "says": "To the field", "when": {}, "to": "office_of_facility"}


@pytest.fixture(scope="module")
def maps() -> dict[date, Ground]:
    """The map is read once."""
    return {}


@pytest.fixture
def ground(maps: dict[date, Ground]) -> Ground:
    """The map of the day."""
    if DAY not in maps:
        maps[DAY] = read_ground(DAY)
    return maps[DAY]


def rule(key: str, to: str | None = "CMD", **more: Any) -> dict[str, Any]:
    """A rule about conditions."""
    return {"key": key, "says": f"Rule {key}", "when": {"topic": ["CON"]}, "to": to, **more}


def found(ground: Ground, *rules: Any, guards: Any = (), cover: Any = None) -> dict[tuple[str, str], Finding]:
    """What is found, by key and code, notes apart."""
    version = read(rules, guards, cover)
    every = on_ground(version, ground)
    return {(one.key, one.code): one for one in every if one.severity != Severity.NOTE}


def test_rules_without_fault_pass(ground: Ground) -> None:
    assert (
        found(ground, ACCUSED, NOWHERE, rule("a"), FIELD, cover={"OPA": ["CMD"], "CMD": ["OPA", "OPR"]}) == {}
    )


def test_a_situation_that_no_rule_decides_is_given_as_the_example(ground: Ground) -> None:
    protected = {**REST, "when": {"protected": [False]}}
    gap = found(ground, protected)["", "no_home"]
    assert gap.severity == Severity.ERROR
    assert "the person's record is protected" in gap.example


def test_without_rules_no_topic_has_a_home(ground: Ground) -> None:
    assert "36 topics" in found(ground)["", "no_home"].sentence


def test_a_rule_that_others_leave_nothing_is_dead_and_they_are_named(ground: Ground) -> None:
    one = rule("one", when={"topic": ["CON"], "urgency": ["P0", "P1", "P2"]})
    two = rule("two", when={"topic": ["CON", "TEL"], "urgency": ["P3", "P4"]})
    dead = found(ground, one, two, rule("three", "OPLA"), REST)["three", "dead"]
    assert "“one” and “two” before it take every case" in dead.sentence


def test_equal_conditions_tie_however_they_are_written(ground: Ground) -> None:
    health = {"key": "h", "says": "Health", "when": {"group": ["HEALTH"]}, "to": "IHSC"}
    topics = {**health, "key": "t", "when": {"topic": ["SUI", "MED", "MNH", "HST"]}, "to": "CMD"}
    assert found(ground, health, topics, REST).keys() == {("t", "tie")}


@pytest.mark.parametrize(
    "when",
    [
        {"topic": ["CON"], "group": ["HEALTH"]},
        {"topic": ["FOR"], "accuses_staff": [False]},
        {"facility_known": [False], "state": ["GA"]},
        {"days_to_hearing": {"at_least": 5, "at_most": 3}},
        {"topic": ["HUP"]},
    ],
)
def test_a_rule_that_can_never_hold_is_found(when: dict[str, Any], ground: Ground) -> None:
    assert found(ground, rule("a", when=when), REST).keys() == {("a", "never_holds")}
    adding = rule("a", None, when=when, raise_to="P1")
    assert found(ground, adding, REST).keys() == {("a", "never_holds")}


def test_where_only_the_order_decides_a_note_says_so(ground: Ground) -> None:
    version = read([ACCUSED, rule("a"), REST])
    (note,) = [one for one in on_ground(version, ground) if one.severity == Severity.NOTE]
    assert (note.key, note.code) == ("accused", "order_decides")
    assert "“a”" in note.sentence
    assert "accuses staff" in note.example


@pytest.mark.parametrize(
    ("more", "code", "part"),
    [
        ({"to": "NOPE"}, "unknown_office", "no office “NOPE”"),
        ({"to": "OIG"}, "outside_office", "outside the house"),
        ({"copies": [{"office": "CRCL"}]}, "outside_office", "outside the house"),
        ({"when": {"topic": ["CON", "NEW"]}}, "unknown_code", "no topic “NEW”"),
        ({"when": {"county": ["Atlantis"], "topic": ["CON"]}}, "unknown_code", "county"),
        ({"when": {"language": ["xx"], "topic": ["CON"]}}, "unknown_code", "language"),
        ({"when": {"accuses_staff": ["yes"]}}, "unknown_code", "true or false"),
        ({"resolve_within": "soon"}, "bad_limit", "not a time limit"),
        ({"copies": [{"office": "CMD"}]}, "copy_to_holder", "no copy"),
        ({"raise_to": "P3"}, "raises_nothing", "as urgent as that already"),
        ({"to": None}, "does_nothing", "adds nothing"),
    ],
)
def test_what_a_rule_names_and_does_must_exist(
    more: dict[str, Any], code: str, part: str, ground: Ground
) -> None:
    assert part in found(ground, rule("a", **more), REST)["a", code].sentence


def test_closed_offices_are_found_wherever_they_are_named(ground: Ground) -> None:
    shut = replace(ground, shut={"CMD": "closed on Nov 20, 2026", "ATL": "closed on Nov 20, 2026"})
    guards = [{"key": "g", "says": "Never", "when": {"topic": ["TEL"]}, "never_to": ["CMD"]}]
    copying = rule("copying", None, copies=[{"office": "CMD"}])
    seen = found(shut, rule("a"), copying, ACCUSED, NOWHERE, FIELD, guards=guards, cover={"OPR": ["CMD"]})
    closed = {key for key, code in seen if code == "closed_office"}
    assert closed == {"a", "copying", "g", "OPR"}
    assert "closed on Nov 20" in seen["field", "no_office"].sentence


def test_an_office_is_closed_from_its_day_on() -> None:
    Office.objects.filter(code="CMD").update(closed_on=DAY)
    rules = read([rule("a"), REST])
    assert [one.code for one in findings(rules, on=[date(2026, 11, 22)]) if one.severity == "error"] == []
    assert [one.code for one in findings(rules, on=[date(2026, 11, 22), DAY]) if one.severity == "error"] == [
        "closed_office"
    ]


def test_what_a_guard_forbids_is_found_through_the_office_of_a_place(ground: Ground) -> None:
    guard = {"key": "g", "says": "Miami never hears of it", "when": {"topic": ["TEL"]}, "never_to": ["MIA"]}
    forbidden = found(ground, ACCUSED, NOWHERE, FIELD, guards=[guard])["field", "forbidden"]
    assert "“g”" in forbidden.sentence
    assert forbidden.example.startswith("Telephone, mail and visitation (TEL)")
    fixed = found(ground, rule("a", "CMD"), REST, guards=[{**guard, "when": {}, "never_to": ["CMD"]}])
    assert ("a", "forbidden") in fixed


def test_a_copy_that_is_never_given_is_found(ground: Ground) -> None:
    copying = {
        "key": "c",
        "says": "Copy",
        "when": {"topic": ["FOR"]},
        "copies": [{"office": "office_of_facility"}],
    }
    assert ("c", "copy_never_given") in found(ground, copying, REST)
    assert found(ground, {**copying, "when": {"topic": ["FOR", "CON"]}}, REST) == {}


def test_concerns_that_accuse_staff_and_reach_a_field_office_are_counted(ground: Ground) -> None:
    one = found(ground, NOWHERE, FIELD)["field", "accuses_staff"]
    assert (one.severity, "36 topics" in one.sentence) == (Severity.WARNING, True)


def test_a_facility_that_is_not_known_needs_a_rule(ground: Ground) -> None:
    alone = found(ground, ACCUSED, FIELD)["field", "no_facility"]
    assert (alone.severity, "no facility known" in alone.example) == (Severity.ERROR, True)
    too_late = found(ground, ACCUSED, {**FIELD, "when": {"group": {"none_of": ["SAFETY"]}}}, NOWHERE, REST)
    assert too_late["field", "no_facility"].severity == Severity.WARNING


@pytest.mark.parametrize(
    ("cover", "code"),
    [
        ({"OPR": ["OPR"]}, "covers_itself"),
        ({"OPR": ["ATL"]}, "cover_in_the_field"),
        ({"OPR": ["OPA", "OPA"]}, "covers_twice"),
        ({"OPR": ["OPA"], "OPA": ["OPR"]}, "circle"),
        ({"OPR": ["OPA"], "OPA": ["CMD"], "CMD": ["OPR"], "IHSC": ["OPR"]}, "circle"),
        ({"OPR": ["NOPE"]}, "unknown_office"),
    ],
)
def test_a_cover_order_that_cannot_stand_is_found(
    cover: dict[str, list[str]], code: str, ground: Ground
) -> None:
    assert [one.code for one in found(ground, REST, cover=cover).values()] == [code]


def test_units_that_cover_each_other_and_a_third_pass(ground: Ground) -> None:
    assert found(ground, REST, cover={"OPR": ["SAAPI", "OPA"], "SAAPI": ["OPR", "OPA"], "OPA": ["CMD"]}) == {}


def test_a_row_of_the_truth_table_that_breaks_is_an_error_with_its_number() -> None:
    table = [{"situation": "Cold showers", "topic": "CON", "facility": "STWRTGA", "expected_office": "ATL"}]
    broken = [one for one in findings(Rules(read([REST]).rules), truth=table) if one.about == "truth"]
    assert [(one.key, one.code, one.severity) for one in broken] == [("row 2", "broken_row", Severity.ERROR)]
    assert "Cold showers" in broken[0].sentence


def test_thirty_rules_that_cross_each_other_are_checked(ground: Ground) -> None:
    """Exact whatever crosses: none of these is a special case of another."""
    facts = ["state", "language", "caller_kind", "urgency", "vulnerability"]
    values = {fact: sorted(ground.values[fact] - {""}) for fact in facts}
    crossing = [
        rule(f"r{number}", when={
            one: values[one][number % 4 : number % 4 + 3]
            for one in (facts[number % 5], facts[(number + 1) % 5], facts[(number + 2) % 5])
        } | {"days_to_hearing": {"at_least": number, "at_most": number + 9}})
        for number in range(30)
    ]  # fmt: skip
    assert found(ground, *crossing, REST) == {}
