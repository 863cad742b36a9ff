"""The rules that ship with the product hold together, and do what the taxonomy says of urgency, copies and care."""

from dataclasses import replace
from datetime import date

import pytest

from cases.models import Topic
from facilities.models import Office
from routing.checks.checking import findings, on_ground
from routing.checks.finding import Severity
from routing.checks.ground import Ground, read_ground
from routing.checks.situations import ordinary_facts
from routing.models import RuleSet
from routing.router import Verdict, decide
from routing.rules.language import Facts, Rules, read
from routing.rules.loading import shipped_rules, shipped_truth
from tests.builders import STEWART

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)
OUTSIDE = {"OIG", "CRCL", "OIDO"}


@pytest.fixture
def ground() -> Ground:
    """The map of the day."""
    return read_ground(DAY)


def shipped() -> Rules:
    """What ships."""
    return read(**shipped_rules())


def facts_of(topic: Topic, ground: Ground) -> Facts:
    """A concern of this topic from Stewart."""
    stewart = next(spot for spot in ground.domain.spots if spot.key == STEWART)
    return replace(
        ordinary_facts(ground.domain),
        topic=topic.code, topic_name=topic.name, group=topic.group, urgency=topic.urgency,
        accuses_staff=topic.accuses_staff, facility=stewart.key, facility_name=stewart.name,
        facility_office=stewart.office,
    )  # fmt: skip


def verdict(code: str, ground: Ground, **changes: object) -> Verdict:
    """What the shipped rules say of a concern of this topic from Stewart."""
    facts = facts_of(Topic.objects.get(code=code), ground)
    return decide(replace(facts, **changes), shipped(), ground.offices)  # type: ignore[arg-type]


def test_they_hold_together_on_todays_map() -> None:
    found = findings(shipped(), truth=shipped_truth())
    assert [one.in_full for one in found if one.severity != Severity.NOTE] == []


def test_they_hold_together_whatever_office_closes(ground: Ground) -> None:
    """An office that closes is found in every rule, copy and cover that names it."""
    for code in ("IHSC", "CMD", "OPLA"):
        shut = replace(ground, shut={code: "closed on Nov 20, 2026"})
        found = {one.code for one in on_ground(shipped(), shut) if one.severity == Severity.ERROR}
        assert found == {"closed_office"}


def test_each_topic_is_copied_to_the_offices_of_the_taxonomy(ground: Ground) -> None:
    """All of the column `copies`, but places outside, the office that holds the case, and the field where staff are
    accused. Somebody who needs to act where staff are accused may get one more."""
    for topic in Topic.objects.filter(opens_case=True):
        said = verdict(topic.code, ground)
        wanted = {"ATL" if code == "FO" else code for code in topic.copies.split()} - OUTSIDE - {said.office}
        if topic.code == "LOC":  # the locator is outside, so the field office holds the case itself
            wanted = set()
        if topic.accuses_staff:
            wanted.discard("ATL")
        assert {copy.office for copy in said.copies} == wanted, topic.code


def test_the_field_office_gets_bare_facts_of_what_is_restricted(ground: Ground) -> None:
    shown = {
        topic.code: copy.shows
        for topic in Topic.objects.filter(restricted=True)
        for copy in verdict(topic.code, ground).copies
        if copy.office == "ATL"
    }
    assert shown == {
        "SUI": "facts_only", "MED": "facts_only", "MNH": "facts_only", "HST": "facts_only", "CRV": "facts_only",
        "JUV": "no_identity",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "changes", "urgency"),
    [
        ("SEG", {"days_in_segregation": 14}, "P2"),
        ("SEG", {"days_in_segregation": 15}, "P1"),
        ("SEG", {"vulnerabilities": ("pregnant",)}, "P1"),
        ("LEG", {"days_to_hearing": 4}, "P2"),
        ("LEG", {"days_to_hearing": 3}, "P1"),
        ("LEG", {"days_to_hearing": -1}, "P2"),
        ("REL", {"days_to_removal": 3}, "P1"),
        ("SUI", {"days_to_removal": 1}, "P0"),
    ],
)
def test_what_is_urgent_is_raised(
    code: str, changes: dict[str, object], urgency: str, ground: Ground
) -> None:
    assert verdict(code, ground, **changes).urgency == urgency


def test_a_transfer_goes_to_the_office_of_the_place_where_the_person_is(ground: Ground) -> None:
    krome = {"held_at": "KRO", "held_at_name": "Krome", "held_at_office": "MIA"}
    said = verdict("TRF", ground, **krome)
    assert (said.office, said.rule) == ("MIA", "transfer-elsewhere")
    assert [copy.office for copy in said.copies] == ["ATL"]
    unknown = verdict("TRF", ground, facility=None, facility_office=None, facility_name="", **krome)
    assert unknown.office == "MIA"
    assert verdict("TRF", ground).office == "ATL"


def test_a_protected_record_withholds_the_caller_and_is_for_leads_unless_health_cannot_wait(
    ground: Ground,
) -> None:
    said = verdict("CON", ground, protected=True)
    assert (said.withhold_identity, said.leads_only) == (True, True)
    said = verdict("MED", ground, protected=True)
    assert (said.withhold_identity, said.leads_only) == (True, False)
    said = verdict("USC", ground, protected=True)
    assert {copy.office: copy.shows for copy in said.copies}["ATL"] == "facts_only"


def test_no_field_office_gets_anything_that_accuses_staff(ground: Ground) -> None:
    field = set(Office.objects.field().values_list("code", flat=True))
    for topic in Topic.objects.filter(opens_case=True):
        said = verdict(topic.code, ground, accuses_staff=True)
        assert not {said.office, *(copy.office for copy in said.copies)} & field


def test_every_unit_of_headquarters_has_somebody_to_cover(ground: Ground) -> None:
    units = set(ground.offices.names) - ground.offices.field
    assert set(shipped().cover) == units
    for unit in units:
        assert verdict("POL", ground, closed=(unit,)).office == ("CMD" if unit == "OPA" else "OPA")


def test_what_is_in_force_after_loading_is_what_ships() -> None:
    newest = RuleSet.objects.order_by("-version").first()
    assert newest is not None
    assert {part: getattr(newest, part) for part in ("rules", "guards", "cover")} == shipped_rules()
