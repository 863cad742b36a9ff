"""Whose words were read in a queue is written down; what cannot be written down is not shown."""

from typing import Any

import pytest
from django.db import DatabaseError

from helpline.audit import journal
from helpline.audit.models import Access
from tests.builders import a_case
from tests.cast import Cast
from tests.routing.pages import queue_of


def test_every_row_that_is_shown_is_written_down(cast: Cast, signed_in: Any) -> None:
    cases = [a_case("CON", by=cast.operator) for _ in range(2)]
    queue_of(signed_in(cast.officer_atl))
    read = Access.objects.filter(by=cast.officer_atl, subject_kind="case", where="queue")
    assert sorted(read.values_list("subject_key", flat=True)) == sorted(str(case.pk) for case in cases)


def test_what_cannot_be_written_down_is_not_shown(
    cast: Cast, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case("CON", by=cast.operator, summary="Canary in unit B.")

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(journal, "looked_many", broken)
    client = signed_in(cast.officer_atl)
    client.raise_request_exception = False
    page = queue_of(client)
    assert page.status_code >= 500
    assert "Canary" not in page.content.decode()
