"""What must be true at every time is found where it is not."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.models import Case
from facilities.models import Office
from routing.models import CaseCopy, Decision, Notification
from routing.reproducing import Check, Kept
from tests.builders import a_case, violations
from tests.cast import Cast
from tests.routing.rules import HOME, adding, copy_to, in_force


@pytest.fixture
def case(cast: Cast) -> Case:
    in_force(HOME, adding("much", raise_to="P1", copies=[copy_to("CMD")]))
    return a_case("TEL", by=cast.operator)


def kept(case: Case) -> Kept:
    """The case's decision as the check reads it."""
    made = Decision.objects.select_related("office").get(case=case)
    return Kept(
        made.pk,
        case.number,
        made.ruleset_id,
        made.office.code,
        made.rule,
        made.kind,
        made.facts,
        made.outcome,
    )


def forget_page(case: Case) -> None:
    Notification.objects.filter(kind="routed").delete()


def forget_news_of_the_copy(case: Case) -> None:
    Notification.objects.filter(kind="copied").delete()


def forget_the_copy(case: Case) -> None:
    CaseCopy.objects.all().delete()


def give_the_holder_a_copy(case: Case) -> None:
    CaseCopy.objects.update(office=case.office)


@pytest.mark.parametrize(
    ("harm", "sentences"),
    [
        (forget_page, ["Case {}: an office was not told that it came."]),
        (forget_news_of_the_copy, ["Case {}: an office was not told of its copy."]),
        (forget_the_copy, ["Case {} was to have a copy that was never made."]),
        (
            give_the_holder_a_copy,
            [
                "Case {} has a copy with the office that holds it.",
                "Case {} was to have a copy that was never made.",
            ],
        ),
    ],
)
def test_each_effect_that_is_missing_is_named(
    case: Case, harm: Callable[[Case], None], sentences: list[str]
) -> None:
    assert violations() == []
    harm(case)
    assert violations() == [sentence.format(case.number) for sentence in sentences]


def test_a_decision_is_made_again_with_everything_it_says(case: Case) -> None:
    made = kept(case)
    assert Check().wrong_with(made) == ""
    lowered = made._replace(outcome={**made.outcome, "urgency": "P4"})
    assert Check().wrong_with(lowered) == "its decision lowers the urgency."
    otherwise = made._replace(outcome={**made.outcome, "leads_only": True})
    assert Check().wrong_with(otherwise) == "what else its decision says is not what its rule set says."
    elsewhere = made._replace(office="MIA")
    assert Check().wrong_with(elsewhere) == "its decision is not what its rule set says."
    assert (
        Check().wrong_with(made._replace(facts={"topic": "TEL", "closed": []}))
        == "its decision cannot be read again."
    )


def test_a_fallback_is_made_again_too(cast: Cast) -> None:
    Office.objects.filter(code="ATL").update(closed_on=date(2020, 1, 1))
    in_force(HOME)
    made = kept(a_case("TEL", by=cast.operator))
    assert (made.kind, made.office) == ("fallback", "OPA")
    assert Check().wrong_with(made) == ""
    assert Check().wrong_with(made._replace(facts={**made.facts, "closed": []})) == (
        "its decision is not what its rule set says."
    )


def test_a_decision_of_before_the_facts_were_all_kept_is_held_against_its_rule_only(case: Case) -> None:
    made = kept(case)
    old = made._replace(
        outcome={}, facts={name: fact for name, fact in made.facts.items() if name != "closed"}
    )
    assert Check().wrong_with(old) == ""
    assert Check().wrong_with(old._replace(kind="fallback", rule="", office="OPA")) == ""
