"""Headquarters tests and schedules facilities through the API by the same verbs as on the page."""

import json
from typing import Any

import pytest

from facilities.models import Activation
from tests.cast import Cast


def post(client: Any, address: str, **body: Any) -> Any:
    """A step."""
    return client.post(
        f"/api/v1/facilities/STWRTGA/{address}/", json.dumps(body), content_type="application/json"
    )


@pytest.fixture
def activation(cast: Cast) -> Activation:
    """A facility that is planned."""
    return Activation.objects.get(facility__key="STWRTGA")


def test_it_is_put_into_a_phase(cast: Cast, signed_in: Any, activation: Activation) -> None:
    answer = post(signed_in(cast.hq), "schedule", phase=3, why="Moved to the third phase.")
    activation.refresh_from_db()
    assert (answer.status_code, activation.phase and activation.phase.number) == (200, 3)


def test_an_unknown_phase_is_said_beside_its_field(
    cast: Cast, signed_in: Any, activation: Activation
) -> None:
    answer = post(signed_in(cast.hq), "schedule", phase=77, why="No such phase.")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/phase"


def test_test_calls_begin(cast: Cast, signed_in: Any, activation: Activation) -> None:
    assert post(signed_in(cast.hq), "testing", why="Test calls begin.").status_code == 200
    activation.refresh_from_db()
    assert activation.state == "testing"


def test_nobody_else_can(cast: Cast, signed_in: Any, activation: Activation) -> None:
    for address in ("testing", "schedule"):
        assert post(signed_in(cast.lead_atl), address, phase=3, why="Please.").status_code == 404
