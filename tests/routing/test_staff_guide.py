"""The staff guide says of every topic what the router does with it, to everybody who works with cases."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import Topic
from routing.models import RuleSet
from routing.router import Offices, decide
from routing.rules import staff_guide
from routing.rules.in_force import rules_in_force
from routing.rules.language import OFFICE_OF_FACILITY, Facts
from routing.rules.vocabulary import read_vocabulary
from tests.cast import Cast


def a_plain_concern(topic: Topic) -> Facts:
    """Nothing special: a detainee calls from a known facility of Atlanta and accuses nobody."""
    return Facts(
        topic=topic.code, topic_name=topic.name, group=topic.group, urgency=topic.urgency,
        accuses_staff=topic.accuses_staff, caller_kind="detainee", facility="STWRTGA", facility_name="Stewart",
        facility_office="ATL", called_on="2026-11-23", language="en", phase_state="live",
    )  # fmt: skip


def test_the_guide_says_what_the_router_does(cast: Cast) -> None:
    current: RuleSet | None = rules_in_force()
    assert current is not None
    rules, names = current.read(), read_vocabulary()
    codes = {code: office.name for code, office in names.offices.items()}
    book = Offices(codes, frozenset(code for code, one in names.offices.items() if one.kind == "field"))
    guide = staff_guide.read(timezone.now())
    entries = [entry for _, group in guide.groups for entry in group]
    assert len(entries) == Topic.objects.count()
    for entry in entries:
        verdict = decide(a_plain_concern(entry.topic), rules, book)
        otherwise = entry.ways[-1]
        assert not otherwise.when
        expected = OFFICE_OF_FACILITY if verdict.office == "ATL" else verdict.office
        assert otherwise.to == names.destination(expected), entry.topic.code


def test_it_is_for_everybody_who_works_with_cases_and_tells_no_secret(cast: Cast, signed_in: Any) -> None:
    for user in (cast.operator, cast.supervisor, cast.officer_atl, cast.lead_atl, cast.hq):
        page = signed_in(user).get(reverse("routing:guide"))
        assert page.status_code == 200
        assert "If somebody calls about medical care" in page.content.decode()
        assert "protected by law" not in page.content.decode()
    assert signed_in(cast.analyst).get(reverse("routing:guide")).status_code == 404
