"""The OpenAPI schema is complete, without warnings, and true: real answers and bodies fit it."""

from io import StringIO
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from cases.api import examples as record_examples
from routing.api import examples
from tests.api.conftest import Api, body
from tests.builders import a_case
from tests.cast import Cast

ROLES_OF_SCHEMA = ("operator", "supervisor", "officer_atl", "lead_atl", "hq", "analyst", "auditor")


@pytest.fixture
def schema(cast: Cast) -> dict[str, Any]:
    """The schema as the API gives it."""
    answer = Api(cast.analyst).get("schema/")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def fits(value: Any, name: str, schema: dict[str, Any]) -> None:
    """Raise unless `value` is what the schema calls `name`, and nothing more than that."""
    components = {"components": _plain(schema["components"])}
    jsonschema.validate(value, {"$ref": f"#/components/schemas/{name}"} | components)


def _plain(part: Any) -> Any:
    """JSON schema from OpenAPI 3.0: `nullable` becomes a second type, objects hold only what they name."""
    if isinstance(part, list):
        return [_plain(below) for below in part]
    if not isinstance(part, dict):
        return part
    told = {name: _plain(below) for name, below in part.items()}
    if told.pop("nullable", False):
        return {"anyOf": [told, {"type": "null"}]}
    if told.get("type") == "object" and "properties" in told:
        told.setdefault("additionalProperties", False)
    return told


def test_the_command_finds_nothing_to_warn_about(tmp_path: Any) -> None:
    call_command(
        "spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "schema.yaml"), stderr=StringIO()
    )


def test_everybody_who_signs_in_reads_it(cast: Cast) -> None:
    for name in ROLES_OF_SCHEMA:
        assert Api(getattr(cast, name)).get("schema/").status_code == 200


def test_every_address_of_the_api_is_in_it(schema: dict[str, Any]) -> None:
    [api] = [route for route in get_resolver().url_patterns if str(route.pattern) == "api/v1/"]
    assert isinstance(api, URLResolver)
    names = {route.name for route in api.url_patterns if isinstance(route, URLPattern)} - {"nothing"}
    assert len(schema["paths"]) == len(names)


SIGNED_INSTEAD = "/api/v1/telephony/events/"  # nobody signs in there; the exchange signs what it sends
OPEN_TO_ALL = "/api/v1/status/"  # the code that is sent is all that is asked for


def test_every_operation_says_how_it_refuses_and_how_to_sign_in(schema: dict[str, Any]) -> None:
    assert set(schema["components"]["securitySchemes"]) == {"cookieAuth", "token"}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"], path
            if path in {SIGNED_INSTEAD, OPEN_TO_ALL}:
                assert "security" not in operation
            else:
                assert {"token": []} in operation["security"]


def test_the_examples_fit(schema: dict[str, Any]) -> None:
    for value, name in [
        (record_examples.CALL, "CallShape"),
        (record_examples.SILENT_CALL, "CallShape"),
        (record_examples.RECEIPT, "ReceiptAnswer"),
        (record_examples.WHOLE_CALL, "CallAnswer"),
        (record_examples.TOPIC, "TopicAnswer"),
        (examples.PAGE, "CasePageAnswer"),
        (examples.CASE, "CaseAnswer"),
        (examples.DECISION, "DecisionAnswer"),
        (examples.MOMENT, "MomentAnswer"),
        (examples.BODIES["act_on_case"], "ActionShape"),
        (examples.BODIES["transfer_case"], "TransferShape"),
        (examples.BODIES["return_case"], "ReturnShape"),
        (examples.BODIES["close_case"], "ClosureShape"),
        (examples.BODIES["reopen_case"], "WhyShape"),
    ]:
        fits(value, name, schema)


def test_real_answers_fit(cast: Cast, schema: dict[str, Any]) -> None:
    sent = Api(cast.operator).call(record_examples.CALL)
    fits(sent.json(), "ReceiptAnswer", schema)
    fits(Api(cast.operator).get(f"calls/{sent.json()['reference']}/").json(), "CallAnswer", schema)
    case = a_case("CON", by=cast.operator)
    hq = Api(cast.hq)
    fits(hq.get("cases/").json(), "CasePageAnswer", schema)
    fits(hq.get(f"cases/{case.number}/").json(), "CaseAnswer", schema)
    fits(hq.get(f"cases/{case.number}/decisions/").json()[0], "DecisionAnswer", schema)
    fits(hq.get(f"cases/{case.number}/timeline/").json()[0], "MomentAnswer", schema)
    fits(hq.get("topics/").json()[0], "TopicAnswer", schema)
    fits(hq.get("no-such-address/").json(), "ProblemShape", schema)
    fits(Api(cast.operator).call(body(language=1)).json(), "ProblemShape", schema)
    fits(hq.move(case, "claim").json(), "MovedCaseAnswer", schema)
    fits(
        Api(cast.lead_atl).move(case, "transfer", {"to": "IHSC", "why": "x"}).json(),
        "MovedCaseAnswer",
        schema,
    )
    for path, name in [("offices/", "Office"), ("phases/", "Phase")]:
        fits(hq.get(path).json()[0], name, schema)
    fits(hq.get("facilities/").json(), "FacilityPage", schema)
    fits(hq.get("facilities/STWRTGA/").json(), "FacilityInFull", schema)
