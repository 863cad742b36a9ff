"""Whoever writes on an old state of a case is told what happened meanwhile and loses nothing."""

from typing import Any

import pytest

from cases.models import Action, ActionKind, Case
from routing import desk
from tests.builders import a_case, item_of
from tests.cast import Cast
from tests.routing.pages import claimed, fresh, send


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case the officer holds, on which the lead acted after the officer looked."""
    case = claimed(a_case("CON", by=cast.operator), by=cast.officer_atl)
    desk.act(item_of(case), ActionKind.REVIEWED, "Read the log.", by=cast.lead_atl)
    return case


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("actions", {"kind": "noted", "note": "Words to keep."}),
        ("transfer", {"office": "MIA", "why": "Words to keep."}),
        ("return", {"reason": "wrong_office", "why": "Words to keep."}),
        ("closure", {"disposition": "resolved", "note": "Words to keep."}),
    ],
)
def test_an_old_version_is_refused_with_the_text_kept(
    cast: Cast, signed_in: Any, case: Case, noun: str, said: dict[str, str]
) -> None:
    before = fresh(case)
    response = send(signed_in(cast.officer_atl), noun, case, version=case.version, **said)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Words to keep." in page
    assert [(m.who, m.verb, m.words) for m in response.context["news"]] == [
        ("lead.atl", "acted", "Read the log.")
    ]
    assert fresh(case).version == before.version
    assert Action.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("version", ["", "0", "-3", "x", "99999999999999999999"])
def test_a_form_without_a_sensible_version_is_old(
    cast: Cast, signed_in: Any, case: Case, version: str
) -> None:
    response = send(
        signed_in(cast.officer_atl), "actions", case, version=version, kind="noted", note="Keep me."
    )
    assert response.status_code == 409
    assert "Keep me." in response.content.decode()


def test_sent_again_from_the_refusal_it_is_done(cast: Cast, signed_in: Any, case: Case) -> None:
    client, said = signed_in(cast.officer_atl), {"kind": "noted", "note": "Words to keep."}
    refused = send(client, "actions", case, version=case.version, **said)
    panel = next(panel for panel in refused.context["panels"] if panel.open)
    again = send(client, "actions", case, version=panel.form["version"].value(), **said)
    assert again.status_code == 302
    assert Action.objects.filter(case=case, note="Words to keep.").count() == 1


def test_a_double_click_records_one_step(cast: Cast, signed_in: Any, case: Case) -> None:
    client, version = signed_in(cast.officer_atl), fresh(case).version
    sent = [send(client, "actions", case, version=version, kind="noted", note="Once.") for _ in range(2)]
    assert [response.status_code for response in sent] == [302, 409]
    assert Action.objects.filter(case=case, note="Once.").count() == 1
