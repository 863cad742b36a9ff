"""Systems name names differently; none of the common ways is lost or refused."""

from typing import Any

import pytest

from cases.api.shapes import DetaineeShape


@pytest.mark.parametrize(
    "told",
    [
        {"given_names": "Ana", "family_names": "Xol"},
        {"first_name": "Ana", "last_name": "Xol"},
        {"given_name": "Ana", "family_name": "Xol"},
        {"name": "Ana Xol"},
    ],
)
def test_the_name_is_understood(told: dict[str, Any]) -> None:
    class NobodyKnown:
        def person(self, key: str) -> None:
            return None

    shape = DetaineeShape(data=told, context={"known": NobodyKnown()})
    assert shape.is_valid(), shape.errors
    assert (shape.validated_data["given_names"], shape.validated_data["family_names"]) == ("Ana", "Xol")


def test_two_names_for_one_thing_are_refused() -> None:
    shape = DetaineeShape(data={"given_names": "Ana", "first_name": "Rosa"}, context={"known": None})
    assert not shape.is_valid()
